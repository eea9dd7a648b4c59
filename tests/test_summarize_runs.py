"""The summary of a run, from made-up results."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import numpy as np
import pytest
from describe_environment import describe_environment
from summarize_runs import summarize_runs
from tabular.environments import EnvironmentSettings
from tabular.evaluation import Outcome
from tabular.outcomes import writing_outcomes

if TYPE_CHECKING:
    from pathlib import Path

RETURNS = {0: [-150.0, -130.0], 1: [-120.0, -100.0]}


def outcome(returns: list[float]) -> Outcome:
    episodes = len(returns)
    return Outcome(np.array(returns), np.ones(episodes, dtype=np.int32), np.ones(episodes, dtype=np.bool_))


def test_an_experiment_has_its_greedy_return_beside_what_it_can_be_held_against(tmp_path: Path) -> None:
    settings = EnvironmentSettings("MountainCar-v0", bins=(5, 5))
    describe_environment(settings=settings, actions=["left", "none", "right"], axes=None, path=tmp_path / "e.json")
    for seed, returns in RETURNS.items():
        with writing_outcomes(tmp_path / f"{seed}.parquet", "snapshot", {}, seed) as write:
            write(0, outcome([-200.0, -200.0]))
            write(99, outcome(returns))
    with writing_outcomes(tmp_path / "baselines.parquet", "baseline", {}) as write:
        for name, one in {"random": [-199.0], "left": [-200.0], "none": [-180.0], "right": [-190.0]}.items():
            write(name, outcome(one))
    experiment = {
        "seeds": 2,
        "episodes": 100,
        "algorithm": "sarsa",
        "references": {"best possible": -97.7},
        "differ": {"agent.discount": 0.9, "episodes": 100},
    }
    summarize_runs(
        experiments={"mine": experiment},
        evaluations=[tmp_path / f"{seed}.parquet" for seed in RETURNS],
        baselines=[tmp_path / "baselines.parquet"],
        descriptions=[tmp_path / "e.json"],
        path=tmp_path / "summary.csv",
    )
    with (tmp_path / "summary.csv").open(newline="", encoding="utf-8") as file:
        (row,) = csv.DictReader(file)
    assert float(row["greedy_return"]) == pytest.approx(-125.0), "the last snapshot's, over both seeds"
    assert -140.0 <= float(row["greedy_return_low"]) < -125.0 < float(row["greedy_return_high"]) <= -110.0
    assert (row["random_return"], row["best_constant_action"]) == ("-199.0", "none")
    assert (row["best_constant_action_return"], row["solved_from"]) == ("-180.0", "-110.0")
    assert row["references"] == "best possible: -97.7"
    assert row["settings"] == "agent.discount = 0.9; episodes = 100"
