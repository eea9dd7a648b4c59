"""Q-tables as files: float64 `.npy`, shape (cells of each observation dimension…, actions).

Weights of tiles are files of the same kind, shape (tilings, tiles of each dimension…, actions).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from tabular.errors import UserError
from tabular.results.atomic import replacing

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray


AGAIN = "run `train` again (delete the folder it is in)"


class TableError(UserError):
    """A file that should hold a Q-table, or what is known of each of its values, doesn't."""


def write_table(path: Path, table: NDArray[np.float64] | NDArray[np.uint32] | NDArray[np.int32]) -> None:
    """Write a table of values, or of what is known of each of them, whole or not at all."""
    with replacing(path) as temporary, temporary.open("wb") as file:
        np.save(file, table, allow_pickle=False)


def read_table(path: Path, shape: tuple[int, ...]) -> NDArray[np.float64]:
    """Read the Q-table at `path`.

    Raises:
        TableError: the file is missing, damaged, or holds anything but finite float64 values of this shape.
    """
    table: NDArray[np.float64] = _read(path, shape, np.float64, "Q-table")
    if not np.isfinite(table).all():
        raise TableError(f"{path}: holds values that are not finite; {AGAIN}")
    return table


def read_visits(path: Path, shape: tuple[int, ...]) -> NDArray[np.uint32]:
    """Read how often each value of a Q-table of this shape was updated.

    Raises:
        TableError: the file is missing, damaged, or holds anything but uint32 counts of this shape.
    """
    visits: NDArray[np.uint32] = _read(path, shape, np.uint32, "table of visits")
    return visits


def read_first_updates(path: Path, shape: tuple[int, ...]) -> NDArray[np.int32]:
    """Read by which kept table each value of a Q-table of this shape had been updated.

    Raises:
        TableError: the file is missing, damaged, or holds anything but int32 episodes of this shape.
    """
    first_updates: NDArray[np.int32] = _read(path, shape, np.int32, "table of first updates")
    return first_updates


def _read(path: Path, shape: tuple[int, ...], kind: type[np.number[Any]], what: str) -> NDArray[Any]:
    try:
        table = np.load(path, allow_pickle=False)
    except FileNotFoundError:
        raise TableError(f"{path}: there is no such {what}; {AGAIN}") from None
    except Exception as error:  # of any kind: NumPy lets Python parse the header
        first_line = str(error).partition("\n")[0]
        raise TableError(f"{path}: not a whole .npy file ({first_line}); {AGAIN}") from error
    if not isinstance(table, np.ndarray) or table.dtype != kind or table.shape != shape:
        found = f"{table.dtype} {table.shape}" if isinstance(table, np.ndarray) else "an archive"
        raise TableError(f"{path}: holds {found}, not a {what} of {kind.__name__} {shape}; {AGAIN}")
    return table
