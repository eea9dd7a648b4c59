"""Every algorithm and every behaviour policy gives the same bytes in both engines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tabular.environments.settings import EnvironmentSettings
from tabular.environments.tiles import Tiling
from tabular.learning.agent import EPSILON_GREEDY_ONLY, TABLE_ONLY, TEXTBOOK_ONLY
from tabular.learning.algorithms.registry import ALGORITHMS
from tabular.learning.training import BEHAVIOURS, Training

from tests.helpers.agents import make_agent

if TYPE_CHECKING:
    from tabular.engines.engine import EngineName
    from tabular.learning.agent import AgentSettings


@st.composite
def agents(draw: st.DrawFn, /, *, of_table: bool = True, **fixed: Any) -> AgentSettings:
    low = draw(st.floats(-2, 2))
    may_be_dutch = fixed["algorithm"] == "sarsa_lambda"
    termination = ["target", "zero"] if of_table and fixed["algorithm"] not in TEXTBOOK_ONLY else ["target"]
    return make_agent(
        **fixed,
        discount=draw(st.floats(0, 1)),
        initial_low=low,
        initial_high=low + draw(st.sampled_from([0.0, 1.0])),
        learning_rate=draw(st.floats(0.01, 1 if of_table else 1.9)),
        exploration=draw(st.floats(0.05, 1)),
        at_termination=draw(st.sampled_from(termination)),
        at_truncation=draw(st.sampled_from(["skip", "bootstrap", "terminate"])),
        average_returns=draw(st.booleans()),
        steps=draw(st.integers(1, 9)),
        trace_decay=draw(st.floats(0, 1)),
        traces=draw(st.sampled_from(["accumulating", "replacing", "clearing", *(["dutch"] if may_be_dutch else [])])),
        planning_steps=draw(st.integers(0, 5)),
        exploration_bonus=draw(st.floats(0, 1)),
        priority_threshold=draw(st.sampled_from([0.0, 0.01])),
        average_reward_step_size=draw(st.floats(0.01, 1)),
    )


def trained(engine: EngineName, environment: EnvironmentSettings, agent: AgentSettings, seed: int) -> list[bytes]:
    training = Training(environment, agent, 25, seed, engine)
    tables = [training.q_table.tobytes() for _ in training.run([1, 4, 25])]
    assert training.engine.name == engine
    rewards = training.rewards
    brought = (training.visits, rewards.returns, rewards.length, rewards.terminated)
    return tables + [array.tobytes() for array in brought]


LAKES = [
    {"map_name": "4x4"},
    {"map_name": "8x8", "is_slippery": False},
    {"desc": ["SF", "FG"], "reward_schedule": (1.0, -0.5, -0.25)},
]

# Each needs machine code of its own, and how equals are told apart makes one more; so they take turns. Plain
# `pytest` and `.ci/run` run one for each algorithm, the slow tests all.
WHEN_THEY_RUN = ((), (pytest.mark.slow,), (pytest.mark.slow,))

RARELY_COMPILED = {"monte_carlo", "off_policy_monte_carlo", "dyna_q_plus", "prioritized_sweeping"}
"""Of these, both plain `pytest` and `.ci/run` compile one each, and the slow tests all."""


def when_it_runs(algorithm: str, behaviour: str, otherwise: tuple[pytest.MarkDecorator, ...]) -> Any:
    if algorithm not in RARELY_COMPILED:
        return otherwise
    return () if behaviour == "epsilon_greedy" else pytest.mark.slow


AGENTS = [
    pytest.param(
        {"algorithm": algorithm, "behaviour": behaviour, "ties": ("lowest", "random")[(row + column) % 2]},
        marks=when_it_runs(algorithm, behaviour, WHEN_THEY_RUN[(column - row) % len(BEHAVIOURS)]),
    )
    for row, algorithm in enumerate(ALGORITHMS)
    for column, behaviour in enumerate(BEHAVIOURS)
    if behaviour == "epsilon_greedy" or algorithm not in EPSILON_GREEDY_ONLY
]


@pytest.mark.parametrize("fixed", AGENTS, ids=lambda fixed: "-".join(fixed.values()))
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), seed=st.integers(0, 2**32 - 1))
def test_agents_learn_the_same_in_both_engines(fixed: dict[str, Any], data: st.DataObject, seed: int) -> None:
    agent = data.draw(agents(**fixed))
    environment = EnvironmentSettings(
        "FrozenLake-v1", arguments=data.draw(st.sampled_from(LAKES)), time_limit=data.draw(st.sampled_from([1, 6, 50]))
    )
    assert trained("compiled", environment, agent, seed) == trained("gymnasium", environment, agent, seed)


OVER_BINS = [
    pytest.param(
        algorithm, marks=[] if algorithm in {"q_learning", "n_step_sarsa", "sarsa_lambda"} else [pytest.mark.slow]
    )
    for algorithm in ALGORITHMS
]


@pytest.mark.parametrize("algorithm", OVER_BINS)
def test_algorithms_learn_the_same_in_both_engines_over_bins(algorithm: str) -> None:
    environment = EnvironmentSettings("MountainCar-v0", bins=(8, 6))
    agent = make_agent(algorithm=algorithm, steps=5, trace_decay=0.9, planning_steps=2, initial_low=-1, initial_high=0)
    assert trained("compiled", environment, agent, 5) == trained("gymnasium", environment, agent, 5)


@st.composite
def tilings(draw: st.DrawFn, dimensions: int) -> Tiling:
    offsets: list[Literal["asymmetric", "uniform"]] = ["asymmetric", "uniform"]
    return Tiling(
        tilings=draw(st.integers(1, 9)),
        tiles=tuple(draw(st.integers(1, 6)) for _ in range(dimensions)),
        offsets=draw(st.sampled_from(offsets)),
    )


QUICKLY_COMPILED = {"q_learning", "sarsa_lambda"}
"""Each algorithm needs machine code of its own over tiles, which takes ten seconds."""

WITH_TILES = [
    pytest.param(
        {"algorithm": algorithm, "behaviour": behaviour, "ties": ties},
        marks=[] if ties == "lowest" and algorithm in QUICKLY_COMPILED else [pytest.mark.slow],
    )
    for algorithm in ALGORITHMS
    for behaviour, ties in (("epsilon_greedy", "lowest"), ("softmax", "random"))
    if algorithm not in TABLE_ONLY
]


@pytest.mark.parametrize("fixed", WITH_TILES, ids=lambda fixed: "-".join(fixed.values()))
@settings(max_examples=10, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), seed=st.integers(0, 2**32 - 1))
def test_agents_learn_the_same_in_both_engines_over_tiles(
    fixed: dict[str, Any], data: st.DataObject, seed: int
) -> None:
    agent = data.draw(agents(of_table=False, **fixed))
    environment = EnvironmentSettings(
        "MountainCar-v0",
        bounds=data.draw(st.sampled_from([None, ((-0.9, 0.1), None)])),
        time_limit=data.draw(st.sampled_from([1, 40])),
        tiling=data.draw(tilings(2)),
    )
    assert trained("compiled", environment, agent, seed) == trained("gymnasium", environment, agent, seed)


@pytest.mark.parametrize("kept_in", [pytest.param("table", marks=pytest.mark.slow), "tiles"])
@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), seed=st.integers(0, 2**32 - 1))
def test_agents_learn_the_same_in_both_engines_over_angles(kept_in: str, data: st.DataObject, seed: int) -> None:
    agent = data.draw(agents(of_table=kept_in == "table", algorithm="q_learning", behaviour="epsilon_greedy"))
    tiling = data.draw(tilings(4))
    environment = EnvironmentSettings(
        "Acrobot-v1",
        angles=data.draw(st.sampled_from([((0, 1), (2, 3)), ((2, 3), (0, 1))])),
        bounds=(None, None, (-7.0, 7.0), (-12.0, 12.0)),
        time_limit=data.draw(st.sampled_from([1, 40])),
        tiling=tiling if kept_in == "tiles" else None,
        bins=None if kept_in == "tiles" else tiling.tiles,
    )
    assert trained("compiled", environment, agent, seed) == trained("gymnasium", environment, agent, seed)
