"""A run of some ten seconds that has everything: training, figures, both videos, evaluation, comparison, pages."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.helpers.running import ROOT, write_config

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LAKE: dict[str, Any] = {
    "episodes": 30,
    "engine": "gymnasium",  # so that nothing has to be compiled
    "environment": {"id": "FrozenLake-v1", "arguments": {"is_slippery": False}},
    "agent": {"initial_value": 1.0},
    "snapshots": {"count": 3},
    "evaluation": {"episodes": 2, "snapshots": 2},
    "frames": {"size": [1000, 400], "snapshots_per_job": 2},
    "figures": {"dpi": 60, "trajectories": 1},
    "rollout": {"snapshots": 2, "max_steps": 20},
}

CONFIGURATION: dict[str, Any] = {
    "run": ["lake"],
    "experiments": {"lake": LAKE, "sarsa": LAKE | {"agent": {"algorithm": "sarsa"}}},
    "comparisons": {"both": {"experiments": ["lake", "sarsa"], "seeds": 2}},
}

TARGETS = (
    "results/summary.csv",
    "results/explorer.html",
    "results/comparisons/both/comparison.md",
    "results/lake/rewards.png",
    "results/lake/seed-0/qtable.mp4",
    "results/lake/seed-0/rollout.mp4",
)

FEW_TARGETS = (
    "results/lake/rewards.png",
    "results/lake/seed-0/evaluation.parquet",
    "results/lake/seed-0/qtable.mp4",
    "results/lake/seed-0/rollout.mp4",
)
"""What is enough where the surroundings of a run are strange: a figure, both videos, and all before them."""

MADE_BY_RUNS = {"results", "logs", ".snakemake"}

BENCHMARKS = ".benchmarks"
"""The folder in results/ whose files say how long jobs took: only their names are the same in each run."""


def new_folder(folder: Path) -> Path:
    """Make a folder with the configuration and nothing else."""
    write_config(folder, CONFIGURATION)
    return folder


def command(
    *arguments: str, snakefile: Path = ROOT / "Snakefile", cores: int = 2, python: str = sys.executable
) -> list[str]:
    """Return the command that runs the workflow."""
    return [python, "-m", "snakemake", "--snakefile", str(snakefile), "--cores", str(cores), *arguments]


def run(
    folder: Path,
    *arguments: str,
    expect: int | None = 0,
    environment: Mapping[str, str] | None = None,
    prefix: tuple[str, ...] = (),
    python: str = sys.executable,
) -> str:
    """Run a command in a folder; give what it printed.

    Args:
        folder: where.
        arguments: of Snakemake.
        expect: the exit code that it must have; None: any.
        environment: all of its environment variables; None: those of this process.
        prefix: a program, with its arguments, that starts the command.
        python: what runs Snakemake.
    """
    done = subprocess.run(
        [*prefix, *command(*arguments, python=python)],
        cwd=folder,
        env=dict(os.environ if environment is None else environment),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    text = done.stdout.decode("utf-8", errors="replace")
    assert expect is None or done.returncode == expect, text
    return text


@contextmanager
def started(folder: Path, *arguments: str) -> Iterator[tuple[subprocess.Popen[bytes], Path]]:
    """Give a run that goes on in a process group of its own, and the file beside its folder that it prints to."""
    printed = folder.with_suffix(".printed")
    with (
        printed.open("wb") as output,
        subprocess.Popen(
            command(*arguments), cwd=folder, stdout=output, stderr=subprocess.STDOUT, start_new_session=True
        ) as process,
    ):
        try:
            yield process, printed
        finally:
            process.kill()


def jobs_done(printed: str) -> int:
    """Return how many jobs a run has said to be done."""
    return len(re.findall(r"^\d\d:\d\d:\d\d +\d+/\d+  ", printed, flags=re.MULTILINE))


def contents(folder: Path) -> dict[str, bytes]:
    """Return all files in results/, by path; of benchmarks the names."""
    results = folder / "results"
    files = [path for path in sorted(results.rglob("*")) if not path.is_dir()]
    return {
        str(path.relative_to(results)): b"" if BENCHMARKS in path.relative_to(results).parts else path.read_bytes()
        for path in files
    }


def assert_same(folder: Path, reference: Mapping[str, bytes]) -> None:
    """Require the reference's files, byte for byte, and nothing else anywhere."""
    found = contents(folder)
    assert sorted(found.keys() - reference.keys()) == [], "files too many"
    assert sorted(reference.keys() - found.keys()) == [], "files too few"
    assert [name for name in reference if found[name] != reference[name]] == [], "files with other bytes"
    assert {path.name for path in folder.iterdir()} - MADE_BY_RUNS == {"config.yaml"}, "nothing else is written"
    assert not leftovers(folder)


def leftovers(folder: Path) -> list[str]:
    """Return what should be gone after a run: temporary files, locks, and marks of unfinished jobs."""
    marks = [path for place in ("locks", "incomplete") for path in (folder / ".snakemake" / place).glob("*")]
    return [str(path.relative_to(folder)) for path in [*folder.rglob("*partial*"), *marks]]


def go_on(folder: Path, *arguments: str) -> bool:
    """Run the same command again, after `--unlock` where Snakemake asks for it; tell whether it did."""
    printed = run(folder, *arguments, expect=None)
    asked = "--unlock" in printed
    if asked:
        run(folder, *arguments, "--unlock")
    run(folder, *arguments)
    return asked


def copied(folder: Path, to: Path) -> Path:
    """Copy a folder with all dates, by which Snakemake decides what is up to date."""
    return Path(shutil.copytree(folder, to, symlinks=True))
