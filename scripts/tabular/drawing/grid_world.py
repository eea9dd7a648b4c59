"""A grid world on a figure of its cells: where the start, the goal, holes and cliffs are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle
from matplotlib.path import Path
from matplotlib.patheffects import withStroke
from matplotlib.textpath import TextPath

from tabular.drawing.style import FIGURE_STYLE
from tabular.results.environment import BLOCKED, GOAL, HOLE, START

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from numpy.typing import NDArray

    from tabular.drawing.heat_map import HeatMap

LANDMARKS = {START: "start", GOAL: "goal", HOLE: "hole", BLOCKED: "cliff or wall"}
"""What the letters of a grid world's map mean."""

LANDMARK_COLORS = {GOAL: ("white", "black"), HOLE: ("#404040", "white"), BLOCKED: ("#404040", "#404040")}
"""Colours of a cell and its letter. A start's cell keeps the colour of its value or action."""


def draw_landmarks(heat_map: HeatMap) -> list[Artist]:
    """Draw start, goal, holes and cliffs, if there is a map; return the legend's entries for them."""
    if not has_map(heat_map):
        return []
    axes, letters = heat_map.axes, heat_map.description.map or []
    size = min(FIGURE_STYLE["font.size"], 0.6 * heat_map.pitch)
    for row, line in enumerate(letters):
        for column, letter in enumerate(line):
            if letter in LANDMARK_COLORS:
                face, ink = LANDMARK_COLORS[letter]
                axes.add_patch(Rectangle((column - 0.5, row - 0.5), 1, 1, facecolor=face, edgecolor="none"))
                if letter != BLOCKED:
                    axes.text(column, row, letter, color=ink, size=size, ha="center", va="center", weight="bold")
            elif letter == START:
                outline = [withStroke(linewidth=2.5, foreground="white")]
                axes.text(
                    column - 0.45, row - 0.42, letter, size=0.75 * size, ha="left", va="top", weight="bold",
                    path_effects=outline, zorder=5,
                )  # fmt: skip
    return [_entry(letter, meaning) for letter, meaning in LANDMARKS.items() if any(letter in line for line in letters)]


def has_map(heat_map: HeatMap) -> bool:
    """Tell whether the cells that are shown are those of the environment's map."""
    shape = [heat_map.view.rows.cells, heat_map.view.columns.cells]
    return heat_map.view.is_map and heat_map.description.map is not None and heat_map.description.grid == shape


def landmark_cells(heat_map: HeatMap, letters: str) -> NDArray[np.bool_]:
    """Tell for each cell whether the map has one of these letters there, shape (rows, columns)."""
    shape = heat_map.view.rows.cells, heat_map.view.columns.cells
    if not has_map(heat_map):
        return np.zeros(shape, dtype=np.bool_)
    return np.array([[letter in letters for letter in line] for line in heat_map.description.map or []], dtype=np.bool_)


def _entry(letter: str, meaning: str) -> Artist:
    if letter == BLOCKED:
        return Patch(facecolor=LANDMARK_COLORS[BLOCKED][0], label=meaning)
    return Line2D(
        [], [], linestyle="none", marker=_letter_marker(letter), markersize=9, color="black", markeredgewidth=0.4,
        label=meaning,
    )  # fmt: skip


def _letter_marker(letter: str) -> Path:
    """Return the shape of a bold letter, its centre at the origin."""
    shape = TextPath((0, 0), letter, prop=FontProperties(family=FIGURE_STYLE["font.family"], weight="bold"))
    low, high = shape.vertices.min(axis=0), shape.vertices.max(axis=0)
    return Path(shape.vertices - (low + high) / 2, shape.codes)
