"""Policies on the map of a maze, side by side, as in Figure 8.3 of Sutton & Barto (2018), page 166."""

from __future__ import annotations

from typing import TYPE_CHECKING

import matplotlib as mpl
import numpy as np
from matplotlib.patches import Rectangle

from tabular.drawing.actions import arrow_direction
from tabular.drawing.canvas import new_figure
from tabular.drawing.style import BLACK, FIGURE_STYLE, GREY
from tabular.drawing.titles_and_legends import write_title
from tabular.results.environment import BLOCKED, GOAL, START

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from tabular.book.figure import TableFigure
    from tabular.results.environment import EnvironmentDescription

ARROW_LENGTH = 0.6
"""As a share of the distance between cells."""

HEIGHT_SHARE = 0.5
"""Of the height of other figures: two flat maps side by side need no more."""


def draw_policies(
    title: str, book_figure: TableFigure, cells: pd.DataFrame, maze: EnvironmentDescription, size: Sequence[int]
) -> Figure:
    """Draw an arrow for each best action of each cell, where not all of its values are equal.

    Args:
        title: of the figure.
        book_figure: what its panels are called.
        cells: a row a cell and action, with the columns of `tabular.results.book.CELLS`.
        maze: has the map, and the names of directions as its actions.
        size: width and height in pixels at 100 dpi of other figures.
    """
    with mpl.rc_context(FIGURE_STYLE):
        figure = new_figure((size[0], int(HEIGHT_SHARE * size[1])))
        write_title(figure, title)
        panels = figure.subplots(1, len(book_figure.experiments), squeeze=False).ravel()
        for number, (panel, name) in enumerate(zip(panels, book_figure.experiments.values(), strict=True)):
            panel.set_title(name, loc="left", fontsize=FIGURE_STYLE["axes.labelsize"])
            draw_maze(panel, maze.map or [])
            draw_best_actions(panel, cells[cells["panel"] == number], maze)
    return figure


def draw_maze(panel: Axes, letters: Sequence[str]) -> None:
    """Draw the walls of a map, a line between any two cells, and the letters of start and goal."""
    rows, columns = len(letters), len(letters[0])
    panel.set(xlim=(-0.5, columns - 0.5), ylim=(rows - 0.5, -0.5), aspect="equal", xticks=[], yticks=[])
    panel.hlines(np.arange(rows + 1) - 0.5, -0.5, columns - 0.5, color=GREY, linewidth=0.6)
    panel.vlines(np.arange(columns + 1) - 0.5, -0.5, rows - 0.5, color=GREY, linewidth=0.6)
    for spine in panel.spines.values():
        spine.set_visible(True)
    for row, line in enumerate(letters):
        for column, letter in enumerate(line):
            if letter == BLOCKED:
                panel.add_patch(Rectangle((column - 0.5, row - 0.5), 1, 1, facecolor=GREY))
            elif letter in {START, GOAL}:
                panel.text(column - 0.45, row - 0.42, letter, ha="left", va="top", weight="bold", size=12)


def draw_best_actions(panel: Axes, cells: pd.DataFrame, maze: EnvironmentDescription) -> None:
    """Draw the best actions of a panel's cells, and a square where the agent is."""
    walls = "".join(maze.map or [])
    for number, (_, values) in enumerate(cells.groupby(["row", "column"], sort=True)):
        row, column = values[["row", "column"]].to_numpy()[0]
        if values["is_agent"].any():
            panel.add_patch(Rectangle((column, row), 0.4, 0.4, facecolor=BLACK, zorder=2))
        best = values[values["value"] == values["value"].max()]
        if walls[number] in {BLOCKED, GOAL} or len(best) == len(values):
            continue
        for action in best["action"]:
            right, down = (ARROW_LENGTH * part for part in arrow_direction(action))
            panel.quiver(
                column, row, right, down, angles="xy", scale_units="xy", scale=1, pivot="mid", units="x",
                width=0.07, headwidth=4.5, headlength=4.5, headaxislength=4.0, zorder=3,
            )  # fmt: skip
