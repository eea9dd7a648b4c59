"""Axes that are laid over the cells of a Q-table: their limits, their ticks and their names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import matplotlib as mpl
from matplotlib.ticker import MaxNLocator

from tabular.drawing.canvas import DPI
from tabular.drawing.titles_and_legends import fitted_text

if TYPE_CHECKING:
    import numpy as np
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from tabular.q_tables.view import TableView

BETWEEN_PANELS = 0.1
"""Room between two panels of a map, about, as a share of a panel."""

LABEL_SHARE = 0.7
"""Share of the figure's width or height that a direction's name may take."""


def set_directions(panel: Axes, view: TableView, most_ticks: int = 9) -> None:
    """Lay a panel's axes over the cells that a view shows, with so many horizontal intervals between ticks at most."""
    panel.set_xlim(view.columns.low, view.columns.high)
    panel.set_ylim(view.rows.low, view.rows.high)
    for axis, direction in ((panel.xaxis, view.columns), (panel.yaxis, view.rows)):
        if direction.discrete:
            nbins = min(8, most_ticks) if axis is panel.xaxis else 8
            axis.set_major_locator(MaxNLocator(integer=True, nbins=nbins, min_n_ticks=1))
        else:
            axis.set_major_locator(MaxNLocator(nbins=min(9, most_ticks) if axis is panel.xaxis else 5))
        if not direction.name:
            axis.set_ticks([])
    if view.is_map:
        panel.invert_yaxis()
        panel.set_aspect("equal")


def name_directions(figure: Figure, grid: NDArray[np.object_], view: TableView) -> None:
    """Write once what is along each direction: beside the panels of a map, which may be far from the figure's edges."""
    letters = mpl.rcParams["axes.labelsize"]
    width, height = figure.get_size_inches() * DPI
    columns = fitted_text(figure, view.columns.name, LABEL_SHARE * width, letters)
    rows = fitted_text(figure, view.rows.name, LABEL_SHARE * height, letters)
    if not view.is_map:
        figure.supxlabel(columns, fontsize=letters)
        figure.supylabel(rows, fontsize=letters)
        return
    below = [panel for panel in grid[-1] if panel.figure is not None]
    left = list(grid[:, 0])
    # With an even number of panels, the middle is between two of them.
    below[(len(below) - 1) // 2].set_xlabel(columns, x=0.5 if len(below) % 2 else 1.0 + BETWEEN_PANELS / 2)
    left[(len(left) - 1) // 2].set_ylabel(rows, y=0.5 if len(left) % 2 else -BETWEEN_PANELS / 2)
