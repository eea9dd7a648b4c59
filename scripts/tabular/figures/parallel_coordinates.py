"""All trials of a study at once: an axis a varied key and one for the score, a line a trial."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import numpy as np
from matplotlib.cm import ScalarMappable
from matplotlib.collections import LineCollection

from tabular.drawing.canvas import DPI, new_figure
from tabular.drawing.key_axis import LINE, KeyAxis, in_pieces
from tabular.drawing.number_ticks import write_values
from tabular.drawing.study_scores import score_colors, score_in_lines, study_title
from tabular.drawing.style import FIGURE_STYLE, GREY
from tabular.drawing.titles_and_legends import fitted_text, text_width, write_title
from tabular.formatting import value_texts
from tabular.statistics.ranges import is_shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

BEST_SHARE = 0.1
"""Of the trials, the best, whose lines are opaque."""

FAINT = 0.3
"""Opacity of the other lines."""

LEAST_SPACE = 112
"""Pixels at 100 dpi from one axis to the next, at least; with more keys, the figure is wider."""

RIGHT = 150
"""Pixels at 100 dpi of what is right of the bar's left edge, about."""

LEAST_LEFT, MOST_LEFT = 60, 130
"""Pixels at 100 dpi of what is left of the first axis."""

AXES_SHARE = 0.65
"""Share of the figure's height that the axes take, about."""

NAMES_BELOW = 12.0
"""Points from the axes down to their names."""

BEHIND_TEXT: dict[str, Any] = {"facecolor": "white", "edgecolor": "none", "alpha": 0.85, "pad": 1.0}
"""Keeps lines from crossing the values out."""

BETWEEN = 12
"""Pixels at 100 dpi from the texts of an axis to the axis on their left, and to their own."""


def draw_parallel_coordinates(
    title: str, score: str, keys: Sequence[str], ranked: pd.DataFrame, size: Sequence[int]
) -> Figure:
    """Draw a line a trial through its values of all keys to its score, which colours it.

    Args:
        title: of the figure.
        score: what the study maximises, in words.
        keys: the names of the varied keys, from left to right.
        ranked: all trials, the best first, with the columns `keys`, `seeds`, which is 0 where one failed, and `score`.
        size: width and height in pixels at 100 dpi; the width grows with the number of keys.
    """
    has_score = ranked["seeds"].to_numpy() > 0
    scores = ranked.loc[has_score, "score"].to_numpy(dtype=np.float64)
    letters = FIGURE_STYLE["axes.labelsize"]
    with mpl.rc_context(FIGURE_STYLE):
        figure = new_figure(size)
        left = width_of_first_values(figure, ranked[keys[0]])
        width = max(size[0], int(left + RIGHT) + LEAST_SPACE * len(keys))
        figure.set_size_inches(width / DPI, size[1] / DPI)
        space = (width - left - RIGHT) / len(keys)
        norm, colors, is_cut = score_colors(scores)
        opaque = math.ceil(BEST_SHARE * len(scores))
        remarks = [
            f"the best {opaque} opaque" if len(scores) > 1 else "",
            "the lowest scores drawn at the end" if is_cut else "",
        ]
        remark = ", ".join(part for part in remarks if part)
        write_title(figure, study_title(title, ranked, has_bands=False, remark=remark))
        axes = figure.subplots()
        rooms = [left - BETWEEN, *[space - 2 * BETWEEN] * (len(keys) - 1)]
        heights = [
            draw_key(figure, axes, place, ranked[key], room)
            for place, (key, room) in enumerate(zip(keys, rooms, strict=True))
        ]
        points = np.column_stack([*(height[has_score] for height in heights), np.clip(norm(scores), 0.0, 1.0)])
        mappable = ScalarMappable(norm, colors)
        draw_lines(axes, points, mappable.to_rgba(scores), opaque)
        names = ["\n".join(in_pieces(figure, key, space - BETWEEN, letters)) for key in keys]
        axes.set_xticks(range(len(keys)), names, fontsize=letters)
        axes.tick_params(length=0, pad=NAMES_BELOW)
        axes.set_yticks([])
        axes.spines[["left", "bottom"]].set_visible(False)
        axes.set_xlim(0, len(keys))
        axes.set_ylim(0, 1)
        # The bar begins where the lines end, at the height of their scores.
        label = score_in_lines(figure, score, AXES_SHARE * size[1])
        bar = figure.colorbar(mappable, ax=axes, pad=0.0, aspect=25, label=label)
        write_values(bar, scores[is_shown(scores)])
    return figure


def width_of_first_values(figure: Figure, values: pd.Series) -> float:
    """Return how many pixels at 100 dpi the values on the left of the first axis take, about."""
    texts = value_texts(values.unique().tolist())
    longest = max(text_width(figure, text, FIGURE_STYLE["ytick.labelsize"]) for text in texts)
    return min(MOST_LEFT, max(LEAST_LEFT, longest + 2 * BETWEEN))


def draw_key(figure: Figure, axes: Axes, place: int, values: pd.Series, room: float) -> NDArray[np.float64]:
    """Draw the axis of a key, and return at what height each trial's value lies, shape (trials,).

    Args:
        figure: the figure.
        axes: where to; heights go from 0 to 1.
        place: of the axis, from left to right.
        values: of the trials.
        room: pixels at 100 dpi that a text may take.
    """
    axis = KeyAxis.of(values)
    pixels = AXES_SHARE * figure.get_size_inches()[1] * DPI
    if axis.texts is None:
        places, texts = axis.number_ticks(figure, pixels, is_vertical=True)
    else:
        every = math.ceil(len(axis.texts) * LINE / pixels)
        texts = list(axis.texts)[::every]
        places = axis.places(texts).tolist()
    size = FIGURE_STYLE["ytick.labelsize"]
    axes.axvline(place, color=GREY, linewidth=1.0, zorder=3, clip_on=False)
    for height, text in zip(axis.shares(places), texts, strict=True):
        axes.plot(place, height, marker="_", color=GREY, markersize=8, zorder=3, clip_on=False)
        axes.annotate(
            fitted_text(figure, text, room, size), (place, height), (-7, 0), textcoords="offset points", ha="right",
            va="center", size=size, zorder=4, bbox=BEHIND_TEXT,
        )  # fmt: skip
    return axis.shares(axis.places(values))


def draw_lines(axes: Axes, points: NDArray[np.float64], colors: NDArray[np.float64], opaque: int) -> None:
    """Draw the lines of trials, the best one last.

    Args:
        axes: where to.
        points: the heights of each trial, the best first, shape (trials, axes).
        colors: red, green, blue and opacity of each trial, shape (trials, 4).
        opaque: how many of the best are opaque.
    """
    colors = colors.copy()
    colors[opaque:, 3] = FAINT
    widths = np.where(np.arange(len(points)) < opaque, 2.2, 1.2)
    x = np.arange(points.shape[1], dtype=np.float64)
    segments = [np.column_stack([x, heights]) for heights in points]
    axes.add_collection(
        LineCollection(segments[::-1], colors=colors[::-1], linewidths=widths[::-1], zorder=2, clip_on=False),
        autolim=False,
    )
