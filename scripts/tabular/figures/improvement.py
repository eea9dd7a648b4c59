"""The probabilities of improvement of a comparison: who probably returns more than the first experiment."""

from __future__ import annotations

from typing import TYPE_CHECKING

import matplotlib as mpl
import numpy as np

from tabular.drawing.canvas import new_figure
from tabular.drawing.experiment_legend import PIXELS_OF_LETTER
from tabular.drawing.experiment_styles import told_apart
from tabular.drawing.style import BLUE, FIGURE_STYLE, GREY
from tabular.drawing.titles_and_legends import in_lines, write_title
from tabular.formatting import without_common_beginning, wrapped

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd
    from matplotlib.figure import Figure

    from tabular.drawing.experiment_styles import DrawnExperiment

LINE, BETWEEN_ROWS, THIN_ROW, PIXELS_AROUND = 20, 10, 7, 120
"""Heights in pixels at 100 dpi in the picture of who is better: of a line of text, between rows, of a row without a
name, and around all rows."""

SHARE_OF_NAMES = 0.35
"""Of the width of that picture."""


def draw_improvement(title: str, greedy: Mapping[str, float], rows: pd.DataFrame, size: Sequence[int]) -> Figure:
    """Draw the probability that a run of each other experiment returns more than one of the first, a row each.

    Where most experiments are only background, they have no names. All rows are then sorted by probability and return.

    Args:
        title: of the figure.
        greedy: the mean greedy return of each experiment, the first one's first.
        rows: the columns `experiment`, `probability`, `low` and `high`, a row for each of the others; the ends may be
            undefined.
        size: width and height in pixels at 100 dpi, of which only the width counts.
    """
    first = next(iter(greedy))
    drawn = told_apart(greedy)
    if len(drawn) < len(greedy):
        rows = rows.assign(greedy=rows["experiment"].map(greedy))
        rows = rows.sort_values(["probability", "greedy"], ascending=False, kind="stable")
    short = without_common_beginning(greedy)
    letters = int(SHARE_OF_NAMES * size[0] / PIXELS_OF_LETTER)
    names = [row_name(short[name], drawn.get(name), letters) for name in rows["experiment"]]
    is_named = np.array([bool(name) for name in names])
    lines = max(name.count("\n") + 1 for name in names)
    heights = np.where(is_named, LINE * lines + BETWEEN_ROWS, THIN_ROW)
    middles = np.cumsum(heights) - heights / 2
    probability, low, high = (rows[key].to_numpy() for key in ("probability", "low", "high"))
    with mpl.rc_context(FIGURE_STYLE):
        figure = new_figure((size[0], PIXELS_AROUND + int(heights.sum())))
        write_title(figure, f"{title}{' (95 % intervals)' if np.isfinite(low).any() else ''}")
        axes = figure.subplots()
        axes.axvline(0.5, color=GREY, linestyle=":", linewidth=1.6)
        for which, color, width, marker in ((~is_named, GREY, 2, 3), (is_named, BLUE, 7, 8)):
            axes.hlines(middles[which], low[which], high[which], color=color, linewidth=width, alpha=0.3)
            axes.plot(probability[which], middles[which], linestyle="", marker="o", color=color, markersize=marker)
        axes.set_yticks(middles[is_named], [name for name in names if name])
        axes.set_xlim(-0.02, 1.02)
        axes.set_ylim(heights.sum(), 0)
        if len(drawn) < len(greedy):
            note = f"small: the {len(greedy) - len(drawn)} others"
            axes.set_title(note, loc="left", fontsize=FIGURE_STYLE["legend.fontsize"], color=GREY)
        label = f"probability that a run returns more than one of {short[first]}"
        figure.supxlabel(in_lines(figure, label), fontsize=FIGURE_STYLE["axes.labelsize"])
    return figure


def row_name(name: str, drawn: DrawnExperiment | None, letters: int) -> str:
    """Return the text beside a row, in lines of so many letters; none where the experiment is only background."""
    if drawn is None:
        return ""
    return wrapped(name, letters) + (f"\n({drawn.remark})" if drawn.remark else "")
