"""Policy and values of the access-control task, as in Figure 10.5 of Sutton & Barto (2018), page 252."""

from __future__ import annotations

from typing import TYPE_CHECKING

import matplotlib as mpl
import numpy as np
from matplotlib.colors import ListedColormap
from matplotlib.patches import Patch

from tabular.drawing.canvas import new_figure
from tabular.drawing.experiment_styles import experiment_style
from tabular.drawing.style import FIGURE_STYLE, GREY, ORANGE, SKY_BLUE
from tabular.drawing.titles_and_legends import write_title

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from matplotlib.figure import Figure

    from tabular.book.figure import TableFigure
    from tabular.results.environment import EnvironmentDescription

COLORS = (ORANGE, SKY_BLUE)
"""Of rejecting and accepting."""


def draw_access_control(
    title: str, book_figure: TableFigure, cells: pd.DataFrame, task: EnvironmentDescription, size: Sequence[int]
) -> Figure:
    """Draw which customers are accepted, above the value of the best action, a line a priority.

    Args:
        title: of the figure.
        book_figure: the names of the priorities.
        cells: a row a cell and action, with the columns of `tabular.results.book.CELLS`; a row of cells is a priority,
            a column a number of free servers.
        task: has the names of both actions.
        size: width and height in pixels at 100 dpi.
    """
    values = np.stack([
        cells[cells["action"] == action].pivot_table(index="row", columns="column", values="value").to_numpy()
        for action in task.actions
    ])  # fmt: skip
    priorities, counts = values.shape[1:]
    free = np.arange(counts)
    with mpl.rc_context(FIGURE_STYLE):
        figure = new_figure(size)
        write_title(figure, title)
        policy, lines = figure.subplots(2, 1, sharex=True, height_ratios=(1, 1.6))
        edges = np.arange(counts + 1) - 0.5, np.arange(priorities + 1) - 0.5
        policy.pcolormesh(
            *edges, values.argmax(axis=0), cmap=ListedColormap(list(COLORS)), vmin=0, vmax=1, edgecolor="white"
        )
        policy.set_yticks(np.arange(priorities), book_figure.row_names)
        policy.invert_yaxis()
        patches = [Patch(color=color, label=name) for color, name in zip(COLORS, task.actions, strict=True)]
        policy.legend(handles=patches, loc="lower left", bbox_to_anchor=(0.0, 1.0), ncols=2, frameon=False)
        for position, (name, row) in enumerate(zip(book_figure.row_names, values.max(axis=0), strict=True)):
            style = experiment_style(position)
            lines.plot(free, row, color=style.color, linestyle=style.dashes, marker=style.marker, label=name)
        lines.axhline(0, color=GREY, linewidth=0.8)
        lines.set(xlabel="free servers", ylabel="differential value\nof the best action", xticks=free)
        lines.grid(visible=True, axis="y", alpha=0.25)
        lines.legend(frameon=False, ncols=2)
    return figure
