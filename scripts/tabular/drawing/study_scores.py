"""What the figures of a study share: their titles, and the scores that they show."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.patheffects import withStroke

from tabular.drawing.number_ticks import colors_of
from tabular.drawing.style import FIGURE_STYLE, GREY
from tabular.drawing.titles_and_legends import text_width
from tabular.formatting import mean_return_text, seeds_text, trials_text
from tabular.statistics.ranges import is_shown, limits_around

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.colors import Colormap, Normalize
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

NO_BREAK = "\N{NO-BREAK SPACE}"


def study_title(title: str, ranked: pd.DataFrame, *, has_bands: bool, remark: str = "") -> str:
    """Return a figure's title, with the numbers of trials and seeds behind it.

    Args:
        title: what the study is of.
        ranked: all trials, with the columns `seeds`, which is 0 where one failed, and `low`.
        has_bands: whether intervals over seeds are drawn, where there are any.
        remark: what else the title says; may be empty.
    """
    seeds = ranked.loc[ranked["seeds"] > 0, "seeds"].astype(int)
    few, most = int(seeds.min()), int(seeds.max())
    failed = len(ranked) - len(seeds)
    parts = [
        trials_text(len(ranked)),
        f"{failed} of them failed" if failed else "",
        seeds_text(few) if few == most else f"{few} to {most} seeds",
        "95 % intervals" if has_bands and most > 1 else "",
        remark,
    ]
    # A number and its unit stay on one line.
    numbers = ", ".join(part for part in parts if part).replace(" %", f"{NO_BREAK}%")
    return f"{title} ({numbers})"


def best_trial_label(ranked: pd.DataFrame) -> str:
    """Return what the best trial is called: others may have a larger score on fewer seeds."""
    seeds = ranked.loc[ranked["seeds"] > 0, "seeds"]
    return "best trial" if seeds.nunique() == 1 else "best trial of those with most seeds"


def score_in_lines(figure: Figure, score: str, room: float) -> str:
    """Break what the study maximises into lines of at most `room` pixels at 100 dpi, in the type of an axis's name."""
    size = FIGURE_STYLE["axes.labelsize"]
    letters = len(score)
    while letters > 1 and max(text_width(figure, line, size) for line in textwrap.wrap(score, letters)) > room:
        letters -= 1
    return "\n".join(textwrap.wrap(score, letters))


def fit_scores(axes: Axes, scores: NDArray[np.float64], ends: NDArray[np.float64]) -> None:
    """Choose limits of an axis of scores.

    Args:
        axes: whose limits are set.
        scores: those that are drawn, of any shape.
        ends: of their intervals, likewise.
    """
    shown = is_shown(scores)
    is_cut = bool(np.any(np.isfinite(scores) & ~shown))
    # Of the intervals of scores that aren't shown, nothing is either.
    inside = ends[ends >= scores[shown].min()] if is_cut else ends.ravel()
    axes.set_ylim(*limits_around(np.append(scores[shown], inside)))


def write_what_is_below(axes: Axes, scores: NDArray[np.float64]) -> None:
    """Write in grey at the bottom of a panel how far its scores go down, where they leave it."""
    lowest = float(np.nanmin(scores))
    if lowest >= axes.get_ylim()[0]:
        return
    axes.annotate(
        f"some go down to {mean_return_text(lowest)}", (0.5, 0.02), xycoords="axes fraction", ha="center", color=GREY,
        fontsize=FIGURE_STYLE["legend.fontsize"], path_effects=[withStroke(linewidth=3, foreground="white")],
    )  # fmt: skip


def score_colors(scores: NDArray[np.float64]) -> tuple[Normalize, Colormap | str, bool]:
    """Return the colours of scores, and whether few that are far below the others all have the first colour.

    Args:
        scores: those that are drawn, shape (scores,); not a number (NaN) where there is none.
    """
    shown = is_shown(scores)
    norm, colors = colors_of(scores[shown])
    return norm, colors, bool(np.any(np.isfinite(scores) & ~shown))
