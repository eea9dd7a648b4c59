"""Plot the returns of an experiment while it learns: average, maximum and minimum per window of episodes."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
from jobs.log import logging_to
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray
from tabular.drawing.number_ticks import NumberTicks
from tabular.drawing.style import (
    BLUE,
    DPI,
    FIGURE_STYLE,
    GREEN,
    GREY,
    MOST_OF_HEIGHT,
    ORANGE,
    PURPLE,
    VERMILLION,
    fitted_legend,
    save_figure,
    write_title,
)
from tabular.formatting import number_text
from tabular.results.environment import EnvironmentDescription, read_description
from tabular.results.episodes import EpisodeRewards, Windows, read_rewards, reward_at_the_time_limit, windows
from tabular.statistics.ranges import limits_around

snakemake: Any  # what Snakemake gives a script

CURVES = (("maximum", GREEN, 1.2), ("average", BLUE, 2.4), ("minimum", VERMILLION, 1.2))
"""Attribute of `Windows`, colour, line width in points."""


def plot_rewards(
    *,
    rewards: Sequence[Path],
    description: Path,
    name: str,
    window: int,
    style: Mapping[str, Any],
    png: Path,
    svg: Path,
) -> None:
    """Draw the curves and, below them, epsilon where there is one.

    With several seeds the curves are means over seeds, inside a band from the smallest to the largest seed.

    Args:
        rewards: one `rewards.parquet` a seed.
        description: the experiment's `environment.json`.
        name: the experiment's name.
        window: episodes per point of a curve.
        style: `size` in pixels at 100 dpi, and `dpi`.
        png: where the pixels go.
        svg: where the vectors go.
    """
    environment = read_description(description)
    runs = [read_rewards(path) for path in rewards]
    with mpl.rc_context(FIGURE_STYLE):
        size = style["size"]
        figure = Figure(figsize=(size[0] / DPI, size[1] / DPI), dpi=DPI, layout="constrained")
        FigureCanvasAgg(figure)
        # Only epsilon-greedy behaviour has an epsilon.
        has_epsilon = not np.isnan(runs[0].epsilon).all()
        curves, *strip = (
            figure.subplots(2, 1, sharex=True, height_ratios=(4, 1)) if has_epsilon else [figure.subplots()]
        )
        draw_curves(curves, [windows(run.reward, window) for run in runs])
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
    save_figure(figure, png, svg, style["dpi"])
    print(f"{len(runs[0].reward)} episodes of {len(runs)} seeds in windows of {window}")


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
    """Return the heights of all that is drawn, shape (heights,)."""
    lines = [np.asarray(line.get_ydata(), dtype=np.float64) for line in axes.lines]
    bands = [np.asarray(path.vertices)[:, 1] for band in axes.collections for path in band.get_paths()]
    return np.concatenate([*lines, *bands])


def draw_references(axes: Axes, environment: EnvironmentDescription, runs: Sequence[EpisodeRewards]) -> None:
    """Draw the return at which Gymnasium calls the environment solved, and that of an episode that the time limit ends.

    The time limit is a line only where all episodes that it ended had the same return.
    """
    if environment.reward_threshold is not None:
        threshold = environment.reward_threshold
        axes.axhline(threshold, color=PURPLE, linestyle="--", linewidth=1.6, label=f"solved: {number_text(threshold)}")
    truncated = reward_at_the_time_limit(runs)
    if environment.time_limit is not None and truncated is not None:
        label = f"time limit, {environment.time_limit:,} steps: {number_text(truncated)}"
        axes.axhline(truncated, color=GREY, linestyle=":", linewidth=1.6, label=label)


def draw_epsilon(axes: Axes, run: EpisodeRewards) -> None:
    """Draw how the probability of a random action changes; it is the same for every seed."""
    few = "o" if len(run.epsilon) == 1 else ""
    axes.plot(np.arange(len(run.epsilon)), run.epsilon, color=ORANGE, linewidth=1.8, marker=few)
    axes.set_ylim(-0.05, 1.08)
    axes.set_ylabel("epsilon")
    axes.grid(visible=True, axis="y", alpha=0.25)


if __name__ == "__main__":
    with logging_to(snakemake.log[0]):
        plot_rewards(
            rewards=[Path(path) for path in snakemake.input.rewards],
            description=Path(snakemake.input.description),
            name=snakemake.wildcards.experiment,
            window=snakemake.params.window,
            style=snakemake.params.style,
            png=Path(snakemake.output.png),
            svg=Path(snakemake.output.svg),
        )
