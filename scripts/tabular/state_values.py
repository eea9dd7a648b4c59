"""What is known of states rather than actions, reduced to the two dimensions that a picture shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tabular.table_view import TableView

    MaskedValues = np.ma.MaskedArray[Any, np.dtype[np.float64]]


def state_values(
    view: TableView, table: NDArray[np.float64], visits: NDArray[np.uint32]
) -> np.ma.MaskedArray[Any, np.dtype[np.float64]]:
    """Return the value of the best action, reduced over those hidden cells that were visited.

    Args:
        view: which dimensions are shown, and what becomes of the others.
        table: action values, shape cells + (actions,).
        visits: how often each was updated, the same shape.

    Returns:
        Shape (rows, columns); masked where no cell was visited.
    """
    unvisited = visits.sum(axis=-1) == 0
    values: Any = np.ma.masked_array(table.max(axis=-1), mask=unvisited)
    reduced: Any = view.panels(values[..., np.newaxis])[0]
    return np.ma.masked_array(reduced, mask=np.ma.getmaskarray(reduced))


def state_visits(view: TableView, visits: NDArray[np.uint32]) -> NDArray[np.int64]:
    """Return how often the values of each shown cell were updated, shape (rows, columns).

    Visits are counts, and so what isn't shown is summed up, whatever becomes of values.

    Args:
        view: which dimensions are shown.
        visits: how often each value was updated, shape cells + (actions,).
    """
    totals = visits.sum(axis=-1, dtype=np.int64)
    if view.shown is None:
        laid_out: NDArray[np.int64] = totals.reshape(view.rows.cells, view.columns.cells)
        return laid_out
    hidden = tuple(dimension for dimension in range(totals.ndim) if dimension not in view.shown)
    row, column = view.shown
    summed: NDArray[np.int64] = totals.sum(axis=hidden)
    rows_first: NDArray[np.int64] = summed if row < column else summed.T
    return rows_first
