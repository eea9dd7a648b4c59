"""Trainings that are made of another one: the same as made anew, whatever the other one did before."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from tabular.environments.settings import EnvironmentSettings
from tabular.environments.tiles import Tiling
from tabular.learning.agent import AgentSettings
from tabular.learning.training import Training

from tests.helpers.trials import AGENT

if TYPE_CHECKING:
    from tabular.engines.engine import EngineName

EPISODES = 12

KINDS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "bins": ({"id": "MountainCar-v0", "bins": (6, 5)}, {"algorithm": "sarsa"}),
    "a table of transitions": ({"id": "FrozenLake-v1"}, {"algorithm": "double_q_learning"}),
    "a model that is learned": ({"id": "FrozenLake-v1"}, {"algorithm": "dyna_q", "planning_steps": 3}),
    "several last states": ({"id": "FrozenLake-v1"}, {"algorithm": "n_step_sarsa", "steps": 4}),
    "draws in each step": (
        {"id": "Blackjack-v1"},
        {"behaviour": "softmax", "temperature": {"schedule": "constant", "start": 1.0}},
    ),
    "a maze that counts its steps": (
        {
            "id": "GridWorld-v0",
            "arguments": {"map": ["S.G", "..."], "later_map": ["S#G", "..."], "change_at_step": 40},
            "time_limit": 20,
        },
        {"algorithm": "sarsa"},
    ),
    "tiles": ({"id": "MountainCar-v0", "tiling": Tiling(4, (5, 5))}, {"algorithm": "sarsa"}),
    "angles": (
        {"id": "Acrobot-v1", "angles": ((0, 1), (2, 3)), "tiling": Tiling(3, (3, 3, 4, 4)), "time_limit": 40},
        {"algorithm": "sarsa_lambda", "trace_decay": 0.9, "traces": "replacing"},
    ),
}


def made(kind: str, seed: int, engine: EngineName) -> Training:
    environment, agent = KINDS[kind]
    settings = AgentSettings.from_settings({**AGENT, "initial_value": {"low": -1.0, "high": 1.0}, **agent})
    return Training(EnvironmentSettings(**environment), settings, EPISODES, seed, engine)


def brought(training: Training) -> list[bytes]:
    list(training.run([5, EPISODES]))
    rewards = training.rewards
    return [array.tobytes() for array in (training.q_table, training.visits, rewards.returns, rewards.length)]


COMPILED_AT_ONCE = {"tiles", "a maze that counts its steps"}

KINDS_AND_ENGINES = [
    # Each needs machine code of its own, which takes some seconds.
    pytest.param(kind, engine, marks=[] if engine == "gymnasium" or kind in COMPILED_AT_ONCE else [pytest.mark.slow])
    for kind in KINDS
    for engine in ("compiled", "gymnasium")
]


@pytest.mark.parametrize(("kind", "engine"), KINDS_AND_ENGINES)
def test_a_training_of_another_one_is_the_same_as_made_anew(kind: str, engine: EngineName) -> None:
    first = made(kind, 0, engine)
    before = brought(first)
    again = brought(first.with_seed(3))
    assert again == brought(made(kind, 3, engine))
    assert again != before
    assert [array.tobytes() for array in (first.q_table, first.visits)] == before[:2], "nothing is shared"
    assert brought(first.with_seed(0)) == before


def test_two_trainings_of_the_same_one_do_not_meet() -> None:
    """They take turns, as in threads."""
    template = made("angles", 0, "compiled")
    one, other = template.with_seed(1), template.with_seed(2)
    steps = list(zip(one.run([3, 7, EPISODES]), other.run([3, 7, EPISODES]), strict=True))
    assert steps == [(3, 3), (7, 7), (EPISODES, EPISODES)]
    for training, seed in ((one, 1), (other, 2)):
        alone = made("angles", seed, "compiled")
        list(alone.run([EPISODES]))
        assert np.array_equal(training.q_table, alone.q_table)


@pytest.mark.parametrize("kind", ["a table of transitions", "angles"])
def test_a_training_that_ended_leaves_nothing_in_memory(kind: str) -> None:
    """Machine code kept each generator that it was given, and millions of trainings filled the memory."""
    training = made(kind, 0, "compiled")
    brought(training)
    other = training.with_seed(1)
    before = sys.getrefcount(other.rng)
    brought(other)
    after = sys.getrefcount(other.rng)  # an assertion would count one of its own
    assert after == before
