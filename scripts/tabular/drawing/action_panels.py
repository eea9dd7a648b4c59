"""The picture of a table: one panel per action, one mark per cell, telling the best action from the others.

A cell of a panel is one value of the table. Where that value was never updated, it is hatched instead of marked.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import numpy as np
from matplotlib.colors import to_rgb
from matplotlib.lines import Line2D

from tabular.drawing.axes import name_directions, set_directions
from tabular.drawing.canvas import DPI
from tabular.drawing.hatching import hatch_behind, hatched_patch
from tabular.drawing.titles_and_legends import fitted_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from tabular.q_tables.view import TableView
    from tabular.results.environment import EnvironmentDescription

SMALLEST_MARK = 6.0
"""Pixels between cells below which the two kinds of mark look alike: then whole cells are filled."""

MARK_SHARE = 0.72
"""Diameter of a mark as a share of the distance between cells, so that marks never reach another cell."""

LARGEST_MARK = 26.0
"""Pixels beyond which a mark only hides the grid."""

HEADER_HEIGHT = 62
"""Pixels at the top of the picture that are kept free of panels, for two lines of text and the legend."""

STACKED_PANELS = 3
"""Panels that are stacked; more are put side by side too."""

BESIDE_PANEL, ABOVE_PANEL = 60, 70
"""Pixels of a panel, about, that its texts take beside and above it."""

LETTERS_OF_A_TICK, LETTER_SHARE = 5, 0.7
"""Letters of a number on the horizontal axis, with the room to the next; a letter's width as a share of its height."""


@dataclass(frozen=True)
class MarkStyle:
    """How the two kinds of cell look.

    Attributes:
        colors: Matplotlib colours of the `best` action of its cell and of any `other`.
        markers: Matplotlib markers of the two.
        opacity: opacity of the two, from 0 to 1.
    """

    colors: Mapping[str, str]
    markers: Mapping[str, str]
    opacity: Mapping[str, float]


@dataclass(frozen=True)
class Panels:
    """A figure whose axes are drawn and whose cells are still empty.

    Attributes:
        figure: the figure, with a canvas.
        axes: one per action.
        view: what the cells are.
        style: how they look.
    """

    figure: Figure
    axes: list[Axes]
    view: TableView
    style: MarkStyle

    @property
    def mark_diameter(self) -> float | None:
        """Diameter of a mark in pixels at the figure's own resolution; None where cells are filled instead."""
        box = self.axes[0].get_window_extent()
        pitch = min(box.width / self.view.columns.cells, box.height / self.view.rows.cells)
        return min(pitch * MARK_SHARE, LARGEST_MARK) if pitch >= SMALLEST_MARK else None


def lay_out_panels(figure: Figure, description: EnvironmentDescription, view: TableView, style: MarkStyle) -> Panels:
    """Draw a panel for each action, its axes laid over the cells; to be called inside the figure's style.

    Args:
        figure: where to; it needs a canvas.
        description: the environment that the table is laid over.
        view: what is shown of the table.
        style: how marks look.
    """
    size = figure.get_size_inches() * DPI
    rows, columns = _arrange(len(description.actions), view, (size[0], size[1]))
    grid = figure.subplots(rows, columns, squeeze=False, sharex=True, sharey=True)
    axes: list[Axes] = list(grid.ravel()[: len(description.actions)])
    for unused in grid.ravel()[len(axes) :]:
        unused.remove()
    tick = LETTERS_OF_A_TICK * LETTER_SHARE * mpl.rcParams["xtick.labelsize"] * DPI / 72
    most_ticks = max(2, int((size[0] / columns - BESIDE_PANEL) / tick))
    title_room, title_size = size[0] / columns - BESIDE_PANEL, mpl.rcParams["axes.titlesize"]
    for panel, action in zip(axes, description.actions, strict=True):
        panel.set_title(fitted_text(figure, action, title_room, title_size), loc="left")
        set_directions(panel, view, most_ticks)
    name_directions(figure, grid, view)
    return Panels(figure=figure, axes=axes, view=view, style=style)


def hatch_panels(panels: Panels) -> None:
    """Hatch all cells; `draw_marks` covers those whose values were updated."""
    for panel in panels.axes:
        hatch_behind(panel)


def draw_marks(panels: Panels, best: NDArray[np.bool_], updated: NDArray[np.bool_]) -> list[Artist]:
    """Put a mark into every cell whose value was updated, on white where cells are hatched.

    Args:
        panels: where to.
        best: whether no other action is better, shape (actions, rows, columns).
        updated: whether the cell's value was ever updated, the same shape.

    Returns:
        What was added, so that it can be removed again.
    """
    diameter = panels.mark_diameter
    x, y = np.meshgrid(panels.view.columns.centres, panels.view.rows.centres)
    white = np.full(3, 255, dtype=np.uint8)
    filled = np.array([fill_color(panels.style, kind) for kind in ("other", "best")], dtype=np.uint8)
    artists: list[Artist] = []
    for panel, is_best, is_updated in zip(panels.axes, best, updated, strict=True):
        ground = np.full((*is_best.shape, 3), white) if diameter is not None else filled[is_best.astype(np.intp)]
        opacity = np.where(is_updated, np.uint8(255), np.uint8(0))
        artists.append(draw_image(panels, panel, np.dstack([ground, opacity])))
        if diameter is not None:
            points = diameter * 72 / DPI
            for kind, chosen in (("other", is_updated & ~is_best), ("best", is_updated & is_best)):
                artists.append(panel.scatter(x[chosen], y[chosen], **_mark(panels.style, kind, points)))
    return artists


def draw_image(panels: Panels, panel: Axes, colors: NDArray[np.uint8]) -> Artist:
    """Fill every cell of a panel with its colour, shape (rows, columns, 3 or with an opacity 4), not smoothed."""
    columns, rows = panels.view.columns, panels.view.rows
    extent = (
        (columns.low, columns.high, rows.high, rows.low)
        if panels.view.is_map
        else (columns.low, columns.high, rows.low, rows.high)
    )
    limits = panel.get_xlim(), panel.get_ylim()
    image = panel.imshow(
        colors,
        extent=extent,
        origin="upper" if panels.view.is_map else "lower",
        interpolation="nearest",
        aspect=panel.get_aspect(),
        zorder=0.5,
    )
    panel.set_xlim(limits[0])
    panel.set_ylim(limits[1])
    return image


def legend_entries(panels: Panels, *, some_never_updated: bool) -> list[Artist]:
    """Return an entry for each kind of cell; it is known how marks look once the figure is drawn."""
    marks = [
        Line2D([], [], linestyle="none", markersize=8, label=label, **_legend_mark(panels, kind))
        for kind, label in (("best", "no other action is better"), ("other", "another action is better"))
    ]
    return [*marks, hatched_patch()] if some_never_updated else [*marks]


def _arrange(actions: int, view: TableView, size: tuple[float, float]) -> tuple[int, int]:
    """Return rows and columns of panels: a map's so that its squares are largest, others near to a square.

    Up to three panels that are no maps are stacked, as in the tutorial.
    """
    if view.is_map:

        def square(columns: int) -> float:
            rows = math.ceil(actions / columns)
            width, height = size[0] / columns - BESIDE_PANEL, (size[1] - HEADER_HEIGHT) / rows - ABOVE_PANEL
            return min(width / view.columns.cells, height / view.rows.cells)

        columns = max(range(1, actions + 1), key=square)
    else:
        columns = 1 if actions <= STACKED_PANELS else math.ceil(math.sqrt(actions))
    return math.ceil(actions / columns), columns


def _legend_mark(panels: Panels, kind: str) -> dict[str, Any]:
    style = panels.style
    marker = style.markers[kind] if panels.mark_diameter is not None else "s"
    return {"marker": marker, "color": style.colors[kind], "alpha": style.opacity[kind]}


def _mark(style: MarkStyle, kind: str, points: float) -> dict[str, Any]:
    """Return what `scatter` needs for one kind of mark of this diameter in points."""
    marker = style.markers[kind]
    filled = marker in Line2D.filled_markers
    return {
        "marker": marker,
        "color": style.colors[kind],
        "alpha": style.opacity[kind],
        "s": (points if filled else points * 0.85) ** 2,
        "linewidths": 0.0 if filled else max(0.6, points * 0.16),
        "zorder": 2,
    }


def fill_color(style: MarkStyle, kind: str) -> tuple[int, int, int]:
    """Return a kind's colour as it looks on white, as red, green and blue from 0 to 255."""
    opacity = style.opacity[kind]
    red, green, blue = (round(255 * (1 - opacity + opacity * channel)) for channel in to_rgb(style.colors[kind]))
    return red, green, blue
