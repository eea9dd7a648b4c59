"""Comparisons, run by the workflow: what they end with, how they grow, and what a failed or killed training leaves."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import pandas as pd
import pyarrow.parquet as pq
import pytest

from tests.helpers.running import ROOT, dry_run, rules_to_run, snakemake, write_config

if TYPE_CHECKING:
    from pathlib import Path

SNAKEFILE = ("--snakefile", str(ROOT / "Snakefile"), "--cores", "2")

LAKE: dict[str, Any] = {
    "episodes": 30,
    "environment": {"id": "FrozenLake-v1", "time_limit": 20},
    "agent": {"initial_value": {"low": 0.0, "high": 1.0}},  # drawn, so that the seeds differ at once
    "snapshots": {"count": 3},
    "evaluation": {"episodes": 3},
}

EXPERIMENTS = {
    "lake": LAKE,
    "slower": LAKE | {"agent": {**LAKE["agent"], "learning_rate": 0.01}},
    "longer": LAKE | {"episodes": 50},
}

TARGET = "results/comparisons/lakes"


def write(folder: Path, *names: str, experiments: dict[str, Any] = EXPERIMENTS, **changes: Any) -> None:
    comparison = {"experiments": list(names or ("lake", "slower")), "seeds": 3, **changes}
    config: dict[str, object] = {"run": ["lake"], "experiments": experiments, "comparisons": {"lakes": comparison}}
    write_config(folder, config)


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Compare two experiments with three seeds."""
    folder = tmp_path_factory.mktemp("comparison")
    write(folder)
    snakemake(*SNAKEFILE, TARGET, cwd=folder)
    return folder


@pytest.fixture
def folder(finished: Path, tmp_path: Path) -> Path:
    """Give a copy of the finished comparison that a test may change."""
    return shutil.copytree(finished, tmp_path / "comparison")


def trainings_run(folder: Path) -> int:
    """Return how many trainings the last jobs had to run."""
    logs = (folder / "logs" / "train_compared" / "lakes").glob("*.log")
    return sum(int(log.read_text().split("trainings to run: ")[1].split(",")[0]) for log in logs)


def test_a_comparison_keeps_returns_and_makes_nothing_of_its_experiments_by_themselves(finished: Path) -> None:
    assert not [*(finished / "results").glob("*/seed-*")]
    assert trainings_run(finished) == 6
    rows = pq.read_table(finished / TARGET / "greedy_returns.parquet").to_pandas()
    assert rows.groupby(["experiment", "seed"])["episode"].apply(list).tolist() == [[0, 15, 29]] * 6
    scores = pd.read_csv(finished / TARGET / "scores.csv").set_index("experiment")
    last = rows[rows["episode"] == 29].groupby("experiment")["return"].mean()
    assert scores["greedy return"].to_dict() == pytest.approx(last.to_dict())
    assert "2 experiments with 3 seeds each" in (finished / TARGET / "comparison.md").read_text()


def test_a_finished_comparison_has_nothing_to_be_done(finished: Path) -> None:
    assert rules_to_run(dry_run(*SNAKEFILE, TARGET, cwd=finished)) == {}


@pytest.mark.parametrize(
    ("names", "changes", "new"),
    [
        pytest.param(("lake", "slower"), {"seeds": 4}, 2, marks=pytest.mark.thorough),
        pytest.param(("lake", "slower", "longer"), {}, 3, marks=pytest.mark.slow),
    ],
)
def test_a_comparison_that_grows_trains_what_is_new(
    folder: Path, names: tuple[str, ...], changes: dict[str, Any], new: int
) -> None:
    shutil.rmtree(folder / "logs")
    write(folder, *names, **changes)
    snakemake(*SNAKEFILE, f"{TARGET}/scores.csv", cwd=folder)
    assert trainings_run(folder) == new
    # The same as if it had been so from the beginning.
    grown = {path.name: path.read_bytes() for path in (folder / TARGET).glob("batch-*.parquet")}
    shutil.rmtree(folder / "results")
    snakemake(*SNAKEFILE, f"{TARGET}/scores.csv", cwd=folder)
    assert grown == {path.name: path.read_bytes() for path in (folder / TARGET).glob("batch-*.parquet")}


@pytest.mark.slow
def test_a_training_that_fails_ends_the_comparison_with_its_name_and_no_page(tmp_path: Path) -> None:
    # Accumulating traces with the largest step size grow without bounds.
    traces = {"algorithm": "sarsa_lambda", "traces": "accumulating", "trace_decay": 1.0, "discount": 1.0}
    wild = {**traces, "learning_rate": 1.0, "initial_value": {"low": 0.0, "high": 1e308}}
    write(tmp_path, "lake", "wild", experiments={**EXPERIMENTS, "wild": LAKE | {"agent": wild}})
    output = snakemake(*SNAKEFILE, TARGET, cwd=tmp_path, expect=1)
    assert "3 of 6 trainings failed, so nothing can be compared" in output
    assert "wild, seed 0: " in output
    assert not (tmp_path / TARGET / "comparison.md").exists()


@pytest.mark.slow
def test_a_comparison_that_is_killed_in_the_middle_goes_on_where_it_was(tmp_path: Path) -> None:
    whole, killed = tmp_path / "whole", tmp_path / "killed"
    for folder in (whole, killed):
        write(folder, seeds=40, batches=8)
    snakemake(*SNAKEFILE, TARGET, cwd=whole)
    command = [sys.executable, "-m", "snakemake", *SNAKEFILE, TARGET]
    with subprocess.Popen(command, cwd=killed, start_new_session=True, stderr=subprocess.DEVNULL) as process:
        while len(list((killed / TARGET).glob("batch-*.parquet"))) < 3:
            assert process.poll() is None, "it ended before it could be killed"
            time.sleep(0.05)
        os.killpg(process.pid, signal.SIGKILL)
    there = {path.name: path.stat().st_mtime_ns for path in (killed / TARGET).glob("batch-*.parquet")}
    snakemake(*SNAKEFILE, "--unlock", cwd=killed)
    snakemake(*SNAKEFILE, TARGET, cwd=killed)
    kept = {name for name, written in there.items() if (killed / TARGET / name).stat().st_mtime_ns == written}
    assert len(kept) >= 2, "batches that were finished are not run again"
    for path in (whole / TARGET).iterdir():
        assert path.read_bytes() == (killed / TARGET / path.name).read_bytes(), path.name
