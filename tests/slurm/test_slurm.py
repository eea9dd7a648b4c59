"""A run on a cluster gives the same bytes as one without, whatever happens to its jobs."""

from __future__ import annotations

import signal
import time
from typing import TYPE_CHECKING

import pytest

from tests.faults.small_run import assert_same
from tests.slurm.runs import COMPARISON, PATIENCE, SEEDS, TARGETS, new_folder, run_on, started_on, submitted
from tests.slurm.single_node import wait_until

if TYPE_CHECKING:
    from pathlib import Path

    from tests.slurm.single_node import Slurm

pytestmark = [pytest.mark.slow, pytest.mark.timeout(4000)]

ENDINGS = {".npy", ".parquet", ".csv", ".png", ".svg", ".mp4", ".html"}


def test_few_jobs_of_the_cluster_make_the_same_bytes(
    slurm: Slurm, tmp_path: Path, everything: dict[str, bytes]
) -> None:
    folder = new_folder(tmp_path / "run")
    printed = run_on(slurm, folder, *TARGETS)
    assert_same(folder, everything)
    assert {name[name.rfind(".") :] for name in everything} >= ENDINGS
    assert len(submitted(printed)) == 4 + 2 + 1 + 2 + 1, (
        "the seeds, the pictures of each experiment, the pages; two batches of the comparison; "
        "of the study its list of trials, two batches, and its results"
    )


def test_a_job_that_is_cancelled_is_named_and_the_same_command_goes_on(
    slurm: Slurm, tmp_path: Path, seeds: dict[str, bytes]
) -> None:
    folder = new_folder(tmp_path / "run")
    with started_on(slurm, folder, *SEEDS) as (run, said):
        wait_until(lambda: any(folder.glob("results/*/seed-*/rewards.parquet")), PATIENCE)
        (number,) = slurm.jobs()
        slurm.ask("scancel", number)
        assert run.wait(PATIENCE) == 1
    printed = said.read_text(encoding="utf-8")
    assert "FAILED: a job of the cluster, which was 8 jobs of this run" in printed
    assert f"/{number}.log" in printed
    assert "Failed: " in printed
    assert "0 of 8 jobs done, and kept; once this is mended, the same command does the rest." in printed
    assert "Traceback" not in printed
    run_on(slurm, folder, *SEEDS)
    assert_same(folder, seeds)


def test_while_the_node_is_drained_jobs_wait_and_then_the_run_ends_well(
    slurm: Slurm, tmp_path: Path, comparison: dict[str, bytes]
) -> None:
    folder = new_folder(tmp_path / "run")
    with started_on(slurm, folder, COMPARISON) as (run, said):
        with slurm.drained():
            wait_until(lambda: [*slurm.jobs().values()] == ["PENDING", "PENDING"], PATIENCE)
            time.sleep(5)
            assert run.poll() is None
            assert not [*folder.glob("results/*")]
        assert run.wait(PATIENCE) == 0, said.read_text(encoding="utf-8")
    assert_same(folder, comparison)


@pytest.mark.usefixtures("ctrl_c_is_heard")
def test_ctrl_c_takes_back_the_jobs_of_the_cluster(slurm: Slurm, tmp_path: Path) -> None:
    folder = new_folder(tmp_path / "run")
    with slurm.drained(), started_on(slurm, folder, COMPARISON) as (run, said):
        wait_until(lambda: len(slurm.jobs()) == 2, PATIENCE)
        run.send_signal(signal.SIGINT)
        assert run.wait(PATIENCE) == 1
    assert slurm.jobs() == {}
    assert said.read_text(encoding="utf-8").count("Interrupted: 0 of 5 jobs done, and kept") == 1
