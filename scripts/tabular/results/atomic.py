"""Writing files so that each is either whole or not there."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tabular.results.temporary_files import temporary_file

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def replacing(path: str | Path) -> Iterator[Path]:
    """Give a temporary path beside `path` to write to; move it to `path` when the block ends well.

    The temporary name keeps the ending of `path`, because writers choose their format by it. When the block
    raises, the temporary file is removed and whatever stood at `path` stays. When the process is killed, the
    temporary file stays until the next one that writes to `path`, or until the end of the next run.
    """
    destination = Path(path)
    destination.parent.mkdir(parents=True, exist_ok=True)
    with temporary_file(destination) as temporary:
        try:
            yield temporary
            temporary.replace(destination)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise


def write_text(path: Path, text: str) -> None:
    """Write a text, whole or not at all."""
    with replacing(path) as temporary:
        temporary.write_text(text, encoding="utf-8")
