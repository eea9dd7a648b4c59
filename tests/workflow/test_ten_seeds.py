"""Ten seeds in one job: the same files as in ten jobs, and no seed trained twice because another was added."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
import pytest
import yaml

from tests.helpers.running import copy_project, dry_run, rules_to_run, snakemake

if TYPE_CHECKING:
    from pathlib import Path

SETTINGS: dict[str, Any] = {
    "seeds": 10,
    "seeds_per_job": 10,
    "episodes": 5,
    "engine": "gymnasium",  # so that nothing has to be compiled
    "environment": {"id": "FrozenLake-v1"},
    "agent": {"initial_value": {"low": -2.0, "high": 0.0}},  # drawn, so that each seed's tables are its own
    "snapshots": {"count": 2},
    "evaluation": {"episodes": 2},
}


def write(folder: Path, **changes: Any) -> None:
    config = yaml.safe_load((folder / "config.yaml").read_text(encoding="utf-8"))
    config |= {"run": ["lake"], "experiments": {"lake": SETTINGS | changes}, "comparisons": {}}
    (folder / "config.yaml").write_text(yaml.safe_dump(config, sort_keys=False), encoding="utf-8")


def jobs(folder: Path, seeds: int) -> dict[str, int]:
    files = [f"results/lake/seed-{seed}/evaluation.parquet" for seed in range(seeds)]
    return rules_to_run(dry_run("--cores", "2", *files, cwd=folder))


def contents(results: Path) -> dict[str, bytes]:
    files = [path for path in sorted(results.glob("[!.]*/*/**/[!.]*")) if path.is_file()]
    return {str(path.relative_to(results)): path.read_bytes() for path in files}


@pytest.fixture(scope="module")
def ten(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Train and evaluate ten seeds, in one job each."""
    folder = copy_project(tmp_path_factory.mktemp("ten") / "project")
    write(folder)
    assert jobs(folder, 10) == {"train_ten": 1, "evaluate_ten": 1}
    snakemake("--cores", "2", "results/lake/seed-4/evaluation.parquet", cwd=folder)
    return folder


@pytest.fixture
def project(ten: Path, tmp_path: Path) -> Path:
    """Give a copy of the ten seeds that a test may change."""
    return shutil.copytree(ten, tmp_path / "project")


def test_the_files_are_those_of_ten_jobs(ten: Path, tmp_path: Path) -> None:
    alone = copy_project(tmp_path / "alone")
    write(alone, seeds_per_job=1)
    files = [f"results/lake/seed-{seed}/evaluation.parquet" for seed in (0, 3, 9)]
    snakemake("--cores", "2", *files, cwd=alone)
    together = contents(ten / "results")
    assert len(together) == 10 * (2 + 4 + 1)
    for name, content in contents(alone / "results").items():
        assert together[name] == content, name


def test_each_of_the_ten_is_trained_from_its_own_seed(ten: Path) -> None:
    rewards = [ten / "results" / "lake" / f"seed-{seed}" / "rewards.parquet" for seed in range(10)]
    assert [pq.read_schema(path).metadata[b"seed"] for path in rewards] == [str(seed).encode() for seed in range(10)]
    tables = {(path.parent / "qtables" / "0.npy").read_bytes() for path in rewards}
    assert len(tables) == 10


def test_the_log_says_which_seed_it_is_about(ten: Path) -> None:
    for rule in ("train_ten", "evaluate_ten"):
        log = (ten / "logs" / rule / "lake" / "seeds-0-to-9.log").read_text()
        assert [line for line in log.splitlines() if line.startswith("seed: ")] == [f"seed: {s}" for s in range(10)]


@pytest.mark.parametrize(
    ("seeds", "more"),
    [
        (11, {"train": 1, "evaluate": 1}),
        (20, {"train_ten": 1, "evaluate_ten": 1}),
        (21, {"train_ten": 1, "evaluate_ten": 1, "train": 1, "evaluate": 1}),
    ],
)
def test_seeds_that_are_added_train_only_themselves(project: Path, seeds: int, more: dict[str, int]) -> None:
    write(project, seeds=seeds)
    assert jobs(project, seeds) == more


@pytest.mark.thorough
def test_a_seed_that_completes_ten_trains_only_itself_and_stays(project: Path) -> None:
    before = contents(project / "results")
    shutil.rmtree(project / "results" / "lake" / "seed-9")
    write(project, seeds=9)
    assert jobs(project, 9) == {"evaluate": 9}, "nine are nine jobs"
    write(project)
    assert jobs(project, 10) == {"train": 1, "evaluate_ten": 1}
    snakemake("--cores", "2", "results/lake/seed-9/evaluation.parquet", cwd=project)
    assert contents(project / "results") == before
    assert jobs(project, 10) == {}, "whichever job made them"


def test_how_many_seeds_a_job_has_trains_nothing(project: Path) -> None:
    write(project, seeds_per_job=1)
    assert jobs(project, 10) == {"evaluate": 10}


def test_another_setting_trains_all_ten(project: Path) -> None:
    write(project, episodes=6)
    assert jobs(project, 10) == {"train_ten": 1, "evaluate_ten": 1}
