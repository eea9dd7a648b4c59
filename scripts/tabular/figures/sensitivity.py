"""How the score of a study depends on each varied key: a panel a key, the most important first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import numpy as np
from matplotlib.lines import Line2D

from tabular.drawing.canvas import DPI, new_figure
from tabular.drawing.key_axis import LINE, KeyAxis
from tabular.drawing.number_ticks import NumberTicks
from tabular.drawing.study_scores import fit_scores, score_in_lines, study_title, write_what_is_below
from tabular.drawing.style import BLUE, FIGURE_STYLE, ORANGE
from tabular.drawing.titles_and_legends import fitted_legend, fitted_text, write_title
from tabular.formatting import share_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST_PANELS = 6
"""Keys that are drawn, the most important ones."""

COLUMNS = 2

ROW_HEIGHT, AROUND = 270, 110
"""Pixels at 100 dpi of a row of panels, and of the title and the legend, about."""

PANEL_SHARE = 0.8
"""Share of a panel's part of the width that its axis takes, about."""

SCORE_SHARE = 0.7
"""Share of the figure's height that each line of the score's name may take."""

BESIDE = 0.12
"""From a value that is drawn alone, how far to the left the best trial is, and to the right the mean."""

BEST: dict[str, Any] = {"color": BLUE, "linewidth": 2.0, "marker": "o", "markersize": 6}
MEAN: dict[str, Any] = {"color": ORANGE, "linewidth": 1.2, "marker": "s", "markersize": 4}


def draw_sensitivity(
    title: str, *, score: str, ranked: pd.DataFrame, important: pd.DataFrame, rows: pd.DataFrame, size: Sequence[int]
) -> Figure:
    """Draw the best score at each value of each key, and the mean score of all trials with it.

    Args:
        title: of the figure.
        score: what the study maximises, in words.
        ranked: all trials, with the columns `seeds`, which is 0 where one failed, and `low`.
        important: the columns `key`, `importance` and `by_chance`, the most important key first.
        rows: a row for each key and value, with the columns `key`, `value`, `best`, `low`, `high` and `mean`.
        size: width and height in pixels at 100 dpi; the height grows with the number of panels.
    """
    shown = important.head(MOST_PANELS)
    lines = -(-len(shown) // COLUMNS)
    columns = min(COLUMNS, len(shown))
    remark = "" if len(shown) == len(important) else f"{len(shown)} of {len(important)} keys, the most important"
    scores = rows[["best", "mean"]].to_numpy(dtype=np.float64).ravel()
    ends = rows[["low", "high"]].to_numpy(dtype=np.float64)
    with mpl.rc_context(FIGURE_STYLE):
        figure = new_figure(size)
        write_title(figure, study_title(title, ranked, has_bands=True, remark=remark))
        panels = figure.subplots(lines, columns, sharey=True, squeeze=False).ravel()
        room = PANEL_SHARE * size[0] / columns
        letters = FIGURE_STYLE["axes.labelsize"]
        below = np.zeros(len(panels))
        for place, (panel, key) in enumerate(zip(panels, shown.itertuples(), strict=False)):
            of_key = rows[rows["key"] == key.key]
            axis = KeyAxis.of(of_key["value"])
            below[place] = axis.lay_under(figure, panel.xaxis, room)
            draw_panel(panel, axis, of_key)
            shares = f"importance {share_text(key.importance)} (chance {share_text(key.by_chance)})"
            panel.set_title(shares, loc="left", fontsize=FIGURE_STYLE["legend.fontsize"])
            panel.set_xlabel(fitted_text(figure, str(key.key), room, letters))
            panel.yaxis.set_major_formatter(NumberTicks())
        of_rows = ROW_HEIGHT - LINE + below.reshape(lines, columns).max(axis=1)
        figure.set_size_inches(size[0] / DPI, max(size[1], int(of_rows.sum() + AROUND)) / DPI)
        fit_scores(panels[0], scores, ends)
        for panel, key in zip(panels, shown["key"], strict=False):
            write_what_is_below(panel, rows.loc[rows["key"] == key, ["best", "mean"]].to_numpy(dtype=np.float64))
        for panel in panels[len(shown) :]:
            panel.set_visible(False)
        figure.supylabel(
            score_in_lines(figure, score, SCORE_SHARE * size[1]), fontsize=letters, multialignment="center"
        )
        entries = [
            Line2D([], [], label="best trial with the value", **BEST),
            Line2D([], [], label="mean of all trials with it", **MEAN),
        ]
        fitted_legend(figure, entries, "outside lower left", handlelength=3)
    return figure


def draw_panel(panel: Axes, axis: KeyAxis, rows: pd.DataFrame) -> None:
    """Draw the scores at the values of a key: lines over numbers, single points at texts or a single number.

    Args:
        panel: where to.
        axis: where the values lie.
        rows: the columns `value`, `best`, `low`, `high` and `mean`, a row a value.
    """
    places = axis.places(rows["value"])
    best, low, high, mean = (rows[name].to_numpy(dtype=np.float64) for name in ("best", "low", "high", "mean"))
    panel.grid(visible=True, axis="y", alpha=0.25)
    if axis.texts is None and len(places) > 1:
        panel.plot(places, mean, **MEAN)
        panel.fill_between(places, low, high, color=BLUE, alpha=0.14, linewidth=0)
        panel.plot(places, best, **BEST)
    else:
        beside = BESIDE * np.ptp(axis.limits()) / len(places)
        panel.plot(places + beside, mean, **MEAN | {"linestyle": ""})
        panel.vlines(places - beside, low, high, color=BLUE, alpha=0.35, linewidth=5)
        panel.plot(places - beside, best, **BEST | {"linestyle": ""})
