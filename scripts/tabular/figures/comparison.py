"""The learning curves and the performance profiles of a comparison of experiments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import matplotlib as mpl
import numpy as np
from matplotlib.patheffects import withStroke
from matplotlib.ticker import Formatter, MaxNLocator

from tabular.drawing.canvas import new_figure
from tabular.drawing.experiment_legend import BACKGROUND, legend_below
from tabular.drawing.experiment_styles import told_apart
from tabular.drawing.style import BLACK, FIGURE_STYLE, GREY
from tabular.drawing.titles_and_legends import write_title
from tabular.formatting import mean_return_text, subtitle, tick_texts
from tabular.statistics.ranges import ROOM_AROUND_ONE, limits_around

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from tabular.drawing.experiment_styles import DrawnExperiment

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

PANELS = {"training": "while learning", "greedy": "greedy"}


class ReturnFormatter(Formatter):
    """Writes the numbers at ticks so that they can be told apart."""

    def format_ticks(self, values: Any) -> list[str]:  # noqa: ANN401 (as in Matplotlib)
        """Write the numbers of all ticks."""
        return tick_texts(np.asarray(values, dtype=np.float64))

    def __call__(self, x: float, pos: int | None = None) -> str:  # noqa: ARG002 (as in Matplotlib)
        """Write a number alone."""
        return mean_return_text(x)


def draw_curves(
    title: str,
    experiments: Mapping[str, int],
    curves: pd.DataFrame,
    size: Sequence[int],
    best_possible: float | None = None,
) -> Figure:
    """Draw the mean return over the episodes of training, while learning and greedy, with 95 % intervals over seeds.

    Args:
        title: of the figure.
        experiments: the names of the experiments, and how many seeds each has.
        curves: the columns `experiment`, `play`, `episode`, `mean`, `low` and `high`.
        size: width and height in pixels at 100 dpi; the height grows where the legend is long.
        best_possible: the best possible return, drawn where it isn't far above the curves; None where it isn't known.
    """
    drawn = told_apart(greedy_returns(experiments, curves))
    with mpl.rc_context(FIGURE_STYLE):
        is_high = len(drawn) > MOST_IN_LOW_FIGURE
        figure = new_figure((size[0], int(HEIGHT_OF_TWO_PANELS * size[1])) if is_high else size)
        write_title(figure, f"{title}{subtitle(experiments.values(), has_bands=len(drawn) <= MOST_BANDS)}")
        panels = figure.subplots(2, 1) if is_high else figure.subplots(1, 2)
        last_episode = int(curves["episode"].max())
        for axes, (play, what) in zip(panels, PANELS.items(), strict=True):
            points = curves[curves["play"] == play]
            draw_experiments(axes, experiments, drawn, points, ("episode", "mean", "low", "high"))
            axes.set_xlim(-0.02 * max(last_episode, 1), 1.02 * max(last_episode, 1))
            fit_returns(axes, points)
            if best_possible is not None:
                draw_best_possible(axes, best_possible)
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
    title: str, experiments: Mapping[str, int], greedy: Mapping[str, float], profiles: pd.DataFrame, size: Sequence[int]
) -> Figure:
    """Draw which share of runs has more than each return.

    Args:
        title: of the figure.
        experiments: the names of the experiments, and how many seeds each has.
        greedy: the mean greedy return of each.
        profiles: the columns `experiment`, `threshold`, `share`, `low` and `high`.
        size: width and height in pixels at 100 dpi; the height grows where the legend is long.
    """
    drawn = told_apart(greedy)
    with mpl.rc_context(FIGURE_STYLE):
        figure = new_figure(size)
        write_title(figure, f"{title}{subtitle(experiments.values(), has_bands=len(drawn) <= MOST_BANDS)}")
        axes = figure.subplots()
        keys = ("threshold", "share", "low", "high")
        draw_experiments(axes, experiments, drawn, profiles, keys, are_steps=True)
        leave_out_few_runs(axes, experiments, profiles)
        axes.set_xlabel("greedy return of a run, τ")
        axes.set_ylabel("share of runs above τ")
        axes.set_ylim(-0.03, 1.03)
        axes.xaxis.set_major_locator(MaxNLocator(nbins=6, steps=[1, 2, 5, 10]))
        axes.xaxis.set_major_formatter(ReturnFormatter())
        legend_below(figure, experiments, drawn)
    return figure


def greedy_returns(experiments: Mapping[str, int], curves: pd.DataFrame) -> dict[str, float]:
    """Return the mean greedy return of each experiment's last evaluated table.

    Args:
        experiments: the names of the experiments, in the order of the result.
        curves: the learning curves.
    """
    last = curves[curves["play"] == "greedy"].groupby("experiment")["mean"].last()
    return {name: float(last[name]) for name in experiments}


def draw_experiments(
    axes: Axes,
    experiments: Mapping[str, int],
    drawn: Mapping[str, DrawnExperiment],
    points: pd.DataFrame,
    keys: Sequence[str],
    *,
    are_steps: bool = False,
) -> None:
    """Draw a line of each experiment, in its band if it can be told apart, else thinly and behind all others.

    Args:
        axes: where to.
        experiments: the names of all.
        drawn: those that can be told apart.
        points: the points of all experiments, with the columns `experiment` and `keys`.
        keys: the columns of x, y, and the band's lower and upper end.
        are_steps: whether y stays the same up to the next x.
    """
    style = "steps-post" if are_steps else "default"
    own_points = dict(iter(points.groupby("experiment")))
    for name in experiments:
        x, y, low, high = (own_points[name][key].to_numpy() for key in keys)
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


def fit_returns(axes: Axes, points: pd.DataFrame) -> None:
    """Choose limits of the returns that neither the beginning nor few returns far below the others determine.

    Args:
        axes: whose limits are set.
        points: the columns `episode`, `mean`, `low` and `high`.
    """
    mean = points["mean"]
    later = points[points["episode"] >= BEGINNING * points["episode"].max()]
    few, most = np.quantile(later["mean"], (FEW, 1 - FEW))
    lowest = few - FAR * (most - few)
    # The beginning may lie below the axis, but not above it.
    bottom, top = limits_around(np.append(np.maximum(later[["mean", "low", "high"]], lowest), mean.max()))
    axes.set_ylim(bottom, top)
    if later["mean"].min() < bottom:
        write_note(axes, f"few go down to {mean_return_text(mean.min())}")
    elif mean.min() < bottom:
        write_note(axes, "the beginning lies below")


def draw_best_possible(axes: Axes, best_possible: float) -> None:
    """Draw a line at the best possible return, unless it would flatten the curves."""
    bottom, top = axes.get_ylim()
    if best_possible > top + FAR * (top - bottom):
        return
    axes.set_ylim(bottom, max(top, limits_around(np.array([bottom, best_possible]))[1]))
    axes.axhline(best_possible, color=BLACK, linewidth=1.0, zorder=1)
    axes.annotate(
        "best possible", (1.0, best_possible), xycoords=("axes fraction", "data"), xytext=(0, 2),
        textcoords="offset points", ha="right", va="bottom", fontsize="x-small", color=BLACK,
    )  # fmt: skip


def leave_out_few_runs(axes: Axes, experiments: Mapping[str, int], profiles: pd.DataFrame) -> None:
    """Let few runs that are far from all others, such as those that go round in circles, not flatten the picture."""
    by_experiment = dict(iter(profiles.groupby("experiment")))
    shares = np.array([by_experiment[name]["share"] for name in experiments])
    threshold = by_experiment[next(iter(experiments))]["threshold"].to_numpy()
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
