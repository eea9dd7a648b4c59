"""The legend of a figure of several experiments: below the panels, and the figure as high as it then has to be."""

from __future__ import annotations

import math
import textwrap
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
from matplotlib.lines import Line2D

from tabular.drawing.canvas import DPI
from tabular.drawing.style import GREY
from tabular.drawing.titles_and_legends import fitted_legend
from tabular.formatting import seeds_text, without_common_beginning, wrapped

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.figure import Figure

    from tabular.drawing.experiment_styles import DrawnExperiment

PIXELS_OF_LETTER, PIXELS_OF_MARK = 9.6, 90
"""Widths at 100 dpi of a letter, about, and of the mark beside it."""

LINE_SPACING = 0.25
"""Room between the legend's lines, in letters' heights."""

SHARE_OF_PANELS = 0.62
"""Of the figure's height, at least, with the numbers and names of the axes."""

PIXELS_BETWEEN = 20
"""Height at 100 dpi of the room between title, panels, legend and edges, all together."""

BACKGROUND: dict[str, Any] = {"color": GREY, "linewidth": 0.7, "alpha": 0.5}
"""Looks of the experiments that aren't told apart."""


def legend_below(figure: Figure, experiments: Mapping[str, int], drawn: Mapping[str, DrawnExperiment]) -> None:
    """Name the experiments below all panels, and make the figure higher where the panels would be too small.

    To be called last, in `FIGURE_STYLE`.

    Args:
        figure: has its title and its panels already.
        experiments: the names of all, and how many seeds each has.
        drawn: those that can be told apart.
    """
    with mpl.rc_context({"legend.labelspacing": LINE_SPACING}):
        letters = int((figure.bbox.width * DPI / figure.dpi - PIXELS_OF_MARK) / PIXELS_OF_LETTER)
        fitted_legend(figure, _entries(experiments, drawn, letters), "outside lower left", handlelength=4)
    grow(figure)


def grow(figure: Figure) -> None:
    """Make a figure higher, if it has to be, so that its title and legend take no more than they may."""
    beside = sum(float(one.get_window_extent().height) for one in (*figure.texts, *figure.legends))
    beside += PIXELS_BETWEEN * figure.dpi / DPI
    least = beside / figure.dpi / (1 - SHARE_OF_PANELS)
    width, height = figure.get_size_inches()
    # Whole pixels at the figure's resolution.
    figure.set_size_inches(width, max(float(height), math.ceil(least * figure.dpi) / figure.dpi))


def _entries(experiments: Mapping[str, int], drawn: Mapping[str, DrawnExperiment], letters: int) -> Sequence[Line2D]:
    short = without_common_beginning(experiments)
    seeds_differ = len(set(experiments.values())) > 1
    entries = []
    for name, one in drawn.items():
        remarks = [one.remark] if one.remark else []
        if seeds_differ:
            remarks.append(seeds_text(experiments[name]))
        behind = f" ({', '.join(remarks)})" if remarks else ""
        label = wrapped(short[name], letters - len(behind)) + behind
        look: dict[str, Any] = {"color": one.style.color, "linestyle": one.style.dashes, "marker": one.style.marker}
        entries.append(Line2D([], [], linewidth=2.0, label=label, **look))
    others = len(experiments) - len(drawn)
    if others:
        text = f"the {others} others (best and worst by greedy return)"
        entries.append(Line2D([], [], label=textwrap.fill(text, letters), **BACKGROUND))
    return entries
