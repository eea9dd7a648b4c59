"""Ctrl-C: Snakemake's process ends its jobs, which would otherwise each hear of it and say so."""

from __future__ import annotations

import signal
import threading
from typing import TYPE_CHECKING

import psutil  # type: ignore[import-untyped]
from snakemake.shell import shell  # type: ignore[import-untyped]

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

IGNORING_CTRL_C = "set -euo pipefail; trap '' INT; "
"""What the shell of each job begins with: Snakemake's own beginning, and not hearing what the terminal sends to all."""


def end_jobs_at_ctrl_c(note: Callable[[], None]) -> None:
    """Let this process, and none of its jobs, hear of Ctrl-C; it then asks them to stop (SIGTERM).

    A job that heard of it itself, while Python still starts or imports, would print a traceback; Snakemake waits for
    its jobs, and would wait for one that doesn't hear of it.

    Args:
        note: called first.
    """
    if threading.current_thread() is not threading.main_thread():
        return
    shell.prefix(IGNORING_CTRL_C)

    def end_jobs(_number: int, _frame: FrameType | None) -> None:
        note()
        for process in psutil.Process().children(recursive=True):
            try:
                process.terminate()
            except psutil.NoSuchProcess:
                continue
        raise KeyboardInterrupt

    signal.signal(signal.SIGINT, end_jobs)
