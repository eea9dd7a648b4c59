"""A figure of the book that has lines: their means over runs, in the bands of their 95 % intervals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import matplotlib as mpl
import numpy as np
from matplotlib.lines import Line2D
from matplotlib.ticker import FixedLocator, NullLocator

from tabular.drawing.canvas import new_figure
from tabular.drawing.experiment_legend import grow
from tabular.drawing.experiment_styles import experiment_style
from tabular.drawing.number_ticks import NumberTicks
from tabular.drawing.style import FIGURE_STYLE, GREY
from tabular.drawing.titles_and_legends import fitted_legend, write_title

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from tabular.book.figure import Axis, LineFigure, Panel
    from tabular.drawing.experiment_styles import ExperimentStyle

MOST_MARKS = 40
"""Points of a line that has a mark at each of them, at most."""


def draw_book_lines(name: str, book_figure: LineFigure, points: pd.DataFrame, size: Sequence[int]) -> Figure:
    """Draw a figure of lines.

    Args:
        name: what the book calls it.
        book_figure: its axes.
        points: a row a point, with the columns of `tabular.results.book.LINES`.
        size: width and height in pixels at 100 dpi; the height grows where the legend is long.
    """
    count = len(book_figure.panels)
    with mpl.rc_context(FIGURE_STYLE):
        figure = new_figure(size)
        write_title(figure, f"{name}. {book_figure.title}")
        axes = figure.subplots(1, count, sharey=True, squeeze=False).ravel()
        entries: list[Line2D] = []
        for place, (one, panel) in enumerate(zip(axes, book_figure.panels, strict=True)):
            drawn = points[points["panel"] == place]
            entries += [
                draw_line(one, style, line, drawn[drawn["line"] == line])
                for style, line in zip(styles(panel, len(entries)), drawn["line"].unique(), strict=False)
            ]
            lay_axis(one, "x", panel.x)
            one.grid(visible=True, axis="y", alpha=0.25)
            one.set_title(panel.title, loc="left", fontsize=FIGURE_STYLE["legend.fontsize"])
            for level in book_figure.levels.values():
                one.axhline(level, color=GREY, linestyle=":", linewidth=1.6)
        entries += [Line2D([], [], color=GREY, linestyle=":", linewidth=1.6, label=text) for text in book_figure.levels]
        lay_axis(axes[0], "y", book_figure.y)
        fitted_legend(figure, entries, "outside lower left", handlelength=3)
        grow(figure)
    return figure


def styles(panel: Panel, drawn: int) -> Iterator[ExperimentStyle]:
    """Yield the style of each line of a panel, in their order, where so many lines are drawn already."""
    for source in panel.sources:
        for position in range(len(source.names)):
            yield experiment_style(source.first_style + position + drawn)


def draw_line(axes: Axes, style: ExperimentStyle, name: str, points: pd.DataFrame) -> Line2D:
    """Draw a line in the band of its intervals, and return the legend's entry.

    Args:
        axes: where to.
        style: how it is drawn.
        name: what the legend says.
        points: the columns `x`, `mean`, `low` and `high`, ascending in x.
    """
    x, middle, low, high = points[["x", "mean", "low", "high"]].to_numpy(dtype=np.float64).T
    look: dict[str, Any] = {"color": style.color, "linestyle": style.dashes, "linewidth": 1.8}
    look["marker"] = style.marker if len(points) <= MOST_MARKS else ""
    axes.fill_between(x, low, high, color=style.color, alpha=0.2, linewidth=0)
    axes.plot(x, middle, markersize=5, **look)
    return Line2D([], [], markersize=5, label=name, **look)


def lay_axis(axes: Axes, which: Literal["x", "y"], wanted: Axis) -> None:
    """Give one of the axes its label, its limits and its numbers."""
    axes.set(**{f"{which}label": wanted.label, f"{which}scale": "log" if wanted.is_logarithmic else "linear"})
    if wanted.limits is not None:
        axes.set(**{f"{which}lim": wanted.limits})
    axis = axes.xaxis if which == "x" else axes.yaxis
    if wanted.ticks:
        axis.set_major_locator(FixedLocator(wanted.ticks))
        axis.set_minor_locator(NullLocator())
    axis.set_major_formatter(NumberTicks())
