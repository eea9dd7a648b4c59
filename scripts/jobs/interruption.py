"""Ending a job that is asked to stop, even where it runs compiled code for ever."""

from __future__ import annotations

import os
import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

INTERRUPTED = 130
"""The exit code of a program that Ctrl-C ended, as shells have it."""

GRACE = 1.0
"""Seconds that Python has to end by itself, removing the files it was writing, before the process ends."""

ENDED = 0
"""What is sent to the thread instead of a signal's number when there is nothing to end any more."""


@contextmanager
def interruptible() -> Iterator[None]:
    """Raise KeyboardInterrupt in the block at Ctrl-C or SIGTERM; end the process where that isn't noticed.

    Python calls its handlers of signals between two of its own instructions, so never while compiled code runs. A
    thread hears of the signal at once, and ends the process if the block goes on for another second. Where Ctrl-C is
    ignored, as Snakemake's process has it for its jobs (workflow/terminal/interruption.py), it stays so.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    handled = [number for number in (signal.SIGINT, signal.SIGTERM) if signal.getsignal(number) != signal.SIG_IGN]
    before = {number: signal.signal(number, _interrupt) for number in handled}
    listening, told = os.pipe()
    os.set_blocking(told, False)
    wakeup_before = signal.set_wakeup_fd(told, warn_on_full_buffer=False)
    ended = threading.Event()
    thread = threading.Thread(
        target=_end_at_a_signal, args=(listening, ended, handled), name="interruption", daemon=True
    )
    thread.start()
    try:
        yield
    finally:
        ended.set()
        signal.set_wakeup_fd(wakeup_before)
        os.write(told, bytes([ENDED]))
        thread.join()
        for number, handler in before.items():
            signal.signal(number, handler)
        os.close(listening)
        os.close(told)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _end_at_a_signal(listening: int, ended: threading.Event, handled: list[signal.Signals]) -> None:
    number = os.read(listening, 1)[0]
    while number not in {ENDED, *handled}:
        number = os.read(listening, 1)[0]
    if number != ENDED and not ended.wait(GRACE):
        os.write(2, b"Interrupted.\n")
        os._exit(INTERRUPTED)
