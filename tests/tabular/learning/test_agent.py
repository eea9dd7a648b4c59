"""Which settings an agent uses."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from tabular.learning.agent import (
    KEY_OF_BEHAVIOUR,
    KEYS_OF_ALGORITHMS,
    AgentSettings,
    AlgorithmName,
    BehaviourName,
    used_settings,
)
from tabular.learning.algorithms.registry import ALGORITHMS
from tabular.learning.training import BEHAVIOURS

CONSTANT = {"schedule": "constant", "start": 0.5}

EVERYTHING: dict[str, Any] = {
    "discount": 0.9,
    "initial_value": {"low": 0.0, "high": 1.0},
    "learning_rate": CONSTANT,
    "ties": "random",
    "at_termination": "target",
    "at_truncation": "skip",
    "epsilon": CONSTANT,
    "temperature": {"schedule": "constant", "start": 2.0},
    "confidence": {"schedule": "constant", "start": 3.0},
    "average_returns": False,
    "steps": 7,
    "trace_decay": 0.25,
    "traces": "accumulating",
    "planning_steps": 11,
    "exploration_bonus": 0.75,
    "priority_threshold": 0.375,
    "average_reward_step_size": 0.125,
}


class Watched(dict[str, Any]):
    """Notes which keys were asked for."""

    def __init__(self, content: dict[str, Any]) -> None:
        """Begin with none."""
        super().__init__(content)
        self.asked: set[str] = set()

    def __getitem__(self, key: str) -> Any:
        """Note the key."""
        self.asked.add(key)
        return super().__getitem__(key)


@pytest.mark.parametrize("behaviour", get_args(BehaviourName))
@pytest.mark.parametrize("algorithm", get_args(AlgorithmName))
def test_training_depends_on_the_settings_that_are_used_and_no_others(algorithm: str, behaviour: str) -> None:
    given = {**EVERYTHING, "algorithm": algorithm, "behaviour": behaviour}
    watched = Watched(used_settings(given))
    from_used = AgentSettings.from_settings(watched)
    assert watched.asked == set(watched)
    assert from_used == AgentSettings.from_settings(given)


def test_each_schedule_of_exploration_belongs_to_its_behaviour() -> None:
    def explored(behaviour: str) -> float:
        given = {**EVERYTHING, "algorithm": "sarsa", "behaviour": behaviour}
        return AgentSettings.from_settings(given).exploration.start

    assert [explored(behaviour) for behaviour in ("epsilon_greedy", "softmax", "ucb")] == [0.5, 2.0, 3.0]


def test_every_name_has_its_algorithm_and_its_behaviour() -> None:
    assert set(ALGORITHMS) == set(get_args(AlgorithmName)) >= set(KEYS_OF_ALGORITHMS)
    assert set(BEHAVIOURS) == set(get_args(BehaviourName)) == set(KEY_OF_BEHAVIOUR)
