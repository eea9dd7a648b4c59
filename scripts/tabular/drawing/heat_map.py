"""A figure with one cell for each cell of a table that is shown, in physical axes or over a grid world's map."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle
from matplotlib.path import Path
from matplotlib.patheffects import withStroke
from matplotlib.textpath import TextPath
from matplotlib.ticker import MaxNLocator

from tabular.drawing.action_panels import LABEL_SHARE, set_directions
from tabular.drawing.hatching import hatch_behind, hatched_patch
from tabular.drawing.style import DPI, FIGURE_STYLE, MOST_OF_HEIGHT, fitted_legend, fitted_text, write_title
from tabular.results.environment import BLOCKED, GOAL, HOLE, START

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.collections import QuadMesh
    from matplotlib.colorbar import Colorbar
    from matplotlib.colors import Colormap, Normalize
    from numpy.typing import NDArray

    from tabular.q_tables.view import Axis, TableView
    from tabular.results.environment import EnvironmentDescription

MOST_VECTORS = 10_000
"""Cells beyond which they are pixels in the .svg too: every browser would be slow to draw so many."""

PLACES = {START: "start", GOAL: "goal", HOLE: "hole", BLOCKED: "cliff or wall"}
"""What the letters of a grid world's map mean."""

PLACE_COLORS = {GOAL: ("white", "black"), HOLE: ("#404040", "white"), BLOCKED: ("#404040", "#404040")}
"""What is drawn over a place, and its letter; the start shows what is known of it."""

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
class TableFigure:
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


def start_figure(
    description: EnvironmentDescription,
    view: TableView,
    title: str,
    note: str,
    size: Sequence[int],
    *,
    has_bar: bool = False,
) -> TableFigure:
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
    layout = ConstrainedLayoutEngine(compress=view.is_map)
    figure = Figure(figsize=(width / DPI, height / DPI), dpi=DPI, layout=layout)
    FigureCanvasAgg(figure)
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
    return TableFigure(figure, axes, description, view)


def draw_cells(on: TableFigure, values: NDArray[Any], norm: Normalize, colors: str | Colormap) -> QuadMesh:
    """Fill every cell with the colour of its value; masked ones show the hatch of `hatch_never_updated`.

    Args:
        on: where to.
        values: shape (rows, columns), masked or not.
        norm: from values to 0 … 1.
        colors: a colour map, or its name.
    """
    return on.axes.pcolormesh(
        edges(on.view.columns),
        edges(on.view.rows),
        values,
        norm=norm,
        cmap=colors,
        rasterized=values.size > MOST_VECTORS,
        linewidth=0,
        zorder=0.5,
    )


def draw_color_bar(on: TableFigure, mesh: QuadMesh, label: str) -> Colorbar:
    """Say what the colours of the cells mean."""
    if _is_flat(on.view):
        return on.figure.colorbar(mesh, ax=on.axes, label=label, location="bottom", pad=0.03, aspect=40)
    return on.figure.colorbar(mesh, ax=on.axes, label=label, pad=0.02)


def edges(axis: Axis) -> NDArray[np.float64]:
    """Return the coordinates of the edges of an axis's cells, shape (cells + 1,)."""
    return np.linspace(axis.low, axis.high, axis.cells + 1)


def hatch_never_updated(on: TableFigure) -> Patch:
    """Hatch what is behind the cells, and return the legend's entry for it."""
    hatch_behind(on.axes)
    return hatched_patch()


def draw_places(on: TableFigure) -> list[Artist]:
    """Draw where start, goal, holes and cliffs are, if there is a map, and return the legend's entries for them."""
    if not has_places(on):
        return []
    letters = on.description.map or []
    size = min(FIGURE_STYLE["font.size"], 0.6 * on.pitch)
    for row, line in enumerate(letters):
        for column, letter in enumerate(line):
            if letter in PLACE_COLORS:
                face, ink = PLACE_COLORS[letter]
                on.axes.add_patch(Rectangle((column - 0.5, row - 0.5), 1, 1, facecolor=face, edgecolor="none"))
                if letter != BLOCKED:
                    on.axes.text(column, row, letter, color=ink, size=size, ha="center", va="center", weight="bold")
            elif letter == START:
                outline = [withStroke(linewidth=2.5, foreground="white")]
                on.axes.text(
                    column - 0.45, row - 0.42, letter, size=0.75 * size, ha="left", va="top", weight="bold",
                    path_effects=outline, zorder=5,
                )  # fmt: skip
    return [_entry(letter, meaning) for letter, meaning in PLACES.items() if any(letter in line for line in letters)]


def has_places(on: TableFigure) -> bool:
    """Tell whether the cells that are shown are the places of the environment's map."""
    shape = [on.view.rows.cells, on.view.columns.cells]
    return on.view.is_map and on.description.map is not None and on.description.grid == shape


def is_place_of(on: TableFigure, letters: str) -> NDArray[np.bool_]:
    """Tell for each cell whether the map has one of these letters there, shape (rows, columns)."""
    shape = on.view.rows.cells, on.view.columns.cells
    if not has_places(on):
        return np.zeros(shape, dtype=np.bool_)
    return np.array([[letter in letters for letter in line] for line in on.description.map or []], dtype=np.bool_)


def draw_legend(on: TableFigure, entries: Sequence[Artist]) -> None:
    """Put the legend below the cells, where it hides none."""
    if entries:
        fitted_legend(
            on.figure,
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


def _entry(letter: str, meaning: str) -> Artist:
    if letter == BLOCKED:
        return Patch(facecolor=PLACE_COLORS[BLOCKED][0], label=meaning)
    return Line2D(
        [], [], linestyle="none", marker=_letter_marker(letter), markersize=9, color="black", markeredgewidth=0.4,
        label=meaning,
    )  # fmt: skip


def _letter_marker(letter: str) -> Path:
    """Return the shape of a bold letter, its centre at the origin."""
    shape = TextPath((0, 0), letter, prop=FontProperties(family=FIGURE_STYLE["font.family"], weight="bold"))
    low, high = shape.vertices.min(axis=0), shape.vertices.max(axis=0)
    return Path(shape.vertices - (low + high) / 2, shape.codes)
