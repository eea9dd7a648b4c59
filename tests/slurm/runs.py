"""Runs of two small experiments, their comparison and a study, on this machine or on the cluster."""

from __future__ import annotations

import re
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from tests.faults.small_run import run
from tests.helpers.running import ROOT, write_config

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.slurm.single_node import Slurm

CAR: dict[str, Any] = {
    "seeds": 2,
    "episodes": 20,
    "engine": "gymnasium",  # so that nothing has to be compiled
    "snapshots": {"count": 3},
    "evaluation": {"episodes": 2, "snapshots": 2},
    "frames": {"size": [1000, 400]},
    "figures": {"dpi": 60, "trajectories": 1},
}

CONFIGURATION: dict[str, Any] = {
    "run": ["car", "sarsa"],
    # Jobs with several engines are in one group.
    "experiments": {"car": CAR, "sarsa": CAR | {"engine": "auto", "agent": {"algorithm": "sarsa"}}},
    "comparisons": {"both": {"experiments": ["car", "sarsa"], "seeds": 4}},
    "studies": {
        "rates": {
            "base": "car",
            "vary": {"agent.learning_rate": [0.1, 0.5], "agent.algorithm": ["q_learning", "sarsa"]},
            "seeds": 2,
            "batches": 2,
            "confirm": {"seeds": 2},
        }
    },
}

SEEDS = tuple(f"results/{name}/seed-{seed}/evaluation.parquet" for name in ("car", "sarsa") for seed in range(2))

COMPARISON = "results/comparisons/both/comparison.md"

TARGETS = (
    *SEEDS,
    COMPARISON,
    "results/studies/rates",
    "results/summary.csv",
    "results/explorer.html",
    "results/car/rewards.png",
    "results/car/seed-0/qtable.mp4",
)

WAITING = ("--slurm-init-seconds-before-status-checks", "1", "--latency-wait", "5")
"""Shorter waiting times than a cluster needs."""

CORES = "2"
"""Of each of the cluster's jobs: its node may have no more."""

PATIENCE = 1500.0
"""Seconds that a run takes at most."""


def new_folder(folder: Path) -> Path:
    """Make a folder with the configuration and nothing else."""
    write_config(folder, CONFIGURATION)
    return folder


def run_here(folder: Path, *targets: str) -> None:
    """Make files without a cluster."""
    run(folder, *targets)


def on_cluster(*targets: str) -> list[str]:
    """Return the command that makes files on the cluster."""
    profile = ["--profile", str(ROOT / "profiles" / "slurm"), "--slurm-status-command", "squeue"]
    snakemake = [sys.executable, "-m", "snakemake", "--snakefile", str(ROOT / "Snakefile")]
    return [*snakemake, *profile, "--cores", CORES, *WAITING, *targets]


def run_on(slurm: Slurm, folder: Path, *targets: str) -> str:
    """Make files on the cluster; give what is printed."""
    with started_on(slurm, folder, *targets) as (process, printed):
        assert process.wait(PATIENCE) == 0, printed.read_text(encoding="utf-8")
    return printed.read_text(encoding="utf-8")


@contextmanager
def started_on(slurm: Slurm, folder: Path, *targets: str) -> Iterator[tuple[subprocess.Popen[bytes], Path]]:
    """Give a run on the cluster that goes on, and the file beside its folder that it prints to."""
    printed = folder.with_suffix(".printed")
    with (
        printed.open("wb") as output,
        subprocess.Popen(
            on_cluster(*targets), cwd=folder, env=dict(slurm.environment), stdout=output, stderr=subprocess.STDOUT
        ) as process,
    ):
        try:
            yield process, printed
        finally:
            process.kill()


def submitted(printed: str) -> list[str]:
    """Return the numbers of the jobs that a run has given to the cluster."""
    return re.findall(r"has been submitted with SLURM jobid (\d+)", printed)
