"""The cost to go at several times of a training, as in Figure 10.1 of Sutton & Barto (2018), page 245."""

from __future__ import annotations

from typing import TYPE_CHECKING

import matplotlib as mpl

from tabular.drawing.canvas import new_figure
from tabular.drawing.style import FIGURE_STYLE
from tabular.drawing.titles_and_legends import write_title
from tabular.figures.cost_to_go import add_surface

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from matplotlib.figure import Figure

    from tabular.book.figure import TableFigure
    from tabular.results.environment import EnvironmentDescription

COLUMNS = 2

ROW_HEIGHT, TITLE_HEIGHT = 320, 45
"""Pixels at 100 dpi."""


def draw_costs(
    title: str, book_figure: TableFigure, cells: pd.DataFrame, environment: EnvironmentDescription, size: Sequence[int]
) -> Figure:
    """Draw the negative value of the best action as a surface, a panel for each time.

    Args:
        title: of the figure.
        book_figure: what its panels are called.
        cells: a row a cell and action, with the columns of `tabular.results.book.CELLS`.
        environment: has two dimensions of intervals.
        size: width and height in pixels at 100 dpi, of which only the width counts.
    """
    lines = -(-len(book_figure.times) // COLUMNS)
    height = TITLE_HEIGHT + lines * ROW_HEIGHT
    with mpl.rc_context({**FIGURE_STYLE, "axes.labelsize": 10.0, "xtick.labelsize": 9.0, "ytick.labelsize": 9.0}):
        figure = new_figure((size[0], height), None)
        write_title(figure, title)
        across, down = 1.0 / COLUMNS, ROW_HEIGHT / height
        for number, name in enumerate(book_figure.times):
            cost = (
                -cells[cells["panel"] == number].groupby(["row", "column"], sort=True)["value"].max().unstack("column")
            )
            line, column = divmod(number, COLUMNS)
            bottom = 1.0 - TITLE_HEIGHT / height - (line + 1) * down
            place = (column * across, bottom + 0.12 * down, 0.88 * across, 0.84 * down)
            names = environment.axes[0], environment.axes[1]
            panel = add_surface(
                figure, place, cost.columns.to_numpy(), cost.index.to_numpy(), cost.to_numpy(), names=names
            )
            panel.set_xlabel(names[0], labelpad=4)
            panel.set_ylabel(names[1], labelpad=8)
            panel.set_zlabel("cost to go", labelpad=2)
            left, top = column * across + 0.02, bottom + down
            figure.text(left, top, name, va="top", weight="bold", size=FIGURE_STYLE["axes.titlesize"])
    return figure
