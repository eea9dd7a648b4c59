"""Saying every few seconds how far a job is, in its log; Snakemake's process takes it from there to the screen."""

from __future__ import annotations

import os
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PROGRESS = "progress: "
"""What a line begins with that says how far a job is; the terminal shows the last one."""

WARNING = "warning: "
"""What a line begins with that the user should see while the job runs; the terminal shows each."""

LOOK_EVERY = 1.0
"""Seconds between two looks at a job, from which its rate is found."""

SAY_EVERY = 3.0
"""Seconds between two lines, and before the first."""


class Watched(Protocol):
    """What is looked at while a job runs, from a thread of its own."""

    def look(self, now: float) -> list[str]:
        """Take note of how far it is after `now` seconds; return warnings, each of them once."""

    def text(self, now: float) -> str:
        """Say how far it is after `now` seconds."""


@contextmanager
def reporting(job: Watched) -> Iterator[None]:
    """Print a line of progress every few seconds until the block ends, and none in a block that takes less.

    What is printed depends on the clock, so none of it may reach a result. Compiled loops run without holding Python's
    lock (`tabular.engines.compilation`), so that the thread that prints can run beside them.
    """
    ended = threading.Event()
    thread = threading.Thread(target=_report, args=(job, ended), name="progress", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _report(job: Watched, ended: threading.Event) -> None:
    start = said = time.monotonic()
    while not ended.wait(LOOK_EVERY):
        now = time.monotonic()
        lines = [f"{WARNING}{warning}" for warning in job.look(now - start)]
        if now - said >= SAY_EVERY:
            lines.append(f"{PROGRESS}{job.text(now - start)}")
            said = now
        for line in lines:
            # One write a line, so that it doesn't land in the middle of one that the job prints.
            os.write(1, f"{line}\n".encode())


class Rate:
    """How fast something goes on, from the looks at it so far."""

    def __init__(self) -> None:
        """Begin without a look."""
        self.looks: list[tuple[float, int]] = []

    def look(self, now: float, done: int) -> None:
        """Take note of how much is done after `now` seconds, from the first step on: compiling comes before it."""
        if done > 0:
            self.looks = [*self.looks[-10:], (now, done)]

    def per_second(self) -> float | None:
        """Return the rate over the last looks; None where there are too few, or nothing was done between them."""
        if len(self.looks) < 2:  # noqa: PLR2004
            return None
        (start, before), (now, done) = self.looks[0], self.looks[-1]
        return (done - before) / (now - start) if done > before else None


class Steps:
    """A job of a number of equal steps, such as the frames of a video.

    Attributes:
        done: how many of them are done; the job counts them.
    """

    def __init__(self, noun: str, total: int | None, detail: Callable[[], str] = str) -> None:
        """Say what the steps are.

        Args:
            noun: what one of them is called.
            total: how many there will be; None where nobody knows.
            detail: says more; empty for nothing more.
        """
        self.noun = noun
        self.total = total
        self.detail = detail
        self.done = 0
        self.rate = Rate()

    def look(self, now: float) -> list[str]:
        """Take note of the steps that are done."""
        self.rate.look(now, self.done)
        return []

    def text(self, _now: float) -> str:
        """Say how many are done, how fast, and how long the others take."""
        detail = self.detail()
        return steps_text(self.noun, self.done, self.total, self.rate) + (f", {detail}" if detail else "")


def steps_text(noun: str, done: int, total: int | None, rate: Rate) -> str:
    """Write `frame 1,200 of 2,501, 310 frames/s, 4 s left`, or as much of it as is known."""
    parts = [f"{noun} {done:,}" + ("" if total is None else f" of {total:,}")]
    per_second = rate.per_second()
    if per_second is not None:
        parts.append(f"{per_second:,.{0 if per_second >= 10 else 1}f} {noun}s/s")  # noqa: PLR2004
        if total is not None:
            parts.append(f"{duration(max(total - done, 0) / per_second)} left")
    return ", ".join(parts)


def duration(seconds: float) -> str:
    """Write a number of seconds as `0.4 s`, `12 s`, `3 min 20 s` or `2 h 5 min`."""
    if seconds < 9.95:  # noqa: PLR2004 (9.95 would be written as 10.0)
        return f"{seconds:.1f} s"
    whole = round(seconds)
    if whole < 60:  # noqa: PLR2004
        return f"{whole} s"
    if whole < 3600:  # noqa: PLR2004
        return f"{whole // 60} min {whole % 60} s"
    minutes = round(seconds / 60)
    return f"{minutes // 60} h {minutes % 60} min"
