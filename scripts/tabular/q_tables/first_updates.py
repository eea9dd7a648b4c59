"""By which kept table the values that a picture shows had been updated."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tabular.q_tables.view import TableView


def first_updates_of_cells(first_updates: NDArray[np.int32]) -> NDArray[np.int32]:
    """Return by which kept table any value of a cell had been updated, shape cells; `NEVER` where none was."""
    # As a number without a sign, NEVER is larger than any episode.
    earliest: NDArray[np.int32] = np.minimum.reduce(first_updates.view(np.uint32), axis=-1).view(np.int32)
    return earliest


def first_updates_shown(view: TableView, first_updates: NDArray[np.int32]) -> NDArray[np.int32]:
    """Return the same for each action of each cell that is shown, shape (actions, rows, columns)."""
    earliest: NDArray[np.int32] = view.combined(first_updates.view(np.uint32), np.minimum).view(np.int32)
    return earliest


def known_cells(updated: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Tell of which cells any value was updated, shape cells.

    Args:
        updated: for each value of a table, shape cells + (actions,).
    """
    known: NDArray[np.bool_] = np.logical_or.reduce(updated, axis=-1)
    return known
