"""The list of the traces that aren't zero, which every step goes through."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tabular.environments.settings import EnvironmentSettings
from tabular.environments.tiles import Tiling
from tabular.learning.training import Training

from tests.helpers.agents import make_agent

ENVIRONMENTS = [
    EnvironmentSettings("FrozenLake-v1", time_limit=20),
    EnvironmentSettings("MountainCar-v0", time_limit=20, tiling=Tiling(3, (2, 2))),
]


@pytest.mark.parametrize("algorithm", ["sarsa_lambda", "watkins_q_lambda"])
@settings(max_examples=40)
@given(data=st.data(), environment=st.sampled_from(ENVIRONMENTS), seed=st.integers(0, 2**32 - 1))
def test_each_trace_that_is_not_zero_is_listed_once(
    algorithm: str, data: st.DataObject, environment: EnvironmentSettings, seed: int
) -> None:
    agent = make_agent(
        algorithm=algorithm,
        traces=data.draw(st.sampled_from(["accumulating", "replacing", "clearing"])),
        trace_decay=data.draw(st.sampled_from([0.0, 0.01, 0.9, 1.0])),
        discount=data.draw(st.sampled_from([0.0, 0.9, 1.0])),
        initial_high=0.0,
    )
    training = Training(environment, agent, 4, seed, "gymnasium")
    training.time_limit = data.draw(st.integers(1, 20))
    for _ in training.run([1, 2, 3, 4]):
        traces: Any = training.memory
        listed = [*zip(traces.rows[: traces.listed[0]], traces.actions[: traces.listed[0]], strict=True)]
        assert len(set(listed)) == len(listed)
        assert set(zip(*np.nonzero(traces.trace), strict=True)) <= set(listed)
