"""The best score of a study at each pair of values of its two most important keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import numpy as np
from matplotlib.patches import Rectangle
from matplotlib.patheffects import withStroke

from tabular.drawing.canvas import DPI, new_figure
from tabular.drawing.experiment_legend import grow
from tabular.drawing.hatching import hatch_behind, hatched_patch
from tabular.drawing.key_axis import write_texts
from tabular.drawing.number_ticks import write_values
from tabular.drawing.study_scores import best_trial_label, score_colors, score_in_lines, study_title
from tabular.drawing.style import BLACK, FIGURE_STYLE, VERMILLION
from tabular.drawing.titles_and_legends import fitted_legend, fitted_text, text_width, write_title
from tabular.formatting import tick_texts, value_texts
from tabular.statistics.ranges import is_shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.collections import QuadMesh
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from tabular.drawing.titles_and_legends import LegendEntry
    from tabular.statistics.levels import Levels
    from tabular.statistics.sensitivity import ScoreMap

MOST_NUMBERS = 100
"""Cells that have their numbers in them, at most."""

DIGITS = 3
"""Significant digits of the range of the scores that those numbers have."""

WIDTH_SHARE, HEIGHT_SHARE = 0.7, 0.68
"""Shares of the figure that the cells take, about."""

LABEL_SHARE = 0.6
"""Share of the figure's width or height that the name of a key may take."""

BRIGHT = 0.5
"""Colours brighter than this, from black 0 to white 1, have black numbers on them."""

FRAME: dict[str, Any] = {"facecolor": "none", "edgecolor": VERMILLION, "linewidth": 3.0}


def draw_score_map(title: str, score: str, scores: ScoreMap, ranked: pd.DataFrame, size: Sequence[int]) -> Figure:
    """Draw a cell for each pair of values, coloured by the score of the best trial that has both.

    Args:
        title: of the figure.
        score: what the study maximises, in words.
        scores: the best score of each cell.
        ranked: all trials, with the columns `seeds`, which is 0 where one failed, and `low`.
        size: width and height in pixels at 100 dpi.
    """
    best = scores.best
    with mpl.rc_context(FIGURE_STYLE):
        figure = new_figure(size)
        write_title(figure, study_title(title, ranked, has_bands=False))
        axes = figure.subplots()
        hatch_behind(axes)
        norm, colors, is_cut = score_colors(best.ravel())
        mesh = axes.pcolormesh(np.ma.masked_invalid(best), norm=norm, cmap=colors, linewidth=0, zorder=0.5)
        for axis, levels, key, pixels in (
            (axes.xaxis, scores.columns, scores.across, size[0]),
            (axes.yaxis, scores.rows, scores.upwards, size[1]),
        ):
            share = WIDTH_SHARE if axis is axes.xaxis else HEIGHT_SHARE
            write_levels(figure, axis, levels, share * pixels)
            axis.set_label_text(fitted_text(figure, key, LABEL_SHARE * pixels, FIGURE_STYLE["axes.labelsize"]))
        label = score_in_lines(figure, score, LABEL_SHARE * size[1])
        bar = figure.colorbar(mesh, ax=axes, pad=0.02, label=label, extend="min" if is_cut else "neither")
        write_values(bar, best[is_shown(best)])
        row, column = scores.place
        frame = Rectangle((column, row), 1, 1, zorder=3, clip_on=False, **FRAME)
        frame.set_path_effects([withStroke(linewidth=5, foreground="white")])
        axes.add_patch(frame)
        entries: list[LegendEntry] = [Rectangle((0, 0), 1, 1, label=best_trial_label(ranked), **FRAME)]
        if np.isnan(best).any():
            hatched = hatched_patch()
            hatched.set_label("no trial with a score")
            entries.append(hatched)
        fitted_legend(figure, entries, "outside lower center", handlelength=1.4, handletextpad=0.4)
        grow(figure)
        if best.size <= MOST_NUMBERS:
            write_numbers(figure, axes, mesh, best)
    return figure


def write_levels(figure: Figure, axis: Axis, levels: Levels, pixels: float) -> None:
    """Write the values of a key in the middle of their cells, or the ends of bins between them.

    Args:
        figure: the figure.
        axis: a horizontal or a vertical axis, along which each cell is 1 long.
        levels: the values, or bins of them.
        pixels: the length of the axis at 100 dpi, about.
    """
    count = len(levels.values)
    if levels.edges is None:
        places = [place + 0.5 for place in range(count)]
        texts = value_texts(levels.values)
    else:
        places = [float(place) for place in range(count + 1)]
        texts = value_texts(levels.edges.tolist())
    write_texts(figure, axis, places, texts, pixels / count)
    axis.set_tick_params(length=4 if levels.edges is not None else 0)


def write_numbers(figure: Figure, axes: Axes, mesh: QuadMesh, best: NDArray[np.float64]) -> None:
    """Write the score of each cell into it, if all have room.

    Args:
        figure: the figure, with everything else in it.
        axes: where the cells are.
        mesh: the cells.
        best: the scores, shape (rows, columns).
    """
    places = np.argwhere(np.isfinite(best))
    values = best[np.isfinite(best)]
    texts = score_texts(values)
    size = FIGURE_STYLE["legend.fontsize"]
    figure.draw_without_rendering()
    box = axes.get_window_extent().width * DPI / figure.dpi / best.shape[1]
    height = axes.get_window_extent().height * DPI / figure.dpi / best.shape[0]
    widest = max(text_width(figure, text, size) for text in texts)
    if widest + 4 > box or 1.15 * size * DPI / 72 > height:
        return
    for (row, column), value, text in zip(places, values, texts, strict=True):
        red, green, blue, _ = mesh.cmap(mesh.norm(value))
        is_bright = 0.299 * red + 0.587 * green + 0.114 * blue > BRIGHT
        axes.text(
            column + 0.5, row + 0.5, text, ha="center", va="center", color=BLACK if is_bright else "white", size=size,
            zorder=4,
        )  # fmt: skip


def score_texts(values: NDArray[np.float64]) -> list[str]:
    """Write scores with as many decimals as three digits of the range of those that are shown need."""
    shown = values[is_shown(values)]
    reach = float(np.ptp(shown)) or float(np.abs(shown).max()) or 1.0
    decimals = max(0, DIGITS - 1 - int(np.floor(np.log10(reach))))
    return tick_texts(np.round(values, decimals))
