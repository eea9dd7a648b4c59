"""Where a job says what it does: everything on standard error and standard output lands in the job's log file."""

from __future__ import annotations

import atexit
import gc
import os
import sys
import traceback
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tabular.errors import UserError
from tabular.results.unwritable import why_unwritable

from jobs.interruption import INTERRUPTED, interruptible

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def logging_to(path: str | Path) -> Iterator[None]:
    """Send standard output and standard error to the file `path`, in UTF-8, line by line, until the block ends.

    The file descriptors themselves are redirected, so that libraries written in C log there too. An exception ends the
    process with exit code 1 and is written to the log only, because Snakemake shows a failed job's log: a `UserError`
    as its message, a full disk or a missing right likewise, anything else with its traceback. What the log has no room
    for goes to the standard error that was there before. Ctrl-C and SIGTERM end the process with exit code 130.

    Raises:
        SystemExit: an exception left the block, or the process was asked to stop.
    """
    # The interpreter's last collections of garbage would look through all that was imported, a seventh of a short job.
    atexit.register(gc.freeze)
    destination = Path(path)
    destination.parent.mkdir(parents=True, exist_ok=True)
    sys.stdout.flush()
    sys.stderr.flush()
    streams: list[Any] = [sys.stdout, sys.stderr]
    encodings = [(stream.encoding, stream.errors) for stream in streams]
    saved = os.dup(1), os.dup(2)
    try:
        with destination.open("wb") as log:
            os.dup2(log.fileno(), 1)
            os.dup2(log.fileno(), 2)
        for stream in streams:
            # Whatever the locale, so that every sign can be written, and whoever reads the log knows how.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", line_buffering=True)
        with interruptible():
            yield
    except KeyboardInterrupt:
        print("Interrupted.", file=sys.stderr)
        raise SystemExit(INTERRUPTED) from None
    except Exception as error:
        _tell(error, destination, saved[1])
        raise SystemExit(1) from error
    finally:
        with suppress(OSError):  # a full disk
            sys.stdout.flush()
            sys.stderr.flush()
        for descriptor, original in zip((1, 2), saved, strict=True):
            os.dup2(original, descriptor)
            os.close(original)
        for stream, (encoding, errors) in zip(streams, encodings, strict=True):
            stream.reconfigure(encoding=encoding, errors=errors)


def _tell(error: Exception, log: Path, otherwise: int) -> None:
    """Write an exception to the log or, where that has no room, to another file descriptor."""
    # An error of writing that names no file is about what is printed.
    told = error if isinstance(error, UserError) else why_unwritable(error, log)
    text = "".join(traceback.format_exception(error)) if told is None else f"Error: {told}\n"
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except OSError:
        os.write(otherwise, text.encode(errors="replace"))
