"""The figures of a comparison: learning curves, performance profiles, and who probably does better than the first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import matplotlib as mpl
import numpy as np
from matplotlib.patheffects import withStroke
from matplotlib.ticker import Formatter, MaxNLocator

from tabular.drawing.canvas import new_figure
from tabular.drawing.experiment_legend import BACKGROUND, PIXELS_OF_LETTER, legend_below
from tabular.drawing.experiment_styles import told_apart
from tabular.drawing.style import BLUE, FIGURE_STYLE, GREY
from tabular.drawing.titles_and_legends import in_lines, write_title
from tabular.formatting import mean_return_text, subtitle, tick_texts, without_common_beginning, wrapped
from tabular.statistics.ranges import ROOM_AROUND_ONE, limits_around

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from tabular.drawing.experiment_styles import DrawnExperiment

    Columns = Mapping[str, NDArray[Any]]

BEGINNING = 0.1
"""The share of a training that may lie outside the picture of its curve."""

MOST_IN_LOW_FIGURE = 12
"""With more experiments to name, a figure becomes higher than wide; two panels then stand one above the other."""

HEIGHT_OF_TWO_PANELS = 1.5
"""How much higher a figure then is, before its legend makes it higher still."""

FEW = 0.05
"""The share of runs, or of points of a curve, that may lie outside a picture where they are far from the others."""

FAR = 1.0
"""So many ranges of the others away."""

MARKERS = 12
"""On a curve with many points."""

FEW_BANDS = 3
"""Bands of more experiments are fainter."""

MOST_BANDS = 7
"""Bands of more experiments would hide each other; their ends are in the tables and files."""

LINE, BETWEEN_ROWS, THIN_ROW, PIXELS_AROUND = 20, 10, 7, 120
"""Heights in pixels at 100 dpi in the picture of who is better: of a line of text, between rows, of a row without a
name, and around all rows."""

SHARE_OF_NAMES = 0.35
"""Of the width of that picture."""

PANELS = {"training": "while learning", "greedy": "greedy"}


class ReturnFormatter(Formatter):
    """Writes the numbers at ticks so that they can be told apart."""

    def format_ticks(self, values: Any) -> list[str]:  # noqa: ANN401 (as in Matplotlib)
        """Write the numbers of all ticks."""
        return tick_texts(np.asarray(values, dtype=np.float64))

    def __call__(self, x: float, pos: int | None = None) -> str:  # noqa: ARG002 (as in Matplotlib)
        """Write a number alone."""
        return mean_return_text(x)


def draw_curves(title: str, experiments: Mapping[str, int], columns: Columns, size: Sequence[int]) -> Figure:
    """Draw the mean return over the episodes of training, while learning and greedy, with 95 % intervals over seeds.

    Args:
        title: of the figure.
        experiments: the names of the experiments, and how many seeds each has.
        columns: `experiment`, `play`, `episode`, `mean`, `low` and `high`, each of shape (rows,).
        size: width and height in pixels at 100 dpi; the height grows where the legend is long.
    """
    drawn = told_apart(greedy_returns(experiments, columns))
    with mpl.rc_context(FIGURE_STYLE):
        is_high = len(drawn) > MOST_IN_LOW_FIGURE
        figure = new_figure((size[0], int(HEIGHT_OF_TWO_PANELS * size[1])) if is_high else size)
        write_title(figure, f"{title}{subtitle(experiments.values(), has_bands=len(drawn) <= MOST_BANDS)}")
        panels = figure.subplots(2, 1) if is_high else figure.subplots(1, 2)
        last_episode = int(columns["episode"].max())
        for axes, (play, what) in zip(panels, PANELS.items(), strict=True):
            points = {key: values[columns["play"] == play] for key, values in columns.items()}
            draw_experiments(axes, experiments, drawn, points, ("episode", "mean", "low", "high"))
            axes.set_xlim(-0.02 * max(last_episode, 1), 1.02 * max(last_episode, 1))
            fit_returns(axes, points)
            axes.set_title(what, loc="left")
            axes.set_xlabel("" if is_high and axes is panels[0] else "episode of training")
            axes.xaxis.set_major_locator(MaxNLocator(nbins=3, steps=[1, 2, 5, 10], integer=True))
            axes.xaxis.set_major_formatter("{x:,.0f}")
            axes.yaxis.set_major_formatter(ReturnFormatter())
        # Beside a low panel, there is no room for more than a word.
        for axes in panels if is_high else panels[:1]:
            axes.set_ylabel("return" if is_high else "return of an episode")
        figure.align_ylabels(panels)
        legend_below(figure, experiments, drawn)
    return figure


def draw_profiles(
    title: str, experiments: Mapping[str, int], greedy: Mapping[str, float], columns: Columns, size: Sequence[int]
) -> Figure:
    """Draw which share of runs has more than each return.

    Args:
        title: of the figure.
        experiments: the names of the experiments, and how many seeds each has.
        greedy: the mean greedy return of each.
        columns: `experiment`, `threshold`, `share`, `low` and `high`, each of shape (rows,).
        size: width and height in pixels at 100 dpi; the height grows where the legend is long.
    """
    drawn = told_apart(greedy)
    with mpl.rc_context(FIGURE_STYLE):
        figure = new_figure(size)
        write_title(figure, f"{title}{subtitle(experiments.values(), has_bands=len(drawn) <= MOST_BANDS)}")
        axes = figure.subplots()
        keys = ("threshold", "share", "low", "high")
        draw_experiments(axes, experiments, drawn, columns, keys, are_steps=True)
        leave_out_few_runs(axes, experiments, columns)
        axes.set_xlabel("greedy return of a run, τ")
        axes.set_ylabel("share of runs above τ")
        axes.set_ylim(-0.03, 1.03)
        axes.xaxis.set_major_locator(MaxNLocator(nbins=6, steps=[1, 2, 5, 10]))
        axes.xaxis.set_major_formatter(ReturnFormatter())
        legend_below(figure, experiments, drawn)
    return figure


def draw_improvement(
    title: str, greedy: Mapping[str, float], rows: Sequence[Mapping[str, str]], size: Sequence[int]
) -> Figure:
    """Draw with which probability a run of each other experiment returns more than one of the first, a row each.

    Where most experiments are only background, they have no names, and all rows are sorted by probability and return.

    Args:
        title: of the figure.
        greedy: the mean greedy return of each experiment, the first one's first.
        rows: `experiment`, `probability`, `low` and `high` of each other one, as text; the ends may be empty.
        size: width and height in pixels at 100 dpi, of which only the width counts.
    """
    first = next(iter(greedy))
    drawn = told_apart(greedy)
    if len(drawn) < len(greedy):
        rows = sorted(rows, key=lambda row: (-float(row["probability"]), -greedy[row["experiment"]]))
    short = without_common_beginning(greedy)
    letters = int(SHARE_OF_NAMES * size[0] / PIXELS_OF_LETTER)
    names = [row_name(short[row["experiment"]], drawn.get(row["experiment"]), letters) for row in rows]
    is_named = np.array([bool(name) for name in names])
    lines = max(name.count("\n") + 1 for name in names)
    heights = np.where(is_named, LINE * lines + BETWEEN_ROWS, THIN_ROW)
    middles = np.cumsum(heights) - heights / 2
    probability, low, high = (
        np.array([float(row[key] or "nan") for row in rows]) for key in ("probability", "low", "high")
    )
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


def greedy_returns(experiments: Mapping[str, int], columns: Columns) -> dict[str, float]:
    """Return the mean greedy return of each experiment's last evaluated table.

    Args:
        experiments: the names of the experiments.
        columns: of the learning curves.
    """
    is_greedy = columns["play"] == "greedy"
    return {name: float(columns["mean"][is_greedy & (columns["experiment"] == name)][-1]) for name in experiments}


def draw_experiments(
    axes: Axes,
    experiments: Mapping[str, int],
    drawn: Mapping[str, DrawnExperiment],
    columns: Columns,
    keys: Sequence[str],
    *,
    are_steps: bool = False,
) -> None:
    """Draw a line of each experiment, in its band if it can be told apart, else thinly and behind all others.

    Args:
        axes: where to.
        experiments: the names of all.
        drawn: those that can be told apart.
        columns: `experiment` and all keys, each of shape (rows,).
        keys: of x, y, and the band's lower and upper end.
        are_steps: whether y stays the same up to the next x.
    """
    style = "steps-post" if are_steps else "default"
    for name in experiments:
        x, y, low, high = (columns[key][columns["experiment"] == name] for key in keys)
        if name not in drawn:
            axes.plot(x, y, drawstyle=style, zorder=1, **BACKGROUND)
            continue
        look = drawn[name].style
        # Each experiment's markers begin somewhere else, so that they don't hide each other.
        position, spacing = list(drawn).index(name), max(1, len(x) // MARKERS)
        axes.plot(
            x, y, color=look.color, linestyle=look.dashes, linewidth=2.0, drawstyle=style, marker=look.marker,
            markersize=5, markevery=(position * spacing // len(drawn), spacing),
        )  # fmt: skip
        if len(drawn) <= MOST_BANDS:
            step: Literal["post"] | None = "post" if are_steps else None
            alpha = 0.14 if len(drawn) <= FEW_BANDS else 0.08
            axes.fill_between(x, low, high, step=step, color=look.color, alpha=alpha, linewidth=0)
    axes.grid(visible=True, axis="y", alpha=0.25)
    axes.margins(x=0.02)


def fit_returns(axes: Axes, points: Columns) -> None:
    """Choose limits of the returns that neither the beginning nor few returns far below the others determine.

    Args:
        axes: whose limits are set.
        points: `episode`, `mean`, `low` and `high`, each of shape (points,).
    """
    episode, mean = points["episode"], points["mean"]
    later = episode >= BEGINNING * episode.max()
    few, most = np.quantile(mean[later], (FEW, 1 - FEW))
    lowest = few - FAR * (most - few)
    seen = np.concatenate([points[key][later] for key in ("mean", "low", "high")])
    # The beginning may lie below the axis, but not above it.
    bottom, top = limits_around(np.append(np.maximum(seen, lowest), mean.max()))
    axes.set_ylim(bottom, top)
    if mean[later].min() < bottom:
        write_note(axes, f"few go down to {mean_return_text(mean.min())}")
    elif mean.min() < bottom:
        write_note(axes, "the beginning lies below")


def leave_out_few_runs(axes: Axes, experiments: Mapping[str, int], columns: Columns) -> None:
    """Let few runs that are far from all others, such as those that go round in circles, not flatten the picture."""
    shares = np.array([columns["share"][columns["experiment"] == name] for name in experiments])
    threshold = columns["threshold"][columns["experiment"] == next(iter(experiments))]
    above = np.average(shares, axis=0, weights=list(experiments.values()))
    low, high = threshold[above <= 1 - FEW][0], threshold[1:][above[:-1] >= FEW][-1]
    reach = FAR * max(high - low, ROOM_AROUND_ONE * abs(low))
    # The outermost thresholds are no runs' returns, but room around them.
    scores = threshold[1:-1]
    left, right = limits_around(scores[(scores >= low - reach) & (scores <= high + reach)])
    axes.set_xlim(left, right)
    notes = []
    if scores[0] < left:
        notes.append(f"few runs lie further left, down to {mean_return_text(scores[0])}")
    if scores[-1] > right:
        notes.append(f"few runs lie further right, up to {mean_return_text(scores[-1])}")
    axes.set_title("\n".join(notes), loc="left", fontsize=FIGURE_STYLE["legend.fontsize"], color=GREY)


def write_note(axes: Axes, text: str) -> None:
    """Write in grey at the bottom of a panel what it leaves out."""
    axes.annotate(
        text, (0.99, 0.02), xycoords="axes fraction", fontsize=FIGURE_STYLE["legend.fontsize"], color=GREY, ha="right",
        path_effects=[withStroke(linewidth=3, foreground="white")],
    )  # fmt: skip
