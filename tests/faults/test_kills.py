"""A run is killed at some moment; the same command then ends in the same bytes, and nothing is left over."""

from __future__ import annotations

import os
import random
import signal
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import psutil
import pytest

from tests.faults.reliability_table import note
from tests.faults.small_run import TARGETS, assert_same, go_on, jobs_done, new_folder, started

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    from tests.faults.conftest import Record

pytestmark = pytest.mark.slow

SIGNALS = (signal.SIGKILL, signal.SIGTERM, signal.SIGINT)
VICTIMS = ("all processes", "Snakemake alone", "a job")
EACH = 3
"""Kills with each signal of each victim."""

JOBS = 17
"""Jobs of the whole run."""

PATIENCE = 120.0
"""Seconds within which what a test waits for happens."""

STARTING = 3.0
"""Seconds that pass, about, before the first job is done."""

BETWEEN = 0.8
"""Seconds that pass, about, between the ends of two jobs."""


@dataclass(frozen=True)
class Kill:
    """One kill.

    Attributes:
        signal: what is sent.
        victim: who gets it.
        done: so many jobs are done before.
        wait: seconds after the last of them, or after the start of the run.
    """

    signal: signal.Signals
    victim: str
    done: int
    wait: float

    def __str__(self) -> str:
        """Return the test's name."""
        return f"{self.signal.name} to {self.victim} {self.wait:.2f} s after {self.done} jobs"


def drawn_kills() -> list[Kill]:
    """Return kills at random moments, spread over the whole run."""
    generator = random.Random(15)  # noqa: S311 (nothing secret)
    kinds = [(number, victim) for number in SIGNALS for victim in VICTIMS] * EACH
    generator.shuffle(kinds)
    kills = []
    for place, (number, victim) in enumerate(kinds):
        done = int(JOBS * (place + generator.random()) / len(kinds))
        # A job is there to be hit only after Snakemake has started one, which the test waits for.
        kills.append(Kill(number, victim, done, generator.uniform(0, BETWEEN if done else STARTING)))
    return kills


def wait_until(happened: Callable[[], bool], process: subprocess.Popen[bytes]) -> None:
    """Wait for something that happens while a process runs."""
    end = time.monotonic() + PATIENCE
    while not happened():
        assert process.poll() is None, "the run ended before it could be killed"
        assert time.monotonic() < end
        time.sleep(0.002)


def jobs_of(run: subprocess.Popen[bytes]) -> list[psutil.Process]:
    """Return the processes in which the scripts of a run's jobs run."""
    jobs = []
    for process in psutil.Process(run.pid).children(recursive=True):
        try:
            words = process.cmdline()
        except psutil.Error:
            continue
        if len(words) > 1 and "python" in words[0] and words[-1].endswith(".py"):
            jobs.append(process)
    return jobs


def kill(run: subprocess.Popen[bytes], number: signal.Signals, victim: str) -> None:
    """Send a signal."""
    if victim == "all processes":
        os.killpg(run.pid, number)
    elif victim == "Snakemake alone":
        run.send_signal(number)
    else:
        wait_until(lambda: bool(jobs_of(run)), run)
        jobs_of(run)[0].send_signal(number)


def ended(group: int) -> bool:
    """Tell whether no process of a group is left."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return True
    return False


def goes_on(folder: Path, run: subprocess.Popen[bytes], reference: dict[str, bytes]) -> bool:
    """Require that the same command ends in the reference's files; tell whether it took `--unlock`.

    Jobs of a killed Snakemake may still run at its beginning, and write the same files.
    """
    asked = go_on(folder, *TARGETS)
    end = time.monotonic() + PATIENCE
    while not ended(run.pid):
        assert time.monotonic() < end, "a job of the killed run goes on for ever"
        time.sleep(0.1)
    assert_same(folder, reference)
    return asked


def outcome_of(number: signal.Signals, victim: str) -> str:
    """Return what the table says of a kill."""
    if number == signal.SIGINT and victim == "a job":
        return "nothing: jobs leave Ctrl-C to Snakemake; the run ends in the same bytes"
    if number == signal.SIGKILL and victim != "a job":
        return "after `--unlock`, where Snakemake asks for it, the same command ends in the same bytes"
    return "the same command ends in the same bytes"


@pytest.mark.usefixtures("ctrl_c_is_heard")
@pytest.mark.parametrize("planned", drawn_kills(), ids=str)
def test_a_killed_run_goes_on(
    planned: Kill, tmp_path: Path, reference: dict[str, bytes], record_property: Record
) -> None:
    outcome = outcome_of(planned.signal, planned.victim)
    note(record_property, f"{planned.signal.name} to {planned.victim}", outcome)
    folder = new_folder(tmp_path / "run")
    with started(folder, *TARGETS) as (run, printed):
        wait_until(lambda: jobs_done(printed.read_text(encoding="utf-8")) >= planned.done, run)
        time.sleep(planned.wait)
        kill(run, planned.signal, planned.victim)
        assert (run.wait(PATIENCE) == 0) == outcome.startswith("nothing")
    locked = any((folder / ".snakemake" / "locks").glob("*"))
    asked = goes_on(folder, run, reference)
    record_property("unlocked", asked)
    assert asked == locked
    assert not locked or planned.signal == signal.SIGKILL, "whoever is asked to end leaves no lock"


@pytest.mark.parametrize(
    ("video", "victim"), [*(("rollout", victim) for victim in VICTIMS), ("qtable", "all processes")]
)
def test_a_run_that_is_killed_while_it_writes_a_video_leaves_nothing_of_it(
    video: str, victim: str, tmp_path: Path, reference: dict[str, bytes], record_property: Record
) -> None:
    outcome = outcome_of(signal.SIGKILL, victim)
    note(record_property, f"SIGKILL to {victim} while a video is written", outcome)
    folder = new_folder(tmp_path / "run")
    half = folder / "results" / "lake" / "seed-0" / f".{video}.partial.mp4"
    with started(folder, *TARGETS) as (run, _):
        wait_until(half.exists, run)
        if victim == "a job":
            (writing,) = [job for job in jobs_of(run) if any(file.path == str(half) for file in job.open_files())]
            writing.kill()
        else:
            kill(run, signal.SIGKILL, victim)
        assert run.wait(PATIENCE) != 0
    assert victim == "Snakemake alone" or half.exists(), "this is what has to go"
    record_property("unlocked", goes_on(folder, run, reference))
