"""Ctrl-C: Snakemake's process ends its jobs, which would otherwise each hear of it and say so."""

from __future__ import annotations

import contextlib
import signal
import sys
import threading
import time
from typing import TYPE_CHECKING, Any

import psutil
from snakemake.shell import shell

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType, TracebackType

IGNORING_CTRL_C = "set -euo pipefail; trap '' INT; "
"""What the shell of each job begins with: Snakemake's own beginning, and not hearing what the terminal sends to all."""

ASK_EVERY = 0.3
"""Seconds after which the processes that are still there are asked again to end: one may just have been started."""


def end_at_ctrl_c(workflow: Any, note: Callable[[], None]) -> None:  # noqa: ANN401 (Snakemake has no types for users)
    """Let this process, and none of its jobs, hear of Ctrl-C; it then asks them to stop (SIGTERM) and starts no more.

    A job that heard of it itself, while Python still starts or imports, would print a traceback. An exception in this
    process, wherever it happens to be, may leave a lock taken for which Snakemake then waits for ever. So the scheduler
    is told to end, as it is by SIGTERM, which waits for the running jobs; a second Ctrl-C raises KeyboardInterrupt, as
    the first does before there is a scheduler and where jobs run elsewhere.

    Args:
        workflow: Snakemake's workflow.
        note: called first.
    """
    if threading.current_thread() is not threading.main_thread():
        return
    shell.prefix(IGNORING_CTRL_C)
    heard: list[int] = []

    def interrupt(number: int, _frame: FrameType | None) -> None:
        heard.append(number)
        note()
        if len(heard) > 1 or workflow.scheduler is None or not workflow.local_exec:
            raise KeyboardInterrupt
        threading.Thread(target=_end_jobs, args=(workflow.scheduler,), name="interruption", daemon=True).start()

    signal.signal(signal.SIGINT, interrupt)
    sys.excepthook = _without_traceback


def _end_jobs(scheduler: Any) -> None:  # noqa: ANN401
    """Let the scheduler start nothing more, and end what it has started, until this process itself ends."""
    scheduler.exit_gracefully()
    while True:
        for process in psutil.Process().children(recursive=True):
            with contextlib.suppress(psutil.NoSuchProcess):
                process.terminate()
        time.sleep(ASK_EVERY)


def _without_traceback(kind: type[BaseException], error: BaseException, traceback: TracebackType | None) -> None:
    """Print an exception that ends the process; of Ctrl-C, where nothing had been started, only that."""
    if issubclass(kind, KeyboardInterrupt):
        sys.stderr.write("Interrupted.\n")
    else:
        sys.__excepthook__(kind, error, traceback)
