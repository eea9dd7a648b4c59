"""Writing files so that each is either whole or not there."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tabular.results.temporary_files import temporary_file
from tabular.results.unwritable import why_unwritable

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def replacing(path: str | Path) -> Iterator[Path]:
    """Give a temporary path beside `path` to write to; move it to `path` when the block ends well.

    The temporary name keeps the ending of `path`, because writers choose their format by it. When the block
    raises, the temporary file is removed and whatever stood at `path` stays. When the process is killed, the
    temporary file stays until the next one that writes to `path`, or until the end of the next run.

    Raises:
        UnwritableFileError: there is no room on the disk, or no right to write there.
    """
    destination = Path(path)
    with _saying_why_not(destination):
        destination.parent.mkdir(parents=True, exist_ok=True)
        with temporary_file(destination) as temporary:
            try:
                with _saying_why_not(destination, temporary):
                    yield temporary
                    temporary.replace(destination)
            except BaseException:
                temporary.unlink(missing_ok=True)
                raise


@contextmanager
def _saying_why_not(destination: Path, temporary: Path | None = None) -> Iterator[None]:
    """Say in words what is wrong with the disk, as long as the temporary file is there that fills it."""
    try:
        yield
    except Exception as error:
        reason = why_unwritable(error, destination, temporary)
        if reason is None:
            raise
        raise reason from error


def write_text(path: Path, text: str) -> None:
    """Write a text, whole or not at all."""
    with replacing(path) as temporary:
        temporary.write_text(text, encoding="utf-8")
