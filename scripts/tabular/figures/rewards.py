"""The returns of an experiment while it learns: average, maximum and minimum of windows of episodes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import matplotlib as mpl
import numpy as np
from matplotlib.ticker import MaxNLocator

from tabular.drawing.canvas import new_figure
from tabular.drawing.number_ticks import NumberTicks
from tabular.drawing.style import BLUE, FIGURE_STYLE, GREEN, GREY, ORANGE, PURPLE, VERMILLION
from tabular.drawing.titles_and_legends import MOST_OF_HEIGHT, fitted_legend, write_title
from tabular.formatting import number_text
from tabular.statistics.ranges import limits_around
from tabular.statistics.reference_returns import return_at_time_limit
from tabular.statistics.windows import windows_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from tabular.results.environment import EnvironmentDescription
    from tabular.results.episodes import TrainingHistory
    from tabular.statistics.windows import Windows

CURVES = (("maximum", GREEN, 1.2), ("average", BLUE, 2.4), ("minimum", VERMILLION, 1.2))
"""Attribute of `Windows`, colour, line width in points."""


def draw_rewards(
    environment: EnvironmentDescription, runs: Sequence[TrainingHistory], name: str, window: int, size: Sequence[int]
) -> Figure:
    """Draw the curves and, below them, epsilon where there is one.

    With several seeds the curves are means over seeds, inside a band from the smallest to the largest seed.

    Args:
        environment: the environment that is learned.
        runs: the episodes of each seed.
        name: the experiment's name.
        window: episodes per point of a curve.
        size: width and height in pixels at 100 dpi.
    """
    with mpl.rc_context(FIGURE_STYLE):
        figure = new_figure(size)
        # Only epsilon-greedy behaviour has an epsilon.
        has_epsilon = not np.isnan(runs[0].epsilon).all()
        curves, *strip = (
            figure.subplots(2, 1, sharex=True, height_ratios=(4, 1)) if has_epsilon else [figure.subplots()]
        )
        draw_curves(curves, [windows_of(run.returns, window) for run in runs])
        draw_references(curves, environment, runs)
        curves.set_ylim(*limits_around(heights(curves)))
        curves.set_ylabel("return of an episode")
        curves.yaxis.set_major_formatter(NumberTicks())
        curves.xaxis.set_major_locator(MaxNLocator(nbins=5, steps=[1, 2, 5, 10], integer=True, min_n_ticks=1))
        curves.xaxis.set_major_formatter("{x:,.0f}")
        for axes in strip:
            draw_epsilon(axes, runs[0])
        figure.axes[-1].set_xlabel(f"episode, in windows of {window:,}" if window > 1 else "episode")
        # Below the curves, where it hides none of them.
        entries, _ = curves.get_legend_handles_labels()
        fitted_legend(figure, entries, "outside lower left", most_of_height=MOST_OF_HEIGHT)
        seeds = f"mean of {len(runs)} seeds, smallest to largest" if len(runs) > 1 else "1 seed"
        write_title(figure, f"{name}, while learning ({seeds})")
    return figure


def draw_curves(axes: Axes, seeds: Sequence[Windows]) -> None:
    """Draw average, maximum and minimum of each window, over the window's last episode."""
    episodes = seeds[0].last_episode
    style: dict[str, object] = {"marker": "o", "markersize": 4} if len(episodes) == 1 else {}
    for curve, color, width in CURVES:
        values = np.stack([getattr(seed, curve) for seed in seeds])
        axes.plot(episodes, values.mean(axis=0), color=color, linewidth=width, label=curve, **style)  # type: ignore[arg-type]
        if len(seeds) > 1:
            axes.fill_between(episodes, values.min(axis=0), values.max(axis=0), color=color, alpha=0.18, linewidth=0)
    axes.margins(x=0.01)
    axes.grid(visible=True, axis="y", alpha=0.25)


def heights(axes: Axes) -> NDArray[np.float64]:
    """Return the heights of all points that are drawn, shape (points,)."""
    lines = [np.asarray(line.get_ydata(), dtype=np.float64) for line in axes.lines]
    bands = [np.asarray(path.vertices)[:, 1] for band in axes.collections for path in band.get_paths()]
    return np.concatenate([*lines, *bands])


def draw_references(axes: Axes, environment: EnvironmentDescription, runs: Sequence[TrainingHistory]) -> None:
    """Draw the return from which Gymnasium calls the environment solved, and that of an episode at the time limit.

    The time limit is a line only where all episodes that it ended have the same return.
    """
    if environment.reward_threshold is not None:
        threshold = environment.reward_threshold
        axes.axhline(threshold, color=PURPLE, linestyle="--", linewidth=1.6, label=f"solved: {number_text(threshold)}")
    at_time_limit = return_at_time_limit(runs)
    if environment.time_limit is not None and at_time_limit is not None:
        label = f"time limit, {environment.time_limit:,} steps: {number_text(at_time_limit)}"
        axes.axhline(at_time_limit, color=GREY, linestyle=":", linewidth=1.6, label=label)


def draw_epsilon(axes: Axes, run: TrainingHistory) -> None:
    """Draw how the probability of a random action changes; it is the same for every seed."""
    marker = "o" if len(run.epsilon) == 1 else ""
    axes.plot(np.arange(len(run.epsilon)), run.epsilon, color=ORANGE, linewidth=1.8, marker=marker)
    axes.set_ylim(-0.05, 1.08)
    axes.set_ylabel("epsilon")
    axes.grid(visible=True, axis="y", alpha=0.25)
