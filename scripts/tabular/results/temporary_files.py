"""Temporary files that whoever comes next can tell apart: those that a living process writes, and leftovers.

A process that is killed removes nothing. So each temporary file is locked by the process that writes it, and the
operating system takes the lock away when that process ends, however it ends. What nobody has locked is a leftover.
"""

from __future__ import annotations

import errno
import os
import re
from contextlib import contextmanager, suppress
from itertools import count
from typing import TYPE_CHECKING

try:
    import fcntl
except ImportError:  # Windows has no such locks
    fcntl = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAME = re.compile(r"\..+\.(\d+\.)?partial(\.\w+)?", flags=re.DOTALL)
"""What temporary files are called."""

TAKEN = {errno.EAGAIN, errno.EACCES}
"""What the operating system says of a lock that another process has; anything else means that it knows no locks."""


@contextmanager
def temporary_file(destination: Path) -> Iterator[Path]:
    """Give an empty file beside `destination` that no other process writes, and that nobody takes for a leftover.

    What an earlier process left there of the same destination goes. Two processes that write to one destination get
    two files. The name keeps the destination's ending, because writers choose their format by it.

    Args:
        destination: where the contents are to go in the end; its folder exists.
    """
    path, descriptor = next(_free_names(destination))
    try:
        yield path
    finally:
        os.close(descriptor)


def _free_names(destination: Path) -> Iterator[tuple[Path, int]]:
    for number in count(1):
        infix = "" if number == 1 else f".{number}"
        path = destination.with_name(f".{destination.stem}{infix}.partial{destination.suffix}")
        remove_leftover(path)
        descriptor = _created(path)
        if descriptor is not None:
            yield path, descriptor


def remove_leftovers(folder: Path) -> None:
    """Remove the temporary files below a folder that no living process writes."""
    for path in folder.rglob(".*partial*"):
        if NAME.fullmatch(path.name):
            remove_leftover(path)


def remove_leftover(path: Path) -> None:
    """Remove a temporary file, unless a process writes it, or there is no telling: where nothing can be locked."""
    if path.is_symlink() or not path.is_file():
        return
    with suppress(OSError):  # not ours, or removed meanwhile
        descriptor = os.open(path, os.O_RDWR)
        try:
            # A writer may have finished in between, and another one begun under the same name.
            if _lock(descriptor) and _is_still(descriptor, path):
                path.unlink()
        finally:
            os.close(descriptor)


def _created(path: Path) -> int | None:
    """Create and lock a file; return None where it is there already, or was taken for a leftover meanwhile."""
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o666)
    except FileExistsError:
        return None
    # Between being created and being locked, it was a leftover to others.
    if _lock(descriptor) is not False and _is_still(descriptor, path):
        return descriptor
    os.close(descriptor)
    return None


def _lock(descriptor: int) -> bool | None:
    """Tell whether a file could be locked; None where files can't be locked at all."""
    if fcntl is None:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return False if error.errno in TAKEN else None
    return True


def _is_still(descriptor: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False
