"""Plot how an experiment learns: returns while it learns and when it plays greedily, beside what needs no learning."""

import math
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
from tabular.drawing.number_ticks import NumberTicks, is_constant
from tabular.drawing.style import (
    BLACK,
    BLUE,
    DPI,
    FIGURE_STYLE,
    GREEN,
    GREY,
    MOST_OF_HEIGHT,
    PURPLE,
    VERMILLION,
    fitted_legend,
    save_figure,
    write_title,
)
from tabular.formatting import mean_return_text
from tabular.results.environment import RANDOM, EnvironmentDescription, read_description
from tabular.results.episodes import read_rewards, reward_at_the_time_limit
from tabular.results.returns import best_constant_action, read_baseline_means
from tabular.statistics.comparison import Contender, Curve, read_contender
from tabular.statistics.ranges import limits_around

snakemake: Any  # what Snakemake gives a script

ROOM = 0.06
"""Left free above and below the curves, as a share of their range."""

MOST_EMPTY = 0.6
"""The range may grow by this share for a line; lines beyond are only named in the legend."""

FAR = 0.75
"""A greedy return so many ranges away from the others, such as that of an agent that goes round in circles, would
flatten all else: it is marked at the edge instead."""


def plot_learning_curve(
    *,
    rewards: Sequence[Path],
    evaluations: Sequence[Path],
    baselines: Path,
    description: Path,
    name: str,
    window: int,
    style: Mapping[str, Any],
    png: Path,
    svg: Path,
) -> None:
    """Draw means over seeds, in bands that are 95 % bootstrap intervals where there are several.

    Args:
        rewards: one `rewards.parquet` a seed.
        evaluations: one `evaluation.parquet` a seed, in the same order.
        baselines: the experiment's `baselines.parquet`.
        description: the experiment's `environment.json`.
        name: the experiment's name.
        window: episodes per point of the curve while learning.
        style: `size` in pixels at 100 dpi, and `dpi`.
        png: where the pixels go.
        svg: where the vectors go.
    """
    learned = read_contender(name, rewards, evaluations, window)
    at_the_limit = reward_at_the_time_limit([read_rewards(path) for path in rewards])
    lines = reference_lines(read_description(description), read_baseline_means(baselines), at_the_limit)
    with mpl.rc_context(FIGURE_STYLE):
        size = style["size"]
        figure = Figure(figsize=(size[0] / DPI, size[1] / DPI), dpi=DPI, layout="constrained")
        FigureCanvasAgg(figure)
        axes = figure.subplots()
        draw_curves(axes, learned, window)
        low, high = range_of_most(learned)
        mark_far_returns(axes, learned.greedy, low, high)
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
        seeds = f"mean of {len(rewards)} seeds, 95 % intervals" if len(rewards) > 1 else "1 seed"
        write_title(figure, f"{name} ({seeds})")
    save_figure(figure, png, svg, style["dpi"])


def draw_curves(axes: Axes, learned: Contender, window: int) -> None:
    """Draw the return while learning, and the greedy return of the evaluated tables."""
    learning = f"learning, in windows of {window:,}" if window > 1 else "learning"
    training, greedy = learned.training, learned.greedy
    few = "o" if len(training.episode) == 1 else ""
    axes.plot(training.episode, training.mean, color=BLUE, linewidth=1.8, marker=few, label=learning)
    axes.fill_between(training.episode, training.low, training.high, color=BLUE, alpha=0.22, linewidth=0)
    axes.plot(
        greedy.episode, greedy.mean, color=VERMILLION, linewidth=1.0, marker="D", markersize=5.5,
        markeredgecolor="white", markeredgewidth=0.6, label="greedy evaluation",
    )  # fmt: skip
    axes.vlines(greedy.episode, greedy.low, greedy.high, color=VERMILLION, linewidth=2.2, alpha=0.6)
    axes.margins(x=0.02)


def reference_lines(
    environment: EnvironmentDescription, baselines: Mapping[str, float], at_the_limit: float | None
) -> list[tuple[float, str, dict[str, Any]]]:
    """Return the returns that curves are compared with: height, name and looks of each line."""
    best, most = best_constant_action(baselines)
    alone = "any single action" if best is None else f"always “{best}”"
    lines: list[tuple[float, str, dict[str, Any]]] = [
        (baselines[RANDOM], "random actions", {"color": GREY, "linestyle": ":"}),
        (most, alone, {"color": GREEN, "linestyle": "-."}),
    ]
    if environment.reward_threshold is not None:
        lines.append((environment.reward_threshold, "solved", {"color": PURPLE, "linestyle": "--"}))
    if environment.time_limit is not None and at_the_limit is not None:
        name = f"time limit, {environment.time_limit:,} steps"
        lines.append((at_the_limit, name, {"color": BLACK, "linestyle": (3, (1, 5))}))
    return lines


def range_of_most(learned: Contender) -> tuple[float, float]:
    """Return the smallest and the largest return that have to be seen: all but the greedy ones that are far away."""
    training, greedy = learned.training, learned.greedy
    usual = np.concatenate(
        [training.mean, np.quantile(greedy.mean, (0.25, 0.5, 0.75), method="nearest"), greedy.mean[-1:]]
    )
    # Where all are the same, there is nothing that a far one could flatten.
    reach = math.inf if is_constant(usual) else FAR * float(np.ptp(usual))
    lowest, highest = usual.min() - reach, usual.max() + reach
    is_near = (greedy.mean >= lowest) & (greedy.mean <= highest)
    bars = [np.clip(end[is_near], lowest, highest) for end in (greedy.low, greedy.high)]
    seen = np.concatenate([usual, training.low, training.high, greedy.mean[is_near], *bars])
    return float(np.nanmin(seen)), float(np.nanmax(seen))


def mark_far_returns(axes: Axes, greedy: Curve, low: float, high: float) -> None:
    """Mark the greedy returns outside this range at the edge that they are beyond; the legend has the farthest."""
    for marker, edge, is_far, words in (
        ("v", 0.0, greedy.mean < low, f"greedy, below: down to {mean_return_text(greedy.mean.min())}"),
        ("^", 1.0, greedy.mean > high, f"greedy, above: up to {mean_return_text(greedy.mean.max())}"),
    ):
        if is_far.any():
            episodes = greedy.episode[is_far]
            axes.plot(
                episodes, np.full(len(episodes), edge), transform=axes.get_xaxis_transform(), linestyle="none",
                marker=marker, markersize=8, color=VERMILLION, clip_on=False, zorder=4, label=words,
            )  # fmt: skip


def draw_lines(axes: Axes, lines: Sequence[tuple[float, str, Mapping[str, Any]]], low: float, high: float) -> None:
    """Draw each line that isn't far from the curves, which lie in this range, and name all with their heights."""
    low, high = limits_around(np.array([low, high]), room=0.0)
    room = high - low
    limits = [low, high]
    for height, name, looks in lines:
        label = f"{name}: {mean_return_text(height)}"
        if low - MOST_EMPTY * room <= height <= high + MOST_EMPTY * room:
            limits = [min(limits[0], height), max(limits[1], height)]
            axes.axhline(height, linewidth=1.8, label=label, **looks)
        else:
            side = "below" if height < low else "above"
            axes.plot([], [], linewidth=1.8, label=f"{label} ({side})", **looks)
    axes.set_ylim(*limits_around(np.array(limits), ROOM))


if __name__ == "__main__":
    with logging_to(snakemake.log[0]):
        plot_learning_curve(
            rewards=[Path(path) for path in snakemake.input.rewards],
            evaluations=[Path(path) for path in snakemake.input.evaluations],
            baselines=Path(snakemake.input.baselines),
            description=Path(snakemake.input.description),
            name=snakemake.wildcards.experiment,
            window=snakemake.params.window,
            style=snakemake.params.style,
            png=Path(snakemake.output.png),
            svg=Path(snakemake.output.svg),
        )
