"""The summary of a run, from made-up results."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import numpy as np
import pytest
from describe_environment import describe_environment
from summarize_runs import summarize_runs
from tabular.environments.settings import EnvironmentSettings
from tabular.results.episodes import TrainingHistory, write_history
from tabular.results.exact_solution import BestReturn, write_best_return
from tabular.results.returns import Outcome, writing_outcomes

if TYPE_CHECKING:
    from pathlib import Path

RETURNS = {0: [-150.0, -130.0], 1: [-120.0, -100.0]}
LEARNED = {0: -180.0, 1: -160.0}


def outcome(returns: list[float]) -> Outcome:
    episodes = len(returns)
    return Outcome(np.array(returns), np.ones(episodes, dtype=np.int32), np.ones(episodes, dtype=np.bool_))


def summary(tmp_path: Path, constant: dict[str, float], best: BestReturn | None = None) -> dict[str, str]:
    """Return the row of an experiment with these mean returns of constant actions."""
    settings = EnvironmentSettings("MountainCar-v0", bins=(5, 5))
    describe_environment(settings=settings, actions=["left", "none", "right"], axes=None, path=tmp_path / "e.json")
    for seed, returns in RETURNS.items():
        with writing_outcomes(
            tmp_path / f"{seed}.parquet", "snapshot", {"evaluation": {"episodes": len(returns)}}, seed
        ) as write:
            write(0, outcome([-200.0] * len(returns)))
            write(99, outcome(returns))
    with writing_outcomes(tmp_path / "baselines.parquet", "baseline", {"evaluation": {"episodes": 1}}) as write:
        for name, one in {"random": -199.0, **constant}.items():
            write(name, outcome([one]))
    experiment = {
        "seeds": 2,
        "episodes": 100,
        "algorithm": "sarsa",
        "references": {"best possible": -97.7},
        "differ": {"agent.discount": "0.9", "episodes": "100"},
    }
    for seed, last in LEARNED.items():
        history = TrainingHistory.before_training(np.zeros(100), np.zeros(100))
        history.returns[:] = -500.0
        history.returns[-10:] = last
        write_history(tmp_path / f"rewards-{seed}.parquet", history, {"episodes": 100}, seed)
    if best is not None:
        write_best_return(tmp_path / "best_return.json", best)
    summarize_runs(
        experiments={"mine": experiment},
        rewards=[tmp_path / f"rewards-{seed}.parquet" for seed in RETURNS],
        evaluations=[tmp_path / f"{seed}.parquet" for seed in RETURNS],
        baselines=[tmp_path / "baselines.parquet"],
        descriptions=[tmp_path / "e.json"],
        best_returns={} if best is None else {"mine": tmp_path / "best_return.json"},
        path=tmp_path / "summary.csv",
        page=tmp_path / "summary.html",
    )
    with (tmp_path / "summary.csv").open(newline="", encoding="utf-8") as file:
        (row,) = csv.DictReader(file)
    return row


def test_an_experiment_has_its_returns_beside_what_they_can_be_held_against(tmp_path: Path) -> None:
    row = summary(tmp_path, {"left": -200.0, "none": -180.0, "right": -190.0})
    assert float(row["greedy_return"]) == pytest.approx(-125.0), "the last snapshot's, over both seeds"
    assert -140.0 <= float(row["greedy_return_low"]) < -125.0 < float(row["greedy_return_high"]) <= -110.0
    name = "return_while_learning_last_tenth"
    assert float(row[name]) == pytest.approx(-170.0), "of 10 episodes of 100"
    assert -180.0 <= float(row[f"{name}_low"]) < -170.0 < float(row[f"{name}_high"]) <= -160.0
    assert (row["random_return"], row["best_constant_action"]) == ("-199.0", "none")
    assert (row["best_constant_action_return"], row["solved_from"]) == ("-180.0", "-110.0")
    assert row["references"] == "best possible: -97.7"
    assert row["settings"] == "agent.discount = 0.9; episodes = 100"


def test_exact_returns_are_references_and_win_over_one_of_the_same_name(tmp_path: Path) -> None:
    best = BestReturn("MountainCar-v0", 200, -90.5, -91.25, 0.9)
    assert summary(tmp_path, {"left": -200.0}, best)["references"] == (
        "best possible: -90.5; best found without a clock: -91.25"
    )


def test_of_actions_that_all_return_the_same_none_is_the_best(tmp_path: Path) -> None:
    row = summary(tmp_path, dict.fromkeys(["left", "none", "right"], -200.0))
    assert (row["best_constant_action"], row["best_constant_action_return"]) == ("", "-200.0")


def test_the_page_has_the_same_numbers_and_names_as_text(tmp_path: Path) -> None:
    summary(tmp_path, {"<b>left</b>": -200.0, "none": -201.0})
    page = (tmp_path / "summary.html").read_text(encoding="utf-8")
    for shown in ("mine", "MountainCar-v0", "sarsa, 100 episodes, 2 seeds", "−125.0 [−1", "−170.0 [−1", "−199", "−110"):
        assert shown in page
    assert "−200 (always &lt;b&gt;left&lt;/b&gt;)" in page
    assert "95 % bootstrap intervals" in page
