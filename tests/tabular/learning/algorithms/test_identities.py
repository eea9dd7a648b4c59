"""Algorithms that are others' special cases give the others' bytes."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tabular.environments.settings import EnvironmentSettings
from tabular.learning.training import Training

from tests.helpers.agents import make_agent

LAKES = [{"map_name": "4x4"}, {"desc": ["SFF", "FHF", "FFG"], "reward_schedule": (1.0, -0.5, -0.25)}]

SPECIAL_CASES = {
    "n-step Sarsa with one step is Sarsa": ({"algorithm": "n_step_sarsa", "steps": 1}, {"algorithm": "sarsa"}),
    "Sarsa(0) with accumulating traces is Sarsa": (
        {"algorithm": "sarsa_lambda", "trace_decay": 0.0, "traces": "accumulating"},
        {"algorithm": "sarsa"},
    ),
    "Sarsa(0) with replacing traces is Sarsa": (
        {"algorithm": "sarsa_lambda", "trace_decay": 0.0, "traces": "replacing"},
        {"algorithm": "sarsa"},
    ),
    "Sarsa(0) with clearing traces is Sarsa": (
        {"algorithm": "sarsa_lambda", "trace_decay": 0.0, "traces": "clearing"},
        {"algorithm": "sarsa"},
    ),
    "Watkins's Q(0) with accumulating traces is Q-learning": (
        {"algorithm": "watkins_q_lambda", "trace_decay": 0.0, "traces": "accumulating"},
        {"algorithm": "q_learning"},
    ),
    "Watkins's Q(0) with replacing traces is Q-learning": (
        {"algorithm": "watkins_q_lambda", "trace_decay": 0.0, "traces": "replacing"},
        {"algorithm": "q_learning"},
    ),
    "Dyna-Q that doesn't plan is Q-learning": (
        {"algorithm": "dyna_q", "planning_steps": 0},
        {"algorithm": "q_learning"},
    ),
    "Dyna-Q+ that doesn't plan is Q-learning": (
        {"algorithm": "dyna_q_plus", "planning_steps": 0, "exploration_bonus": 1.0},
        {"algorithm": "q_learning"},
    ),
}


def trained(environment: EnvironmentSettings, seed: int, **agent: Any) -> list[bytes]:
    training = Training(environment, make_agent(**agent), 20, seed, "gymnasium")
    list(training.run([20]))
    brought = (training.q_table, training.visits, training.rewards.returns, training.rewards.length)
    return [array.tobytes() for array in brought]


@pytest.mark.parametrize("name", SPECIAL_CASES)
@settings(max_examples=40)
@given(
    lake=st.sampled_from(LAKES),
    time_limit=st.sampled_from([1, 5, 40]),
    seed=st.integers(0, 2**32 - 1),
    shared=st.fixed_dictionaries(
        {
            "discount": st.floats(0, 1),
            "initial_low": st.floats(-2, 1),
            "learning_rate": st.floats(0.01, 1),
            "exploration": st.floats(0.01, 1),
            "behaviour": st.sampled_from(["epsilon_greedy", "softmax", "ucb"]),
            "ties": st.sampled_from(["lowest", "random"]),
            "at_truncation": st.sampled_from(["skip", "bootstrap"]),
        }
    ),
)
def test_a_special_case_gives_the_same_bytes(
    name: str, lake: dict[str, Any], time_limit: int, seed: int, shared: dict[str, Any]
) -> None:
    environment = EnvironmentSettings("FrozenLake-v1", arguments=lake, time_limit=time_limit)
    special, general = SPECIAL_CASES[name]
    assert trained(environment, seed, **shared, **special) == trained(environment, seed, **shared, **general)


def test_more_steps_longer_traces_and_planning_make_a_difference() -> None:
    """So that the identities above don't hold for want of an effect."""
    environment = EnvironmentSettings("FrozenLake-v1", time_limit=40)
    tables = {
        (algorithm, number): trained(environment, 3, algorithm=algorithm, **{key: number})[0]
        for algorithm, key, numbers in (
            ("n_step_sarsa", "steps", (1, 2, 8)),
            ("sarsa_lambda", "trace_decay", (0.0, 0.5, 1.0)),
            ("watkins_q_lambda", "trace_decay", (0.0, 0.5, 1.0)),
            ("dyna_q", "planning_steps", (0, 1, 9)),
            ("dyna_q_plus", "planning_steps", (0, 1, 9)),
        )
        for number in numbers
    }
    assert len(set(tables.values())) == len(tables) - 3  # Sarsa is there twice, and Q-learning three times
