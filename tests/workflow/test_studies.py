"""Studies, run by the workflow: what they end with, how they grow, experiments with the settings of the best trial."""

from __future__ import annotations

import json
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
from terminal.ending import number

from tests.helpers.running import ROOT, dry_run, rules_to_run, snakemake, write_config

if TYPE_CHECKING:
    from pathlib import Path

SNAKEFILE = ("--snakefile", str(ROOT / "Snakefile"), "--cores", "2")

RATE = "agent.learning_rate"

LAKE: dict[str, Any] = {
    "episodes": 30,
    "environment": {"id": "FrozenLake-v1", "time_limit": 20},
    "agent": {"initial_value": {"low": 0.0, "high": 1.0}},  # drawn, so that the seeds differ at once
    "snapshots": {"count": 2},
    "evaluation": {"episodes": 3},
}


def write(folder: Path, **changes: Any) -> None:
    study = {"base": "lake", "vary": {RATE: [0.1, 0.5, 0.9]}, "seeds": 3, "batches": 2, "confirm": {"seeds": 2}}
    experiments = {"lake": LAKE, "best": {"from_study": "rates", "seeds": 1}}
    config: dict[str, object] = {
        "run": ["lake"],
        "experiments": experiments,
        "studies": {"rates": {**study, **changes}},
    }
    write_config(folder, config)


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Run a study of three step sizes with three seeds."""
    folder = tmp_path_factory.mktemp("study")
    write(folder)
    output = snakemake(*SNAKEFILE, "results/studies/rates", cwd=folder)
    best = json.loads((results(folder) / "best.json").read_text())
    assert (
        f"rates: the best trial scores {number(best['score'])} over 3 seeds: {RATE} {best['assignment'][RATE]}"
        in output
    )
    assert "Look first at results/studies/rates/study.md" in output
    return folder


@pytest.fixture
def folder(finished: Path, tmp_path: Path) -> Path:
    """Give a copy of the finished study that a test may change."""
    return shutil.copytree(finished, tmp_path / "study")


def results(folder: Path) -> Path:
    return folder / "results" / "studies" / "rates"


def scores(folder: Path) -> dict[tuple[str, int], float]:
    table = pq.read_table(results(folder) / "scores.parquet").to_pylist()
    return {(row["trial"], row["seed"]): row["score"] for row in table}


def trainings_run(folder: Path) -> int:
    """Return how many trainings the last jobs had to run."""
    logs = (folder / "logs" / "run_trials" / "rates").glob("*.log")
    return sum(int(log.read_text().split("trainings to run: ")[1].split(",")[0]) for log in logs)


def test_a_study_ends_with_a_page_its_best_trial_and_new_seeds_for_it(finished: Path) -> None:
    assert len(scores(finished)) == 9
    assert trainings_run(finished) == 9
    ranking = pd.read_csv(results(finished) / "ranking.csv")
    means = pd.Series(scores(finished)).groupby(level=0).mean()
    assert ranking["score"].tolist() == pytest.approx(sorted(means, reverse=True))
    best = json.loads((results(finished) / "best.json").read_text())
    assert best["trial"] == means.idxmax()
    confirmation = pq.read_table(results(finished) / "confirmation.parquet").to_pydict()
    assert confirmation["seed"] == [3, 4]
    page = (results(finished) / "study.md").read_text()
    assert f"`{RATE}: {best['assignment'][RATE]}`" in page
    assert "With 2 seeds that had no say in choosing it" in page
    assert (results(finished) / "sensitivity.png").stat().st_size > 5000


def test_a_finished_study_has_nothing_to_be_done(finished: Path) -> None:
    assert rules_to_run(dry_run(*SNAKEFILE, "results/studies/rates", cwd=finished)) == {}


@pytest.mark.parametrize(
    ("changes", "new"),
    [
        pytest.param({"vary": {RATE: [0.1, 0.3, 0.5, 0.9]}}, 3, marks=pytest.mark.thorough),
        pytest.param({"seeds": 4}, 3, marks=pytest.mark.slow),
        pytest.param({"seeds": 2}, 0, marks=pytest.mark.slow),
    ],
)
def test_a_study_that_grows_trains_what_is_new_and_keeps_the_rest(
    folder: Path, changes: dict[str, Any], new: int
) -> None:
    before = scores(folder)
    shutil.rmtree(folder / "logs")
    write(folder, **changes)
    snakemake(*SNAKEFILE, "results/studies/rates/scores.parquet", cwd=folder)
    after = scores(folder)
    assert trainings_run(folder) == new
    if new:
        assert before.items() < after.items()
        assert len(after) == len(before) + new
    else:
        assert after == {key: score for key, score in before.items() if key[1] < 2}
    # The same as if it had been so from the beginning.
    grown = {path.name: path.read_bytes() for path in (results(folder) / "rung-0").iterdir()}
    shutil.rmtree(folder / "results")
    snakemake(*SNAKEFILE, "results/studies/rates/scores.parquet", cwd=folder)
    assert grown == {path.name: path.read_bytes() for path in (results(folder) / "rung-0").iterdir()}


@pytest.mark.thorough
def test_halving_trains_the_best_third_with_more_seeds(tmp_path: Path) -> None:
    rates = {"from": 0.1, "to": 0.9, "points": 9}
    write(tmp_path, method="halving", rungs=[2, 5], vary={RATE: rates}, seeds=None, confirm=None)
    config = (tmp_path / "config.yaml").read_text().replace("    seeds: null\n", "")
    (tmp_path / "config.yaml").write_text(config)
    snakemake(*SNAKEFILE, "results/studies/rates", cwd=tmp_path)
    found = pd.Series(scores(tmp_path))
    first = found[found.index.get_level_values(1) < 2].groupby(level=0).mean()
    survivors = set(first.sort_values(ascending=False).index[:3])
    assert {trial for trial, seed in found.index if seed >= 2} == survivors
    assert len(found) == 9 * 2 + 3 * 3
    assert json.loads((results(tmp_path) / "best.json").read_text())["trial"] in survivors


def test_an_experiment_from_a_study_is_built_once_the_study_is_done(folder: Path) -> None:
    rate = json.loads((results(folder) / "best.json").read_text())["assignment"][RATE]
    target = "results/best/seed-0/rewards.parquet"
    snakemake(*SNAKEFILE, target, cwd=folder)
    settings = json.loads(pq.read_schema(folder / target).metadata[b"settings"])
    assert settings["agent"]["learning_rate"] == {"schedule": "constant", "start": rate}
    shutil.rmtree(results(folder))
    said = "best has its settings from the study rates, which has no best trial yet"
    for wanted in (target, "results/best"):
        assert said in snakemake(*SNAKEFILE, wanted, cwd=folder, expect=1)


def run_of(*names: str) -> tuple[str, ...]:
    return (*SNAKEFILE, "--config", f"run=[{', '.join(names)}]", "comparisons={pair: {experiments: [lake, best]}}")


def test_plain_snakemake_builds_the_studies_and_comparisons_that_run_names(finished: Path) -> None:
    explorer = {"write_explorer_page": 1}
    assert rules_to_run(dry_run(*run_of("studies/rates"), cwd=finished)) == explorer
    compared = {"compare_experiments": 1, "plot_comparison": 1, "write_comparison_page": 1}
    assert rules_to_run(dry_run(*run_of("comparisons/pair"), cwd=finished)) == {
        "train_compared": 2, "solve": 1, **compared, **explorer,
    }  # fmt: skip


@pytest.mark.thorough
def test_the_explorer_shows_a_study_alone_and_there_is_nothing_to_summarize(finished: Path) -> None:
    output = snakemake(*run_of("studies/rates"), cwd=finished)
    assert "Look first at results/explorer.html" in output
    page = (finished / "results" / "explorer.html").read_text(encoding="utf-8")
    assert f'"question":"Which values of {RATE} give lake the largest' in page
    assert not (finished / "results" / "summary.csv").exists()
    assert rules_to_run(dry_run(*run_of("studies/rates"), cwd=finished)) == {}
    said = snakemake("results/summary.csv", *run_of("studies/rates"), cwd=finished, expect=1)
    assert "`run` has no experiment to summarize" in said


@pytest.mark.slow
def test_plain_snakemake_runs_the_study_that_an_experiment_waits_for(tmp_path: Path) -> None:
    write(tmp_path)
    arguments = (*SNAKEFILE, "--config", "run=[best]")
    output = snakemake(*arguments, cwd=tmp_path)
    assert "best has its settings from the study rates, which is run first" in output
    assert "best has the settings of this trial: run the same command again, which builds it with them" in output
    assert (tmp_path / "results" / "explorer.html").exists()
    assert (results(tmp_path) / "best.json").exists()
    assert not (tmp_path / "results" / "best").exists()
    assert "run the same command again" not in snakemake(*arguments, cwd=tmp_path)
    assert (tmp_path / "results" / "best" / "seed-0" / "rewards.parquet").exists()


def test_a_wrong_trial_is_refused_before_anything_runs(tmp_path: Path) -> None:
    write(tmp_path, vary={"environment.bins": [[3, 3]], RATE: [0.1]})
    output = snakemake(*SNAKEFILE, "results/studies/rates", cwd=tmp_path, expect=1)
    assert "studies.rates.vary: with environment.bins [3, 3]" in output
    assert not (tmp_path / "results" / "studies").exists()


@pytest.mark.slow
def test_a_study_that_is_killed_in_the_middle_goes_on_where_it_was(tmp_path: Path) -> None:
    whole, killed = tmp_path / "whole", tmp_path / "killed"
    many = {"vary": {RATE: {"from": 0.1, "to": 0.9, "points": 40}}, "seeds": 5, "batches": 8}
    target = "results/studies/rates/scores.parquet"
    for folder in (whole, killed):
        write(folder, **many)
    snakemake(*SNAKEFILE, target, cwd=whole)

    command = [sys.executable, "-m", "snakemake", *SNAKEFILE, target]
    with subprocess.Popen(command, cwd=killed, start_new_session=True, stderr=subprocess.DEVNULL) as process:
        batches = results(killed) / "rung-0"
        while len(list(batches.glob("batch-*.parquet"))) < 3:
            assert process.poll() is None, "it ended before it could be killed"
            time.sleep(0.05)
        os.killpg(process.pid, signal.SIGKILL)
    there = {path.name: path.stat().st_mtime_ns for path in batches.glob("batch-*.parquet")}
    snakemake(*SNAKEFILE, "--unlock", cwd=killed)
    snakemake(*SNAKEFILE, target, cwd=killed)
    kept = {name for name, written in there.items() if (batches / name).stat().st_mtime_ns == written}
    assert len(kept) >= 2, "batches that were finished are not run again"
    for file in ("scores.parquet", *(f"rung-0/{path.name}" for path in (results(whole) / "rung-0").iterdir())):
        assert (results(whole) / file).read_bytes() == (results(killed) / file).read_bytes()
