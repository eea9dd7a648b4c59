"""What pictures show of tiles: their values at the centres of a grid's cells. Of a table, it is the table itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Self

    from numpy.typing import NDArray

    from tabular.q_tables.view import TableView
    from tabular.q_tables.view_settings import ViewSettings
    from tabular.results.environment import EnvironmentDescription

COARSEST, FINEST = 2, 400
"""Cells along a dimension of the grid, `view.resolution`."""


@dataclass(frozen=True)
class ShownValues:
    """The cells that pictures show, and what is known of them: a table's own, or those of a grid over tiles.

    Attributes:
        description: what the cells are laid over; of tiles, without their `tiling`.
        view: which part of them is shown.
        tile_indices: for each tiling, along each dimension, the tile that each cell's centre lies in; None: a table.
        shape: of the arrays on disk: cells + (actions,), or with tiles (tilings, *tiles, actions).
    """

    description: EnvironmentDescription
    view: TableView
    tile_indices: tuple[tuple[NDArray[np.intp], ...], ...] | None
    shape: tuple[int, ...]

    @classmethod
    def of(cls, description: EnvironmentDescription, view: ViewSettings) -> Self:
        """Decide what is shown of an experiment's tables or tiles.

        Args:
            description: what the table or the tiles are laid over.
            view: which part is shown; with tiles, on how many cells.

        Raises:
            ViewError: it can't be shown as `view` asks.
        """
        shape = tuple(description.table_shape)
        if description.tiling is None:
            return cls(description, view.of(description), None, shape)
        grid = display_grid(description, view)
        shown = replace(view.of(grid), sampling=_in_words(description.tiling["tilings"], grid.cells))
        return cls(grid, shown, _tile_indices(description, grid), shape)

    def values(self, q_values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the value of each action in each cell, shape cells + (actions,).

        Weights are added in the order of the tilings, as when the agent acts: equal values stay equal.

        Args:
            q_values: a table or weights, of `shape`.
        """
        if self.tile_indices is None:
            return q_values
        total = np.zeros(self.description.table_shape)
        for weights, indices in zip(q_values, self.tile_indices, strict=True):
            total += _at(weights, indices)
        return total

    def first_updates(self, first_updates: NDArray[np.int32]) -> NDArray[np.int32]:
        """Return by which kept table each value of a cell had been updated: any weight that it has.

        Args:
            first_updates: the same of each value of a table, or of each weight, of `shape`.

        Returns:
            Shape cells + (actions,).
        """
        # As a number without a sign, NEVER is larger than any episode.
        earliest: NDArray[np.int32] = self._combined(first_updates.view(np.uint32), np.minimum).view(np.int32)
        return earliest

    def updated(self, visits: NDArray[np.uint32]) -> NDArray[np.bool_]:
        """Tell of which values any weight was ever updated, shape cells + (actions,); `visits` has `shape`."""
        return self._combined(visits > 0, np.logical_or)

    def visits(self, visits: NDArray[np.uint32]) -> NDArray[np.uint32]:
        """Return how often each value of a cell was updated, shape cells + (actions,).

        A weight has the updates of its whole tile. A value has their mean over the tilings, rounded up, so that only
        what was never updated has none.

        Args:
            visits: how often each value of a table, or each weight, was updated, of `shape`.
        """
        if self.tile_indices is None:
            return visits
        return self._mean_over_tilings(visits, self.tile_indices).astype(np.uint32)

    def visits_to_sum(self, visits: NDArray[np.uint32]) -> NDArray[np.uint32] | NDArray[np.int64]:
        """Return visits whose sums over actions and dimensions that aren't shown count each update once.

        Those of a table are so. Of tiles, sums over cells would count an update in every cell that its tile reaches
        into, so tiles are summed up before, and these dimensions have a length of 1.

        Args:
            visits: how often each value of a table, or each weight, was updated, of `shape`.

        Returns:
            Shape cells + (actions,).
        """
        if self.tile_indices is None:
            return visits
        dimensions = range(len(self.description.cells))
        hidden = [dimension for dimension in dimensions if dimension not in (self.view.dimensions or (0,))]
        totals = visits.sum(axis=(*(1 + dimension for dimension in hidden), -1), keepdims=True, dtype=np.int64)
        only = np.zeros(1, dtype=np.intp)
        places = [tuple(only if one in hidden else along[one] for one in dimensions) for along in self.tile_indices]
        return self._mean_over_tilings(totals, places)

    def _combined(self, known: NDArray[Any], combine: np.ufunc) -> NDArray[Any]:
        """Return what is known of each value of a cell, combined over its weights."""
        if self.tile_indices is None:
            return known
        combined: NDArray[Any] | None = None
        for of_tiling, indices in zip(known, self.tile_indices, strict=True):
            part = _at(of_tiling, indices)
            combined = part if combined is None else combine(combined, part, out=combined)
        assert combined is not None  # noqa: S101 (there is at least one tiling)
        return combined

    @staticmethod
    def _mean_over_tilings(
        counts: NDArray[Any], tile_indices: Sequence[tuple[NDArray[np.intp], ...]]
    ) -> NDArray[np.int64]:
        """Return the means of counts of tiles at each cell's centre, rounded up."""
        total = sum(
            _at(of_tiling, indices).astype(np.int64) for of_tiling, indices in zip(counts, tile_indices, strict=True)
        )
        return -(-np.asarray(total, dtype=np.int64) // len(tile_indices))


def display_grid(description: EnvironmentDescription, view: ViewSettings) -> EnvironmentDescription:
    """Return what tiles are laid over, as if a table of equal cells were laid over it.

    Args:
        description: that of the tiles.
        view: `resolution` cells along each dimension that is shown; along the others, as many tiles as there are, but
            no more than that.

    Raises:
        ViewError: it can't be shown as `view` asks.
        ValueError: it has no tiles, or the view has no resolution.
    """
    if description.tiling is None or view.resolution is None:
        raise ValueError
    tiles: list[int] = description.tiling["tiles"]
    # Which dimensions are shown doesn't depend on the number of cells.
    shown = view.of(_with_cells(description, tiles)).dimensions or (0,)
    return _with_cells(
        description,
        [
            view.resolution if dimension in shown else min(view.resolution, count)
            for dimension, count in enumerate(tiles)
        ],
    )


def fitting(description: EnvironmentDescription, view: ViewSettings, most_values: int) -> ViewSettings:
    """Return a view whose grid over tiles has no more values than that, where that is possible; tables are as they are.

    Args:
        description: what the table or the tiles are laid over.
        view: with the finest resolution that is wanted.
        most_values: of the grid.
    """
    if description.tiling is None or view.resolution is None:
        return view
    for resolution in range(view.resolution, COARSEST, -1):
        coarser = replace(view, resolution=resolution)
        if np.prod(display_grid(description, coarser).table_shape, dtype=np.float64) <= most_values:
            return coarser
    return replace(view, resolution=COARSEST)


def _with_cells(description: EnvironmentDescription, cells: Sequence[int]) -> EnvironmentDescription:
    assert description.low is not None and description.high is not None  # noqa: PT018, S101 (tiles have bounds)
    bounds = zip(description.low, description.high, cells, strict=True)
    return replace(
        description,
        bins=list(cells),
        bin_width=[(high - low) / count for low, high, count in bounds],
        table_shape=[*cells, len(description.actions)],
        tiling=None,
    )


def _tile_indices(
    description: EnvironmentDescription, grid: EnvironmentDescription
) -> tuple[tuple[NDArray[np.intp], ...], ...]:
    """Return, for each tiling and along each dimension, the tile that each cell's centre lies in.

    The arithmetic is that of `tabular.environments.tiles`, which tells what the shifts and the steps are.
    """
    tiling = description.tiling
    assert tiling is not None and grid.low is not None and grid.high is not None  # noqa: PT018, S101 (tiles have them)
    tilings: int = tiling["tilings"]
    of_dimensions = []
    for dimension, (count, periodic) in enumerate(zip(tiling["tiles"], tiling["periodic"], strict=True)):
        low, high = np.float32(grid.low[dimension]), np.float32(grid.high[dimension])
        steps = np.int64(count if periodic else max(count - 1, 1)) * tilings
        size = 1 if count == 1 else int(steps) + (not periodic)
        centres = centres_of(float(low), float(high), grid.cells[dimension]).astype(np.float32)
        position = (centres - low).astype(np.float64) / ((high - low) / steps)
        step = np.clip(position.astype(np.int64), 0, size - 1)
        odd = 1 if tiling["offsets"] == "uniform" else 2 * dimension + 1
        shift = odd * np.arange(tilings)[:, np.newaxis] % tilings
        index = step // tilings + (step % tilings + shift >= tilings)
        of_dimensions.append(np.where(index == count, 0, index).astype(np.intp))
    return tuple(zip(*of_dimensions, strict=True))


def centres_of(low: float, high: float, cells: int) -> NDArray[np.float64]:
    """Return the centres of equal cells between bounds, shape (cells,)."""
    return low + (np.arange(cells) + 0.5) * (high - low) / cells


def _at(of_tiles: NDArray[Any], indices: Sequence[NDArray[np.intp]]) -> NDArray[Any]:
    """Return what is known of one tiling's tiles at each cell's centre.

    Args:
        of_tiles: shape (*tiles, …).
        indices: along each dimension of the tiles, the tile of each cell.
    """
    # From the last dimension to the first, it is ever longer pieces of memory that are copied.
    for dimension in reversed(range(len(indices))):
        of_tiles = of_tiles.take(indices[dimension], axis=dimension)
    return of_tiles


def _in_words(tilings: int, cells: Sequence[int]) -> str:
    """Say where values come from, with spaces between sizes at which no line breaks."""
    of_tilings = "1\N{NO-BREAK SPACE}tiling" if tilings == 1 else f"{tilings}\N{NO-BREAK SPACE}tilings"
    sizes = "\N{NO-BREAK SPACE}×\N{NO-BREAK SPACE}".join(map(str, cells))
    return f"values of {of_tilings} at the centres of {sizes}\N{NO-BREAK SPACE}cells"
