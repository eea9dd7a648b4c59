"""What the rule of Example 8.4 takes from the library's experiment."""

from __future__ import annotations

from typing import Any

import pytest
from planning.code import JobCode
from planning.settings import JobSettings
from planning.updates import BASE, JobUpdates

from tests.helpers.configurations import load
from tests.helpers.running import ROOT


def updates_of(changes: dict[str, Any]) -> JobUpdates:
    jobs = JobSettings(load(changes), pytest.fail)
    return JobUpdates(jobs, JobCode(jobs, ROOT / "scripts"), cores=3)


def test_the_agents_differ_in_their_algorithm_and_what_only_it_uses() -> None:
    agents = updates_of({}).agents(None)
    swept = agents["prioritized_sweeping"]
    assert swept.pop("priority_threshold") == 0.0001
    assert swept.pop("algorithm") == "prioritized_sweeping"
    assert agents["dyna_q"] == {**swept, "algorithm": "dyna_q"}
    assert swept["planning_steps"] == 5


def test_an_edit_of_the_experiment_reaches_the_job() -> None:
    changed = updates_of({f"experiments.{BASE}.agent.planning_steps": 7, f"experiments.{BASE}.engine": "gymnasium"})
    assert {agent["planning_steps"] for agent in changed.agents(None).values()} == {7}
    assert changed.engine(None) != updates_of({}).engine(None)


def test_the_code_is_that_of_both_algorithms() -> None:
    files = " ".join(updates_of({}).training_code(None))
    for name in ("count_updates", "algorithms/dyna_q", "algorithms/prioritized_sweeping", "sutton_barto/dyna_maze"):
        assert f"{name}.py" in files
