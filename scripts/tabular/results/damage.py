"""Files in results/ that are missing, damaged, or not what they should be."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from tabular.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class DamagedFileError(UserError):
    """A file in results/ is missing or doesn't hold what it should."""

    def __init__(self, path: Path, wrong: str) -> None:
        """Say what is wrong with a file, and how to get it back."""
        super().__init__(f"{path}: {wrong}; delete {path.name} and run the same command again, which rebuilds it")


@contextmanager
def reading(path: Path, kind: str) -> Iterator[None]:
    """Say in words that a file is missing or can't be read.

    Args:
        path: the file.
        kind: what it should be, such as `JSON file`.

    Raises:
        DamagedFileError: in place of any error that the block raises. What a library raises over a damaged file may be
            of any kind: NumPy raises errors of Python's tokenizer, PyArrow those of types that it doesn't know.
    """
    try:
        yield
    except FileNotFoundError:
        raise DamagedFileError(path, f"there is no such {kind}") from None
    except UserError:
        raise
    except Exception as error:
        first_line = str(error).partition("\n")[0]
        raise DamagedFileError(path, f"not a whole {kind} ({first_line})") from error
