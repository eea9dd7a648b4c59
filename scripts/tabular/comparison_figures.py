"""The figures of a comparison: learning curves, performance profiles, and who probably does better than the first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ticker import Formatter, MaxNLocator

from tabular.experiment_legend import BACKGROUND, legend_below
from tabular.experiment_names import subtitle, without_common_beginning, wrapped
from tabular.experiment_styles import told_apart
from tabular.figure_style import BLUE, DPI, FIGURE_STYLE, GREY, in_lines, number_text, write_title
from tabular.return_axis import limits_around, tick_texts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from tabular.experiment_styles import DrawnExperiment

    Columns = Mapping[str, NDArray[Any]]

BEGINNING = 0.1
"""The share of a training that may lie outside the picture of its curve."""

FEW_RUNS = 0.05
"""The share of runs that may lie outside the picture of the profiles, where they are far from the others."""

FAR = 1.0
"""So many ranges of the other runs away."""

MARKERS = 12
"""On a curve with many points."""

FEW_BANDS = 7
"""Bands of more experiments are drawn fainter."""

ROW, BETWEEN_ROWS, PIXELS_AROUND = 20, 14, 130
"""Height in pixels at 100 dpi of a line of text in the picture of who is better, between its rows, and around them."""

LONGEST_ROW = 24
"""Letters of a name in one line beside that picture."""

PANELS = {"training": "while learning", "greedy": "greedy"}


class ReturnFormatter(Formatter):
    """Writes the numbers at ticks so that they can be told apart."""

    def format_ticks(self, values: Any) -> list[str]:  # noqa: ANN401 (as in Matplotlib)
        """Write the numbers of all ticks."""
        return tick_texts(np.asarray(values, dtype=np.float64))

    def __call__(self, x: float, pos: int | None = None) -> str:  # noqa: ARG002 (as in Matplotlib)
        """Write a number alone."""
        return number_text(x, ",g")


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
        figure = new_figure(size)
        write_title(figure, f"{title}{subtitle(experiments.values())}")
        panels = figure.subplots(1, 2)
        last_episode = int(columns["episode"].max())
        for axes, (play, what) in zip(panels, PANELS.items(), strict=True):
            points = {key: values[columns["play"] == play] for key, values in columns.items()}
            draw_experiments(axes, experiments, drawn, points, ("episode", "mean", "low", "high"))
            axes.set_xlim(-0.02 * max(last_episode, 1), 1.02 * max(last_episode, 1))
            cut_off_the_beginning(axes, points)
            axes.set_title(what, loc="left")
            axes.set_xlabel("episode of training")
            axes.xaxis.set_major_locator(MaxNLocator(nbins=3, steps=[1, 2, 5, 10], integer=True))
            axes.xaxis.set_major_formatter("{x:,.0f}")
            axes.yaxis.set_major_formatter(ReturnFormatter())
        panels[0].set_ylabel("return of an episode")
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
        write_title(figure, f"{title}{subtitle(experiments.values())}")
        axes = figure.subplots()
        keys = ("threshold", "share", "low", "high")
        draw_experiments(axes, experiments, drawn, columns, keys, are_steps=True)
        leave_out_few_runs(axes, experiments, columns)
        axes.set_xlabel("greedy return of a run, τ")
        axes.set_ylabel("share of runs above τ")
        axes.set_ylim(-0.03, 1.03)
        axes.xaxis.set_major_locator(MaxNLocator(nbins=6))
        axes.xaxis.set_major_formatter(ReturnFormatter())
        legend_below(figure, experiments, drawn)
    return figure


def draw_improvement(title: str, first: str, rows: Sequence[Mapping[str, str]], size: Sequence[int]) -> Figure:
    """Draw with which probability a run of each other experiment returns more than one of the first, a row each.

    Args:
        title: of the figure.
        first: the name of the first experiment.
        rows: `experiment`, `probability`, `low` and `high` of each other one, as text; the ends may be empty.
        size: width and height in pixels at 100 dpi, of which only the width counts.
    """
    short = without_common_beginning([first, *(row["experiment"] for row in rows)])
    names = [wrapped(short[row["experiment"]], LONGEST_ROW) for row in rows]
    lines = max(name.count("\n") + 1 for name in names)
    probability, low, high = (
        np.array([float(row[key] or "nan") for row in rows]) for key in ("probability", "low", "high")
    )
    with mpl.rc_context(FIGURE_STYLE):
        figure = new_figure((size[0], PIXELS_AROUND + (ROW * lines + BETWEEN_ROWS) * len(rows)))
        write_title(figure, f"{title}{' (95 % intervals)' if np.isfinite(low).any() else ''}")
        axes = figure.subplots()
        places = np.arange(len(rows))
        axes.axvline(0.5, color=GREY, linestyle=":", linewidth=1.6)
        axes.hlines(places, low, high, color=BLUE, linewidth=7, alpha=0.3)
        axes.plot(probability, places, linestyle="", marker="o", color=BLUE, markersize=8)
        axes.set_yticks(places, names)
        axes.set_xlim(-0.02, 1.02)
        axes.set_ylim(len(rows) - 0.5, -0.5)
        label = f"probability that a run returns more than one of {short[first]}"
        figure.supxlabel(in_lines(figure, label), fontsize=FIGURE_STYLE["axes.labelsize"])
    return figure


def new_figure(size: Sequence[int]) -> Figure:
    """Return an empty figure of this width and height in pixels."""
    figure = Figure(figsize=(size[0] / DPI, size[1] / DPI), dpi=DPI, layout="constrained")
    FigureCanvasAgg(figure)
    return figure


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
    strength = 0.14 if len(drawn) <= FEW_BANDS else 0.06
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
        axes.fill_between(
            x, low, high, step="post" if are_steps else None, color=look.color, alpha=strength, linewidth=0
        )
    axes.grid(visible=True, axis="y", alpha=0.25)
    axes.margins(x=0.02)


def cut_off_the_beginning(axes: Axes, points: Columns) -> None:
    """Let the first tenth of the training, which may be far below all that follows, not say how long the axis is."""
    later = points["episode"] >= BEGINNING * points["episode"].max()
    # The beginning may lie below the axis, but not above it.
    values = np.concatenate([*(points[key][later] for key in ("mean", "low", "high")), [np.nanmax(points["mean"])]])
    bottom, top = limits_around(values)
    axes.set_ylim(bottom, top)
    if np.nanmin(points["mean"]) < bottom:
        write_note(axes, "the beginning lies below", (0.99, 0.01), "right")


def leave_out_few_runs(axes: Axes, experiments: Mapping[str, int], columns: Columns) -> None:
    """Let few runs that are far from all others, such as those that go round in circles, not flatten the picture."""
    shares = np.array([columns["share"][columns["experiment"] == name] for name in experiments])
    threshold = columns["threshold"][columns["experiment"] == next(iter(experiments))]
    above = np.average(shares, axis=0, weights=list(experiments.values()))
    low, high = threshold[above <= 1 - FEW_RUNS][0], threshold[above >= FEW_RUNS][-1]
    reach = FAR * max(high - low, 0.0)
    # The outermost thresholds are no runs' returns, but room around them.
    seen = threshold[1:-1][(threshold[1:-1] >= low - reach) & (threshold[1:-1] <= high + reach)]
    axes.set_xlim(*limits_around(seen))
    if seen[0] > threshold[1]:
        write_note(axes, f"few runs lie to the left, down to {number_text(threshold[1], ',.4g')}", (0.01, 0.03), "left")
    if seen[-1] < threshold[-2]:
        write_note(axes, f"few runs lie to the right, up to {number_text(threshold[-2], ',.4g')}", (0.99, 0.9), "right")


def write_note(axes: Axes, text: str, place: tuple[float, float], side: str) -> None:
    """Write in grey what a panel leaves out; the place is in shares of its width and height."""
    size = FIGURE_STYLE["legend.fontsize"]
    axes.annotate(text, place, xycoords="axes fraction", fontsize=size, color=GREY, ha=side)
