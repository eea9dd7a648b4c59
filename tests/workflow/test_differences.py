"""In which settings experiments differ."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import configuration
import yaml
from configuration.differences import differing

CONFIG = yaml.safe_load((Path(__file__).parents[2] / "config.yaml").read_text(encoding="utf-8"))


def experiments(**overrides: dict[str, Any]) -> list[dict[str, Any]]:
    config = {**copy.deepcopy(CONFIG), "experiments": overrides, "run": list(overrides), "comparisons": {}}
    return list(configuration.load(config, make_environments=False).experiments.values())


def test_only_what_is_learned_from_and_differs_is_named() -> None:
    found = experiments(
        plain={},
        patient={"agent": {"discount": 1.0}, "seeds": 3, "engine": "gymnasium", "video": {"fps": 5}},
        renamed={"environment": {"actions": ["a", "b", "c"]}, "snapshots": {"count": 3}},
    )
    assert differing(found) == [{"agent.discount": 0.99}, {"agent.discount": 1.0}, {"agent.discount": 0.99}]


def test_settings_that_an_algorithm_does_not_use_are_none_of_its_settings() -> None:
    textbook = {"at_termination": "target", "algorithm": "sarsa_lambda"}
    found = experiments(one_step={"agent": {"at_termination": "target"}}, traces={"agent": textbook})
    assert differing(found) == [
        {"agent.algorithm": "q_learning", "agent.trace_decay": None, "agent.traces": None},
        {"agent.algorithm": "sarsa_lambda", "agent.trace_decay": 0.9, "agent.traces": "replacing"},
    ]


def test_schedules_of_another_kind_differ_in_what_they_are_made_of() -> None:
    constant = {"agent": {"epsilon": {"schedule": "constant", "start": 0.1}}}
    linear, other = differing(experiments(linear={}, constant=constant))
    assert linear["agent.epsilon.schedule"] == "linear"
    assert other["agent.epsilon.schedule"] == "constant"
    assert (linear["agent.epsilon.end"], other["agent.epsilon.end"]) == (0.0, None)


def test_the_same_settings_differ_in_nothing() -> None:
    assert differing(experiments(one={}, other={})) == [{}, {}]
