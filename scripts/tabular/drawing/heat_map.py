"""A figure with one cell for each cell of a table that is shown, in physical axes or over a grid world's map."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.ticker import MaxNLocator

from tabular.drawing.axes import LABEL_SHARE, set_directions
from tabular.drawing.canvas import new_figure
from tabular.drawing.hatching import hatch_behind, hatched_patch
from tabular.drawing.style import FIGURE_STYLE
from tabular.drawing.titles_and_legends import MOST_OF_HEIGHT, fitted_legend, fitted_text, write_title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.collections import QuadMesh
    from matplotlib.colorbar import Colorbar
    from matplotlib.colors import Colormap, Normalize
    from matplotlib.figure import Figure
    from matplotlib.patches import Patch
    from numpy.typing import NDArray

    from tabular.drawing.titles_and_legends import LegendEntry
    from tabular.q_tables.view import Axis, TableView
    from tabular.results.environment import EnvironmentDescription

MOST_VECTORS = 10_000
"""Cells beyond which they are pixels in the .svg too: every browser would be slow to draw so many."""

FRAME_HEIGHT = 150
"""Pixels at 100 dpi for what is above and below a grid world's cells."""

BAR_HEIGHT = 70
"""Pixels at 100 dpi for a colour bar below the cells."""

FRAME_WIDTH = 75
"""Pixels at 100 dpi for what is beside them; a colour bar is beside those only that aren't flat."""

FLAT = 0.5
"""Maps with fewer rows than this share of their columns have the colour bar below them, where it is long enough."""

NOTE_SHARE = 0.85
"""Share of the figure's width that the line below the title may take."""

ROW_NAME_SHARE = 0.55
"""Share of the figure's height that the name of the vertical direction may take: a legend may be below it."""

LETTER_WIDTH = 9
"""Pixels at 100 dpi of a letter in that line, about."""

LOWEST_FIGURE = 250
"""Pixels at 100 dpi, into which a single row of cells fits."""


@dataclass(frozen=True)
class HeatMap:
    """A figure whose axes are laid over the cells that are shown.

    Attributes:
        figure: the figure, with a canvas.
        axes: where the cells go.
        description: what the table is laid over.
        view: what is shown of it.
    """

    figure: Figure
    axes: Axes
    description: EnvironmentDescription
    view: TableView

    @property
    def pitch(self) -> float:
        """The smaller distance between two cells in points, about: the layout is settled only when it is drawn."""
        width, height = self.figure.get_size_inches() * 72
        return float(min(0.75 * width / self.view.columns.cells, 0.6 * height / self.view.rows.cells))


def start_heat_map(
    description: EnvironmentDescription,
    view: TableView,
    title: str,
    note: str,
    size: Sequence[int],
    *,
    has_bar: bool = False,
) -> HeatMap:
    """Draw axes, a title, and below it what is not shown; to be called inside `FIGURE_STYLE`.

    Args:
        description: what the table is laid over.
        view: what is shown of it.
        title: what the figure shows.
        note: what it doesn't show, in words; may be empty.
        size: width and height in pixels at 100 dpi; a map with fewer rows gets a lower figure.
        has_bar: a colour bar will be added.
    """
    width, height = size[0], _height(view, size, BAR_HEIGHT if has_bar and _is_flat(view) else 0)
    figure = new_figure((width, height), ConstrainedLayoutEngine(compress=view.is_map))
    axes = figure.subplots()
    set_directions(axes, view)
    if not view.is_map:
        axes.xaxis.set_major_locator(MaxNLocator(nbins=7, integer=view.columns.discrete, min_n_ticks=1))
        axes.yaxis.set_major_locator(MaxNLocator(nbins=7, integer=view.rows.discrete, min_n_ticks=1))
        if not view.rows.name:
            axes.set_yticks([])
    letters = FIGURE_STYLE["axes.labelsize"]
    axes.set_xlabel(fitted_text(figure, view.columns.name, LABEL_SHARE * width, letters))
    axes.set_ylabel(fitted_text(figure, view.rows.name, ROW_NAME_SHARE * height, letters))
    for spine in axes.spines.values():
        spine.set_visible(True)
    write_title(figure, title)
    if note:
        lines = textwrap.wrap(note, int(NOTE_SHARE * width / LETTER_WIDTH))
        axes.set_title("\n".join(lines), loc="left", fontsize=FIGURE_STYLE["legend.fontsize"])
    return HeatMap(figure, axes, description, view)


def draw_cells(heat_map: HeatMap, values: NDArray[Any], norm: Normalize, colors: str | Colormap) -> QuadMesh:
    """Fill every cell with the colour of its value; masked ones show the hatch of `hatch_never_updated`.

    Args:
        heat_map: where to.
        values: shape (rows, columns), masked or not.
        norm: from values to 0 … 1.
        colors: a colour map, or its name.
    """
    return heat_map.axes.pcolormesh(
        edges(heat_map.view.columns),
        edges(heat_map.view.rows),
        values,
        norm=norm,
        cmap=colors,
        rasterized=values.size > MOST_VECTORS,
        linewidth=0,
        zorder=0.5,
    )


def draw_color_bar(heat_map: HeatMap, mesh: QuadMesh, label: str) -> Colorbar:
    """Say what the colours of the cells mean."""
    if _is_flat(heat_map.view):
        return heat_map.figure.colorbar(mesh, ax=heat_map.axes, label=label, location="bottom", pad=0.03, aspect=40)
    return heat_map.figure.colorbar(mesh, ax=heat_map.axes, label=label, pad=0.02)


def edges(axis: Axis) -> NDArray[np.float64]:
    """Return the coordinates of the edges of an axis's cells, shape (cells + 1,)."""
    return np.linspace(axis.low, axis.high, axis.cells + 1)


def hatch_never_updated(heat_map: HeatMap) -> Patch:
    """Hatch what is behind the cells, and return the legend's entry for it."""
    hatch_behind(heat_map.axes)
    return hatched_patch()


def draw_legend(heat_map: HeatMap, entries: Sequence[LegendEntry]) -> None:
    """Put the legend below the cells, where it hides none."""
    if entries:
        fitted_legend(
            heat_map.figure,
            entries,
            "outside lower center",
            handlelength=1.4,
            handletextpad=0.4,
            most_of_height=MOST_OF_HEIGHT,
        )


def _height(view: TableView, size: Sequence[int], bar: int) -> int:
    """Return the height in which a map's squares are as large as the width allows, at most that of the size."""
    if view.is_map:
        needed = (size[0] - FRAME_WIDTH) * view.rows.cells // view.columns.cells + FRAME_HEIGHT
    else:
        needed = LOWEST_FIGURE if view.rows.cells == 1 else size[1]
    return max(LOWEST_FIGURE, min(size[1], needed + bar))


def _is_flat(view: TableView) -> bool:
    return view.rows.cells < FLAT * view.columns.cells if view.is_map else view.rows.cells == 1
