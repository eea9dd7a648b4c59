"""A parameter study: the score over the values of one number, a line for each combination of the other keys.

Figures 2.6 and 6.3 of Sutton & Barto (2018) are such studies.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import numpy as np
from matplotlib.lines import Line2D

from tabular.drawing.canvas import new_figure
from tabular.drawing.experiment_legend import grow
from tabular.drawing.experiment_styles import experiment_style
from tabular.drawing.key_axis import KeyAxis
from tabular.drawing.number_ticks import NumberTicks
from tabular.drawing.study_scores import best_trial_label, fit_scores, score_in_lines, study_title, write_what_is_below
from tabular.drawing.style import BLACK, FIGURE_STYLE
from tabular.drawing.titles_and_legends import fitted_legend, fitted_text, write_title
from tabular.statistics.levels import is_number
from tabular.statistics.parameter_study import combinations

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from tabular.drawing.experiment_styles import ExperimentStyle

LABEL_SHARE = 0.7
"""Share of the figure's width that the name of the key may take."""

SCORE_SHARE = 0.5
"""Share of the figure's height that each line of the score's name may take."""


def draw_parameter_study(
    title: str, score: str, keys: Sequence[str], ranked: pd.DataFrame, size: Sequence[int]
) -> Figure:
    """Draw the score of every trial over the one number that a study varies.

    Args:
        title: of the figure.
        score: what the study maximises, in words.
        keys: the names of all varied keys, of which one has numbers.
        ranked: the trials, with the columns `keys`, `seeds`, `score`, `low` and `high`.
        size: width and height in pixels at 100 dpi; the height grows where the legend is long.
    """
    (number,) = (key for key in keys if is_number(ranked[key]))
    others = [key for key in keys if key != number]
    with mpl.rc_context(FIGURE_STYLE):
        figure = new_figure(size)
        write_title(figure, study_title(title, ranked, has_bands=True))
        axes = figure.subplots()
        axis = KeyAxis.of(ranked[number])
        axis.lay_under(figure, axes.xaxis, size[0])
        scored = ranked[ranked["seeds"] > 0].sort_values(number)
        entries = [
            draw_line(axes, experiment_style(position), name, group[[number, "score", "low", "high"]])
            for position, (name, group) in enumerate(combinations(scored, others))
        ]
        entries.append(mark_best(axes, ranked.iloc[0][number], ranked.iloc[0]["score"], best_trial_label(ranked)))
        scores = scored["score"].to_numpy(dtype=np.float64)
        fit_scores(axes, scores, scored[["low", "high"]].to_numpy(dtype=np.float64))
        write_what_is_below(axes, scores)
        axes.grid(visible=True, axis="y", alpha=0.25)
        axes.yaxis.set_major_formatter(NumberTicks())
        letters = FIGURE_STYLE["axes.labelsize"]
        axes.set_xlabel(fitted_text(figure, number, LABEL_SHARE * size[0], letters))
        axes.set_ylabel(score_in_lines(figure, score, SCORE_SHARE * size[1]))
        legend = fitted_legend(figure, entries, "outside lower left", title=", ".join(others), handlelength=4)
        legend.get_title().set(weight="normal", size=FIGURE_STYLE["legend.fontsize"])
        grow(figure)
    return figure


def draw_line(axes: Axes, style: ExperimentStyle, name: str, points: pd.DataFrame) -> Line2D:
    """Draw the scores of trials in the band of their intervals, and return the line.

    Args:
        axes: where to.
        style: how the line is drawn.
        name: what the legend says.
        points: the columns of x, the score, and the ends of its interval, ascending in x.
    """
    x, scores, low, high = points.to_numpy(dtype=np.float64).T
    axes.fill_between(x, low, high, color=style.color, alpha=0.14, linewidth=0)
    look: dict[str, Any] = {"color": style.color, "linestyle": style.dashes, "marker": style.marker}
    (line,) = axes.plot(x, scores, linewidth=2.0, markersize=5, label=name, **look)
    return line


def mark_best(axes: Axes, x: float, score: float, label: str) -> Line2D:
    """Circle the best trial, and return the legend's entry, which has the label."""
    look: dict[str, Any] = {"linestyle": "", "marker": "o", "color": BLACK, "fillstyle": "none", "label": label}
    axes.plot(x, score, markersize=14, zorder=4, **look)
    return Line2D([], [], markersize=11, **look)
