"""Which part of a table a picture shows: any table becomes one grid of rows and columns per action."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from tabular.errors import UserError
from tabular.known_environments import StateGrid, known_environment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from tabular.results.environment import EnvironmentDescription

Reduction = Literal["mean", "max", "middle"]

SHOWN_DIMENSIONS = 3
"""Rows, columns and actions."""

WIDEST_ROW = 40
"""States of a discrete environment that still fit side by side into one row."""


class ViewError(UserError):
    """The table can't be shown in the way that is asked for.

    Attributes:
        key: the key under `view` that has to change.
        given: its value.
        allowed: what it may be.
    """

    def __init__(self, key: str, given: object, allowed: str) -> None:
        """Say what has to change, and to what."""
        super().__init__(f"view.{key}: {given!r} is not possible; allowed: {allowed}")
        self.key = key
        self.given = given
        self.allowed = allowed


@dataclass(frozen=True)
class Axis:
    """One direction of a picture.

    Attributes:
        name: what is along it; empty where there is nothing to say.
        low: coordinate of the first cell's outer edge.
        high: coordinate of the last cell's outer edge.
        cells: number of cells.
        discrete: cells are whole numbers instead of intervals of a physical quantity.
        periodic: both outer edges are the same place, as of an angle.
    """

    name: str
    low: float
    high: float
    cells: int
    discrete: bool
    periodic: bool = False

    @property
    def centres(self) -> NDArray[np.float64]:
        """The coordinates of the cells' centres, shape (cells,)."""
        return self.low + (np.arange(self.cells) + 0.5) * (self.high - self.low) / self.cells


@dataclass(frozen=True)
class TableView:
    """How a table is shown.

    Attributes:
        columns: the horizontal direction.
        rows: the vertical direction.
        is_map: rows count from the top and cells are squares, as in a grid world.
        note: what the picture doesn't show, in words; empty when it shows everything.
        dimensions: the table's dimensions along rows and columns; None when the only dimension is laid out in rows.
        reduction: what becomes of the other dimensions.
        sampling: where the values of the cells come from, in words; empty where they are those of a table.
    """

    columns: Axis
    rows: Axis
    is_map: bool
    note: str
    dimensions: tuple[int, int] | None
    reduction: Reduction
    sampling: str = ""

    def with_sampling(self, note: str) -> str:
        """Add to a note, which may be empty, where the values of the cells come from."""
        return "; ".join(filter(None, [note, self.sampling]))

    def panels(self, table: NDArray[np.float64], known: NDArray[np.bool_] | None = None) -> NDArray[np.float64]:
        """Return the values to show, shape (actions, rows, columns).

        Args:
            table: action values, shape cells + (actions,).
            known: which cells count where several are reduced to one, shape cells; None: all. So initial values don't
                mix with learned ones. All actions of a cell count, or none: means over different cells can't be
                compared. Where no cell counts, the result is arbitrary, but the same for all actions.
        """
        values = self._rows_first(table)
        if values.ndim == SHOWN_DIMENSIONS:
            return np.moveaxis(values, -1, 0)
        hidden = tuple(range(2, values.ndim - 1))
        if self.reduction == "middle":
            reduced = values[self._middle(values)]
        elif known is None:
            reduced = values.mean(axis=hidden) if self.reduction == "mean" else values.max(axis=hidden)
        else:
            counted = self._rows_first(known[..., np.newaxis])
            if self.reduction == "mean":
                counts = np.maximum(np.count_nonzero(counted, axis=hidden), 1)
                reduced = np.where(counted, values, 0.0).sum(axis=hidden) / counts
            else:
                reduced = np.where(counted, values, -np.inf).max(axis=hidden)
        return np.moveaxis(reduced, -1, 0)

    def any_of(self, updated: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Tell for each shown cell and action whether any value that is reduced to it was updated.

        Args:
            updated: for each value of a table, shape cells + (actions,).

        Returns:
            Shape (actions, rows, columns).
        """
        return self.combined(updated, np.logical_or)

    def combined(self, table: NDArray[Any], combine: np.ufunc) -> NDArray[Any]:
        """Return what is known of each shown cell and action, combined where several cells are reduced to one.

        Args:
            table: what is known of each value of a Q-table, shape cells + (actions,).
            combine: combines two of them.

        Returns:
            Shape (actions, rows, columns).
        """
        rows_first = self._rows_first(table)
        if rows_first.ndim > SHOWN_DIMENSIONS:
            hidden = tuple(range(2, rows_first.ndim - 1))
            middle = self.reduction == "middle"
            rows_first = rows_first[self._middle(rows_first)] if middle else combine.reduce(rows_first, hidden)
        return np.moveaxis(rows_first, -1, 0)

    def best(self, table: NDArray[np.float64], known: NDArray[np.bool_] | None = None) -> NDArray[np.bool_]:
        """Tell for each shown cell and action whether no other action has a larger value; see `panels`."""
        values = self.panels(table, known)
        best: NDArray[np.bool_] = values == values.max(axis=0)
        return best

    def _rows_first(self, table: NDArray[Any]) -> NDArray[Any]:
        """Return a table of shape (rows, columns, dimensions that aren't shown…, actions)."""
        if self.dimensions is None:
            return table.reshape(self.rows.cells, self.columns.cells, table.shape[-1])
        row, column = self.dimensions
        hidden = [dimension for dimension in range(table.ndim - 1) if dimension not in self.dimensions]
        return np.transpose(table, (row, column, *hidden, table.ndim - 1))

    @staticmethod
    def _middle(values: NDArray[Any]) -> tuple[slice | int, ...]:
        """Return the index of the middle cell along all dimensions between the first two and the last."""
        return (slice(None), slice(None), *(cells // 2 for cells in values.shape[2:-1]))


def choose_view(
    description: EnvironmentDescription,
    axes: Sequence[str] | None,
    reduction: Reduction,
    grid: Sequence[int] | None,
) -> TableView:
    """Decide how to show a table.

    Args:
        description: what the table is laid over.
        axes: the names of the horizontal and the vertical dimension; None: those that say most where that is known,
            else the first two.
        reduction: what becomes of the other dimensions: their mean, their maximum, or only the middle cell.
        grid: rows and columns for the states of a single discrete dimension; None: those that the environment
            has, else a row, or rows of equal length where one would be too long.

    Raises:
        ViewError: an axis isn't one of the environment's, or the grid doesn't hold the states.
    """
    if len(description.cells) == 1:
        return _one_dimension(description, axes, reduction, grid)
    if grid is not None:
        given = f"null: {description.id} has {len(description.cells)} observation dimensions, not one"
        raise ViewError("grid", list(grid), given)
    names = list(axes) if axes is not None else _telling_axes(description)
    known = len(names) == 2 and names[0] != names[1] and all(name in description.axes for name in names)  # noqa: PLR2004
    if not known:
        raise ViewError("axes", names, f"null, or two different ones of {description.axes}")
    column, row = (description.axes.index(name) for name in names)
    hidden = [dimension for dimension in range(len(description.axes)) if dimension not in (row, column)]
    return TableView(
        columns=_axis(description, column),
        rows=_axis(description, row),
        is_map=False,
        note=_note(description, reduction, hidden),
        dimensions=(row, column),
        reduction=reduction,
    )


def _telling_axes(description: EnvironmentDescription) -> list[str]:
    """Return the names of the two dimensions to show where none are asked for."""
    known = known_environment(description.id)
    if known and known.shown and max(known.shown) < len(description.axes):
        return [description.axes[dimension] for dimension in known.shown]
    return description.axes[:2]


def _one_dimension(
    description: EnvironmentDescription,
    axes: Sequence[str] | None,
    reduction: Reduction,
    grid: Sequence[int] | None,
) -> TableView:
    if axes is not None:
        raise ViewError("axes", list(axes), f"null: {description.id} has one observation dimension")
    states = description.cells[0]
    if description.low is not None:
        if grid is not None:
            raise ViewError("grid", list(grid), f"null: {description.id} has no discrete states")
        single_row = Axis("", 0.0, 1.0, 1, discrete=True)
        return TableView(_axis(description, 0), single_row, is_map=False, note="", dimensions=None, reduction=reduction)
    named = None if grid else _known_grid(description)
    own = (named.rows, named.columns) if named else description.grid
    rows, columns = grid or own or _rows_and_columns(states)
    if rows * columns != states:
        raise ViewError("grid", [rows, columns], f"null, or [rows, columns] whose product is {states}")
    name = description.axes[0]
    if rows == 1:
        return TableView(
            _axis(description, 0),
            Axis("", 0.0, 1.0, 1, discrete=True),
            is_map=False,
            note="",
            dimensions=None,
            reduction=reduction,
        )
    note = "" if own else f"{name} 0 at the top left, {columns} a row"
    return TableView(
        columns=Axis(named.column_name if named else "column", -0.5, columns - 0.5, columns, discrete=True),
        rows=Axis(named.row_name if named else "row", -0.5, rows - 0.5, rows, discrete=True),
        is_map=True,
        note=note,
        dimensions=None,
        reduction=reduction,
    )


def _known_grid(description: EnvironmentDescription) -> StateGrid | None:
    """Return the known layout of the states of an environment that is no grid world."""
    known = known_environment(description.id)
    layout = known.state_grid if known else None
    return layout if layout and layout.rows * layout.columns == description.cells[0] else None


def _axis(description: EnvironmentDescription, dimension: int) -> Axis:
    name, cells = description.axes[dimension], description.cells[dimension]
    if description.low is None or description.high is None:
        return Axis(name, -0.5, cells - 0.5, cells, discrete=True)
    low, high = description.low[dimension], description.high[dimension]
    return Axis(name, low, high, cells, discrete=False, periodic=description.periodic[dimension])


def _rows_and_columns(states: int) -> tuple[int, int]:
    """Return one row where it isn't too long, else the most square rectangle that holds exactly these states."""
    if states <= WIDEST_ROW:
        return 1, states
    rows = next(rows for rows in range(math.isqrt(states), 0, -1) if states % rows == 0)
    return rows, states // rows


def _note(description: EnvironmentDescription, reduction: Reduction, hidden: Sequence[int]) -> str:
    """Say what becomes of the dimensions that aren't shown."""
    if not hidden:
        return ""
    names = [description.axes[dimension] for dimension in hidden]
    if reduction == "middle" and description.low is None:
        values = [
            f"{name} = {description.cells[dimension] // 2}" for name, dimension in zip(names, hidden, strict=True)
        ]
        return f"part with {', '.join(values)}"
    how = {"mean": "mean over updated cells of", "max": "maximum over updated cells of", "middle": "middle cell of"}
    return f"{how[reduction]} {', '.join(names)}"
