"""Files that can't be written because of the disk or somebody's rights, in a sentence that says what to do."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

from tabular.errors import UserError

REMEDIES = {
    errno.ENOSPC: "make room there",
    errno.EDQUOT: "make room there, or have the quota raised",
    errno.EROFS: "make it writable, or write elsewhere with --directory",
    errno.EACCES: "get the right to it, or write elsewhere with --directory",
    errno.EPERM: "get the right to it, or write elsewhere with --directory",
}
"""What to do, by the operating system's number of the error."""

FULL = 4096
"""Bytes: with less room, a disk is full."""


class UnwritableFileError(UserError):
    """A file can't be written, or something else can't be done with it that needs room or a right."""

    def __init__(self, path: str | Path, number: int) -> None:
        """Say what is wrong, with which file, and what to do."""
        super().__init__(f"{path}: {os.strerror(number)}; {REMEDIES[number]} and run the same command again")


def why_unwritable(
    error: BaseException, path: str | Path, temporary: str | Path | None = None
) -> UnwritableFileError | None:
    """Return what to say instead of an error of the operating system; None where the disk and rights aren't its cause.

    Args:
        error: any error. PyAV's have the operating system's numbers without being OSErrors.
        path: the file that was being written; an error that names another one is about that.
        temporary: the name that the file has until it is whole.
    """
    number = getattr(error, "errno", None)
    if number is None and isinstance(error, OSError) and _is_full(Path(path).parent):
        number = errno.ENOSPC  # NumPy says only how many of how many numbers were written
    named = getattr(error, "filename", None)
    about = path if named is None or str(named) == str(temporary) else named
    return UnwritableFileError(about, number) if number in REMEDIES else None


def _is_full(folder: Path) -> bool:
    try:
        return shutil.disk_usage(folder).free < FULL
    except OSError:
        return False
