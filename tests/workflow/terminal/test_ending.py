"""The last lines of a run."""

from __future__ import annotations

from pathlib import Path

import pytest
from configuration.run import Taken
from tabular.results.best_trial import BestTrial, write_best
from terminal.ending import success
from terminal.run_record import RunningJob

RATE = "agent.learning_rate"


def job(rule: str, output: str, **wildcards: str) -> RunningJob:
    return RunningJob(name=rule, rule=rule, wildcards=wildcards, output=[output], log=None)


@pytest.mark.parametrize(("assignment", "is_said"), [(None, True), ({RATE: 0.1}, True), ({RATE: 0.5}, False)])
def test_who_takes_settings_from_a_study_is_built_with_them_by_the_next_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, assignment: dict[str, float] | None, *, is_said: bool
) -> None:
    monkeypatch.chdir(tmp_path)
    file = Path("results/studies/rates/best.json")
    write_best(file, BestTrial("b" * 16, -1.5, 3, {RATE: 0.5}, {}))
    taking = {"best": Taken("rates", assignment), "unlike": Taken("other", None)}
    lines = success([job("keep_best_trial", str(file), study="rates")], 1.0, {}, taking)
    assert f"  rates: the best trial scores −1.5 over 3 seeds: {RATE} 0.5" in lines
    again = "  best has the settings of this trial: run the same command again, which builds it with them"
    assert (again in lines) == is_said
    assert not any("unlike" in line for line in lines)


def test_a_comparison_is_named_with_its_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    page = "results/comparisons/cars/comparison.md"
    lines = success([job("write_comparison_page", page, comparison="cars")], 1.0, {}, {})
    assert f"  cars compares its experiments in {page}" in lines
