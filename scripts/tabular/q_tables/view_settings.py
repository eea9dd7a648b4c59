"""Which part of a table pictures show, as the configuration says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tabular.q_tables.view import choose_view

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tabular.q_tables.view import Reduction, TableView
    from tabular.results.environment import EnvironmentDescription


@dataclass(frozen=True)
class ViewSettings:
    """The section `view` of the configuration.

    Attributes:
        axes: the names of the horizontal and the vertical dimension; None: those that say most where that is known,
            else the first two.
        reduce: what becomes of the other dimensions: their mean, their maximum, or only the middle cell.
        grid: rows and columns for the states of a single discrete dimension; None: those that the environment
            has, else a row, or rows of equal length where one would be too long.
        resolution: cells along each shown dimension on which values of tiles are sampled, 2 to 400; None with a table,
            which has cells of its own.
    """

    axes: Sequence[str] | None
    reduce: Reduction
    grid: Sequence[int] | None
    resolution: int | None = None

    def of(self, description: EnvironmentDescription) -> TableView:
        """Return how a table that is laid over an environment is shown.

        Raises:
            ViewError: an axis isn't one of the environment's, or the grid doesn't hold the states.
        """
        return choose_view(description, self.axes, self.reduce, self.grid)
