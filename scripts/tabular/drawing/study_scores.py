"""What the figures of a study share: their titles, and the scores that they show."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.patheffects import withStroke

from tabular.drawing.number_ticks import colors_of
from tabular.drawing.style import FIGURE_STYLE, GREY
from tabular.formatting import mean_return_text, seeds_text
from tabular.statistics.ranges import limits_around

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.colors import Colormap, Normalize
    from numpy.typing import NDArray

LOWER = 0.25
"""The share of scores that may lie below a picture where they are far from the others."""

FAR = 1.5
"""So many times the range of the others."""


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
        "1 trial" if len(ranked) == 1 else f"{len(ranked)} trials",
        f"{failed} of them failed" if failed else "",
        seeds_text(few) if few == most else f"{few} to {most} seeds",
        "95 % intervals" if has_bands and most > 1 else "",
        remark,
    ]
    return f"{title} ({', '.join(part for part in parts if part)})"


def lowest_shown(scores: NDArray[np.float64]) -> float:
    """Return the score below which a picture ends, so that few that are far below the others don't flatten it.

    Args:
        scores: those that are drawn, shape (scores,); not a number (NaN) where there is none.
    """
    finite = scores[np.isfinite(scores)]
    low, high = float(np.quantile(finite, LOWER)), float(finite.max())
    return max(float(finite.min()), low - FAR * (high - low))


def fit_scores(axes: Axes, scores: NDArray[np.float64], ends: NDArray[np.float64]) -> None:
    """Choose limits of an axis of scores, and say what lies below them.

    Args:
        axes: whose limits are set.
        scores: those that are drawn, shape (scores,).
        ends: of their intervals, of any shape.
    """
    lowest = lowest_shown(scores)
    axes.set_ylim(*limits_around(np.append(np.maximum(ends, lowest), scores[scores >= lowest])))


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
    finite = scores[np.isfinite(scores)]
    lowest = lowest_shown(scores)
    norm, colors = colors_of(np.maximum(finite, lowest))
    return norm, colors, bool(finite.min() < lowest)
