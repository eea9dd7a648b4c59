"""What is known of states rather than actions, reduced to the two dimensions that a picture shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from tabular.q_tables.first_updates import known_cells

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tabular.q_tables.view import TableView

    MaskedValues = np.ma.MaskedArray[Any, np.dtype[np.float64]]


def state_values(
    view: TableView, table: NDArray[np.float64], updated: NDArray[np.bool_]
) -> np.ma.MaskedArray[Any, np.dtype[np.float64]]:
    """Return the value of the best action, reduced over those cells of which any value was updated.

    Args:
        view: which dimensions are shown, and what becomes of the others.
        table: action values, shape cells + (actions,).
        updated: whether each was ever updated, the same shape.

    Returns:
        Shape (rows, columns); masked where no cell counts.
    """
    known = known_cells(updated)
    (values,) = view.panels(table.max(axis=-1, keepdims=True), known)
    (is_known,) = view.any_of(known[..., np.newaxis])
    return np.ma.masked_array(values, mask=~is_known)


def state_visits(view: TableView, visits: NDArray[np.uint32] | NDArray[np.int64]) -> NDArray[np.int64]:
    """Return how often the values of each shown cell were updated, shape (rows, columns).

    Visits are counts, and so what isn't shown is summed up, whatever becomes of values.

    Args:
        view: which dimensions are shown.
        visits: how often each value was updated, shape cells + (actions,); see `ShownValues.visits_to_sum`.
    """
    totals = visits.sum(axis=-1, dtype=np.int64)
    if view.dimensions is None:
        laid_out: NDArray[np.int64] = totals.reshape(view.rows.cells, view.columns.cells)
        return laid_out
    hidden = tuple(dimension for dimension in range(totals.ndim) if dimension not in view.dimensions)
    row, column = view.dimensions
    summed: NDArray[np.int64] = totals.sum(axis=hidden)
    rows_first: NDArray[np.int64] = summed if row < column else summed.T
    return rows_first
