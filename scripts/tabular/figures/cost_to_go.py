"""The cost to go of a Q-table, the negative value of the best action, as a surface.

The picture is that of Figure 10.1 of Sutton & Barto (2018), page 245.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import numpy as np
from matplotlib.ticker import MaxNLocator
from mpl_toolkits.mplot3d import Axes3D
from mpl_toolkits.mplot3d.art3d import Poly3DCollection

from tabular.drawing.canvas import new_figure
from tabular.drawing.number_ticks import NumberTicks
from tabular.drawing.style import FIGURE_STYLE, GREY, SEQUENTIAL
from tabular.drawing.titles_and_legends import fitted_text, write_title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from tabular.q_tables.final import FinalQTable
    from tabular.q_tables.view import TableView

ELEVATION, AZIMUTH = 38.0, -62.0
"""Degrees of the viewpoint, about those of the book's figure."""

MOST_LINES = 50
"""Cells along a direction; of a finer table, only every second, third, … is drawn."""

BELOW_TITLE = 0.93
"""Share of the figure's height at which a note begins."""

LONGEST_NAME = 0.4
"""Share of the figure's width that a direction's name may take."""


def draw_cost_to_go(q_table: FinalQTable, name: str, discount: float, size: Sequence[int]) -> Figure:
    """Draw the cost to go of a Q-table as a surface.

    Args:
        q_table: the Q-table; its view shows two dimensions of intervals.
        name: the experiment's name.
        discount: the discount that its values were learned with, from 0 to 1.
        size: width and height in pixels at 100 dpi.
    """
    label = "cost to go (discounted)" if discount < 1 else "cost to go"
    return draw_surface(q_table.view, -q_table.values, f"{name}: cost to go, −max Q", label, size)


def draw_surface(
    view: TableView,
    cost: np.ma.MaskedArray[Any, np.dtype[np.float64]],
    title: str,
    label: str,
    size: Sequence[int],
) -> Figure:
    """Draw a surface over costs; it has holes where they are masked.

    Args:
        view: the part of the Q-table that is shown.
        cost: shape (rows, columns).
        title: what the figure shows.
        label: what the heights are.
        size: width and height in pixels at 100 dpi.
    """
    with mpl.rc_context(FIGURE_STYLE):
        figure = new_figure(size, None)
        lettering = FIGURE_STYLE["axes.labelsize"]
        columns, rows = (
            fitted_text(figure, axis.name, LONGEST_NAME * size[0], lettering) for axis in (view.columns, view.rows)
        )
        x, y = view.columns.centres, view.rows.centres
        axes = add_surface(figure, (0.0, 0.04, 0.93, 0.94), x, y, cost.filled(np.nan), names=(columns, rows))
        axes.set(xlim=(view.columns.low, view.columns.high), ylim=(view.rows.low, view.rows.high))
        axes.set_zlabel(label, labelpad=8)
        write_title(figure, title)
        letters = FIGURE_STYLE["legend.fontsize"]
        if view.sampling:
            figure.text(0.01, BELOW_TITLE, view.sampling, color=GREY, size=letters, va="top")
        if np.ma.getmaskarray(cost).any():
            note = "no surface where values were never updated"
            figure.text(0.01, 0.02, note, color=GREY, size=letters)
    return figure


def add_surface(
    figure: Figure,
    place: tuple[float, float, float, float],
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    heights: NDArray[np.float64],
    *,
    names: tuple[str, str],
) -> Axes3D:
    """Add axes with a surface over a grid of points to a figure, and return them.

    Args:
        figure: where to.
        place: left, bottom, width and height of the axes, as shares of the figure's.
        x: shape (columns,).
        y: shape (rows,).
        heights: shape (rows, columns); not a number (NaN) where there is no surface.
        names: of x and y.
    """
    axes = figure.add_axes(place, projection="3d", computed_zorder=False)
    assert isinstance(axes, Axes3D)  # noqa: S101 (tells the type checker)
    corners = surface(x, y, heights)
    shade = Poly3DCollection(corners, cmap=f"{SEQUENTIAL}_r", edgecolor="black", linewidth=0.4)
    shade.set_array(corners[..., 2].mean(axis=-1))
    axes.add_collection3d(shade)
    axes.set(xlim=(x[0], x[-1]), ylim=(y[0], y[-1]))
    known = heights[np.isfinite(heights)]
    low, high = (min(0.0, known.min()), max(0.0, known.max())) if len(known) else (0.0, 1.0)
    axes.set_zlim(low, high if high > low else low + 1.0)
    axes.view_init(elev=ELEVATION, azim=AZIMUTH)
    axes.set_box_aspect((1.25, 1.25, 0.8), zoom=0.97)
    for axis in (axes.xaxis, axes.yaxis, axes.zaxis):
        axis.set_major_locator(MaxNLocator(nbins=5))
        axis.set_major_formatter(NumberTicks())
        axis.set_pane_color((1.0, 1.0, 1.0, 1.0))
    axes.set_xlabel(names[0], labelpad=12)
    axes.set_ylabel(names[1], labelpad=16)
    return axes


def surface(x: NDArray[np.float64], y: NDArray[np.float64], heights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the quadrilaterals between points that have a height, shape (quadrilaterals, 4, 3); see `add_surface`."""
    rows, columns = (np.arange(0, cells, -(-cells // MOST_LINES)) for cells in heights.shape)
    across, along = np.meshgrid(x[columns], y[rows])
    points = np.stack([across, along, heights[np.ix_(rows, columns)]], axis=-1)
    corners = np.stack([points[:-1, :-1], points[:-1, 1:], points[1:, 1:], points[1:, :-1]], axis=2).reshape(-1, 4, 3)
    whole: NDArray[np.float64] = corners[np.isfinite(corners).all(axis=(1, 2))]
    return whole
