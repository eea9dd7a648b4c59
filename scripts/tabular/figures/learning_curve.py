"""How an experiment learns: its returns while it learns and when it plays greedily, beside the baselines."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

import matplotlib as mpl
import numpy as np
from matplotlib.ticker import MaxNLocator

from tabular.drawing.canvas import new_figure
from tabular.drawing.number_ticks import NumberTicks, is_constant
from tabular.drawing.style import BLACK, BLUE, FIGURE_STYLE, GREEN, GREY, PURPLE, VERMILLION
from tabular.drawing.titles_and_legends import MOST_OF_HEIGHT, fitted_legend, write_title
from tabular.formatting import mean_return_text
from tabular.results.environment import RANDOM
from tabular.statistics.ranges import limits_around
from tabular.statistics.reference_returns import best_constant_action

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from tabular.results.environment import EnvironmentDescription
    from tabular.statistics.learning_curves import Curve, ExperimentResults

ROOM = 0.06
"""Room above and below the curves, as a share of their range."""

MOST_EMPTY = 0.6
"""A reference line extends the range by this share at most. Lines farther away are only named in the legend."""

FAR = 0.75
"""A greedy return this many ranges away from the others, such as that of an agent that goes round in circles, would
flatten all else. It is marked at the edge instead."""


class ReferenceLine(NamedTuple):
    """A return that curves are compared with.

    Attributes:
        height: the return.
        name: what has this return.
        style: the line's colour and dashes, as Matplotlib's `plot` takes them.
    """

    height: float
    name: str
    style: Mapping[str, Any]


def draw_learning_curve(
    results: ExperimentResults, lines: Sequence[ReferenceLine], window: int, size: Sequence[int]
) -> Figure:
    """Draw means over seeds, in bands that are 95 % bootstrap intervals where there are several.

    Args:
        results: the experiment.
        lines: the returns that it is compared with.
        window: episodes per point of the curve while learning.
        size: width and height in pixels at 100 dpi.
    """
    with mpl.rc_context(FIGURE_STYLE):
        figure = new_figure(size)
        axes = figure.subplots()
        draw_curves(axes, results, window)
        low, high = range_of_most(results)
        mark_far_returns(axes, results.greedy, low, high)
        draw_lines(axes, lines, low, high)
        axes.set_xlabel("episode of training")
        axes.set_ylabel("return of an episode")
        axes.xaxis.set_major_locator(MaxNLocator(nbins=5, steps=[1, 2, 5, 10], integer=True, min_n_ticks=1))
        axes.xaxis.set_major_formatter("{x:,.0f}")
        axes.yaxis.set_major_formatter(NumberTicks())
        axes.grid(visible=True, axis="y", alpha=0.25)
        # Below the curves, where it hides none of them.
        entries, _ = axes.get_legend_handles_labels()
        fitted_legend(figure, entries, "outside lower left", most_of_height=MOST_OF_HEIGHT)
        count = len(results.scores)
        seeds = f"mean of {count} seeds, 95 % intervals" if count > 1 else "1 seed"
        write_title(figure, f"{results.name} ({seeds})")
    return figure


def draw_curves(axes: Axes, results: ExperimentResults, window: int) -> None:
    """Draw the return while learning, and the greedy return of the evaluated tables."""
    learning = f"learning, in windows of {window:,}" if window > 1 else "learning"
    training, greedy = results.training, results.greedy
    marker = "o" if len(training.episode) == 1 else ""
    axes.plot(training.episode, training.mean, color=BLUE, linewidth=1.8, marker=marker, label=learning)
    axes.fill_between(training.episode, training.low, training.high, color=BLUE, alpha=0.22, linewidth=0)
    axes.plot(
        greedy.episode, greedy.mean, color=VERMILLION, linewidth=1.0, marker="D", markersize=5.5,
        markeredgecolor="white", markeredgewidth=0.6, label="greedy evaluation",
    )  # fmt: skip
    axes.vlines(greedy.episode, greedy.low, greedy.high, color=VERMILLION, linewidth=2.2, alpha=0.6)
    axes.margins(x=0.02)


def reference_lines(
    environment: EnvironmentDescription,
    baselines: Mapping[str, float],
    at_time_limit: float | None,
    exact: Mapping[str, float],
) -> list[ReferenceLine]:
    """Return the returns that curves are compared with.

    Args:
        environment: the environment that is learned.
        baselines: the mean return of each baseline, by its name.
        at_time_limit: the return of an episode that the time limit ends; None where such returns differ.
        exact: by name, the returns of the exact solution, the best possible one first; empty without one.
    """
    best, most = best_constant_action(baselines)
    constant = "any single action" if best is None else f"always “{best}”"
    lines = [
        ReferenceLine(baselines[RANDOM], "random actions", {"color": GREY, "linestyle": ":"}),
        ReferenceLine(most, constant, {"color": GREEN, "linestyle": "-."}),
    ]
    lines += [
        ReferenceLine(height, name, {"color": BLACK, "linestyle": dashes})
        for (name, height), dashes in zip(exact.items(), ("-", (0, (3, 2))), strict=False)
    ]
    if environment.reward_threshold is not None:
        lines.append(ReferenceLine(environment.reward_threshold, "solved", {"color": PURPLE, "linestyle": "--"}))
    if environment.time_limit is not None and at_time_limit is not None:
        name = f"time limit, {environment.time_limit:,} steps"
        lines.append(ReferenceLine(at_time_limit, name, {"color": BLACK, "linestyle": (3, (1, 5))}))
    return lines


def range_of_most(results: ExperimentResults) -> tuple[float, float]:
    """Return the smallest and the largest return of all but the greedy ones that are far away."""
    training, greedy = results.training, results.greedy
    usual = np.concatenate(
        [training.mean, np.quantile(greedy.mean, (0.25, 0.5, 0.75), method="nearest"), greedy.mean[-1:]]
    )
    # Where all are the same, there is nothing that a far one could flatten.
    reach = math.inf if is_constant(usual) else FAR * float(np.ptp(usual))
    lowest, highest = usual.min() - reach, usual.max() + reach
    is_near = (greedy.mean >= lowest) & (greedy.mean <= highest)
    bars = [np.clip(end[is_near], lowest, highest) for end in (greedy.low, greedy.high)]
    inside = np.concatenate([usual, training.low, training.high, greedy.mean[is_near], *bars])
    return float(np.nanmin(inside)), float(np.nanmax(inside))


def mark_far_returns(axes: Axes, greedy: Curve, low: float, high: float) -> None:
    """Mark each greedy return outside this range at the nearer edge; the legend has the farthest one."""
    for marker, edge, is_far, label in (
        ("v", 0.0, greedy.mean < low, f"greedy, below: down to {mean_return_text(greedy.mean.min())}"),
        ("^", 1.0, greedy.mean > high, f"greedy, above: up to {mean_return_text(greedy.mean.max())}"),
    ):
        if is_far.any():
            episodes = greedy.episode[is_far]
            axes.plot(
                episodes, np.full(len(episodes), edge), transform=axes.get_xaxis_transform(), linestyle="none",
                marker=marker, markersize=8, color=VERMILLION, clip_on=False, zorder=4, label=label,
            )  # fmt: skip


def draw_lines(axes: Axes, lines: Sequence[ReferenceLine], low: float, high: float) -> None:
    """Draw each line that isn't far from this range, which has the curves, and name all lines with their heights."""
    low, high = limits_around(np.array([low, high]), room=0.0)
    room = high - low
    limits = [low, high]
    for height, name, style in lines:
        label = f"{name}: {mean_return_text(height)}"
        if low - MOST_EMPTY * room <= height <= high + MOST_EMPTY * room:
            limits = [min(limits[0], height), max(limits[1], height)]
            axes.axhline(height, linewidth=1.8, label=label, **style)
        else:
            side = "below" if height < low else "above"
            axes.plot([], [], linewidth=1.8, label=f"{label} ({side})", **style)
    axes.set_ylim(*limits_around(np.array(limits), ROOM))
