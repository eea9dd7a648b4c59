"""Draw a comparison of experiments: learning curves, performance profiles, and who is probably better."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
import pyarrow.parquet as pq
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray
from tabular.figure_style import (
    BLACK,
    BLUE,
    DPI,
    FIGURE_STYLE,
    GREEN,
    GREY,
    ORANGE,
    PURPLE,
    SKY_BLUE,
    VERMILLION,
    fitted_legend,
    save_figure,
    shortened,
    write_title,
)
from tabular.job_log import logging_to

snakemake: Any  # what Snakemake gives a script

LINES: Sequence[tuple[str, Any, str]] = (
    (BLUE, "-", "o"),
    (VERMILLION, "--", "s"),
    (GREEN, "-.", "^"),
    (PURPLE, ":", "D"),
    (ORANGE, (0, (5, 1, 1, 1, 1, 1)), "v"),
    (SKY_BLUE, (0, (1, 1)), "P"),
    (BLACK, (0, (8, 2)), "X"),
)
"""Colour, dashes and marker of each experiment in turn; who can't tell two colours apart sees it by the others."""

BEGINNING = 0.1
"""The share of a training that may lie outside the picture of its curve."""

MARKERS = 12
"""On a curve with many points."""

PIXELS_PER_PAIR, PIXELS_AROUND = 40, 130
"""Height of the picture of who is better than whom, at 100 dpi."""

LONGEST_PAIR, LONGEST_OF_PAIR = 27, 34
"""Letters of two names that fit into one line beside the picture of who is better, and of each of them."""

LONGEST_NAME = 45
"""Letters of a name that fit into a line of the legend."""

TITLES = {"training": "while learning", "greedy": "greedy"}

Columns = Mapping[str, NDArray[Any]]


def plot_comparison(
    *,
    name: str,
    environment: str,
    experiments: Mapping[str, int],
    curves: Path,
    profiles: Path,
    improvement: Path,
    style: Mapping[str, Any],
    pictures: Mapping[str, Path],
) -> None:
    """Draw what `compare_experiments` found.

    Args:
        name: the comparison's name.
        environment: what its experiments learn.
        experiments: their names, and how many seeds each has.
        curves: the file with the learning curves.
        profiles: the file with the performance profiles.
        improvement: the file that says who is probably better than whom.
        style: `size` in pixels at 100 dpi, and `dpi`.
        pictures: where `curves_png`, `curves_svg`, `profiles_png`, … go.
    """
    title = f"{name}: {environment}"
    figures = {
        "curves": draw_curves(title, experiments, read_columns(curves), style["size"]),
        "profiles": draw_profiles(title, experiments, read_columns(profiles), style["size"]),
        "improvement": draw_improvement(title, read_improvement(improvement), style["size"]),
    }
    for kind, figure in figures.items():
        save_figure(figure, pictures[f"{kind}_png"], pictures[f"{kind}_svg"], style["dpi"])


def read_columns(path: Path) -> Columns:
    """Read a Parquet file, column by column."""
    table = pq.read_table(path)
    return {name: table[name].to_numpy() for name in table.column_names}


def read_improvement(path: Path) -> list[dict[str, str]]:
    """Read the rows of a .csv file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def new_figure(size: Sequence[int]) -> Figure:
    """Return an empty figure of this width and height in pixels."""
    figure = Figure(figsize=(size[0] / DPI, size[1] / DPI), dpi=DPI, layout="constrained")
    FigureCanvasAgg(figure)
    return figure


def draw_curves(title: str, experiments: Mapping[str, int], columns: Columns, size: Sequence[int]) -> Figure:
    """Draw the mean return over the episodes of training, while learning and greedy, with 95 % intervals over seeds."""
    with mpl.rc_context(FIGURE_STYLE):
        figure = new_figure(size)
        panels = figure.subplots(1, 2)
        for axes, (play, what) in zip(panels, TITLES.items(), strict=True):
            of_play = columns["play"] == play
            cut_off_the_beginning(axes, {key: columns[key][of_play] for key in ("episode", "mean", "low", "high")})
            for position, name in enumerate(experiments):
                rows = of_play & (columns["experiment"] == name)
                draw_band(axes, position, [columns[key][rows] for key in ("episode", "mean", "low", "high")])
            axes.set_title(what, loc="left")
            axes.set_xlabel("episode of training")
            axes.xaxis.set_major_locator(MaxNLocator(nbins=3, steps=[1, 2, 5, 10], integer=True))
            axes.xaxis.set_major_formatter("{x:,.0f}")
            axes.yaxis.set_major_formatter("{x:,g}")
        panels[0].set_ylabel("return of an episode")
        finish(figure, title, experiments)
    return figure


def cut_off_the_beginning(axes: Axes, points: Columns) -> None:
    """Let the first tenth of the training, which may be far below all that follows, not say how long the axis is."""
    later = points["episode"] >= BEGINNING * points["episode"].max()
    values = np.concatenate([points[key][later] for key in ("mean", "low", "high")])
    bottom, top = np.nanmin(values), np.nanmax(values)
    room = 0.05 * max(top - bottom, 1e-9)
    top = max(top, float(np.nanmax(points["mean"])))
    axes.set_ylim(bottom - room, top + room)
    if np.nanmin(points["mean"]) < bottom - room:
        note = "the beginning lies below"
        size = FIGURE_STYLE["legend.fontsize"]
        axes.annotate(note, (0.99, 0.01), xycoords="axes fraction", fontsize=size, color=GREY, ha="right")


def draw_profiles(title: str, experiments: Mapping[str, int], columns: Columns, size: Sequence[int]) -> Figure:
    """Draw which share of runs scores more than each return."""
    with mpl.rc_context(FIGURE_STYLE):
        figure = new_figure(size)
        axes = figure.subplots()
        for position, name in enumerate(experiments):
            rows = columns["experiment"] == name
            draw_band(axes, position, [columns[key][rows] for key in ("threshold", "share", "low", "high")])
        axes.set_xlabel("mean greedy return of a run, τ")
        axes.set_ylabel("share of runs above τ")
        axes.set_ylim(-0.03, 1.03)
        finish(figure, title, experiments)
    return figure


def draw_band(axes: Axes, position: int, line: Sequence[NDArray[Any]]) -> None:
    """Draw a line in an experiment's colour, dashes and markers, inside its band.

    Args:
        axes: where to.
        position: the experiment's place in the comparison.
        line: x, y, and the band's lower and upper end, each of shape (points,).
    """
    x, y, low, high = line
    color, dashes, marker = LINES[position % len(LINES)]
    # Each experiment's markers begin somewhere else, so that they don't hide each other.
    spacing = max(1, len(x) // MARKERS)
    every = (position * spacing // len(LINES), spacing)
    axes.plot(x, y, color=color, linestyle=dashes, linewidth=2.0, marker=marker, markersize=5, markevery=every)
    axes.fill_between(x, low, high, color=color, alpha=0.14, linewidth=0)
    axes.grid(visible=True, axis="y", alpha=0.25)
    axes.margins(x=0.02)


def finish(figure: Figure, title: str, experiments: Mapping[str, int]) -> None:
    """Put title and legend above the panels, where they hide nothing."""
    entries = []
    short = without_common_beginning(experiments)
    of_each = {seeds_text(seeds) for seeds in experiments.values()}
    for position, (name, seeds) in enumerate(experiments.items()):
        color, dashes, marker = LINES[position % len(LINES)]
        label = shortened(short[name], LONGEST_NAME)
        if len(of_each) > 1:
            label += f" ({seeds_text(seeds)})"
        entries.append(Line2D([], [], color=color, linestyle=dashes, linewidth=2.0, marker=marker, label=label))
    bands = ", ".join([*of_each, "95 % intervals"] if len(of_each) == 1 else ["95 % intervals"])
    fitted_legend(figure, entries, "outside upper left", title=f"{title} ({bands})", handlelength=4)


def seeds_text(seeds: int) -> str:
    """Write a number of seeds."""
    return "1 seed" if seeds == 1 else f"{seeds} seeds"


def without_common_beginning(names: Iterable[str]) -> dict[str, str]:
    """Return each name without the words, up to an underscore, with which all of them begin."""
    words = {name: name.split("_") for name in names}
    common = 0
    # The last word stays, so that no name becomes empty.
    while len({tuple(known[: common + 1]) for known in words.values()}) == 1 < min(map(len, words.values())) - common:
        common += 1
    return {name: "_".join(known[common:]) for name, known in words.items()}


def draw_improvement(title: str, rows: Sequence[Mapping[str, str]], size: Sequence[int]) -> Figure:
    """Draw with which probability a run of one experiment scores more than one of another, a row a pair."""
    with mpl.rc_context(FIGURE_STYLE):
        figure = new_figure((size[0], PIXELS_AROUND + PIXELS_PER_PAIR * len(rows)))
        axes = figure.subplots()
        places = np.arange(len(rows))
        short = without_common_beginning({row[key]: None for row in rows for key in ("than", "experiment")})
        probability, low, high = (
            np.array([float(row[key] or "nan") for row in rows]) for key in ("probability", "low", "high")
        )
        axes.axvline(0.5, color=GREY, linestyle=":", linewidth=1.6)
        axes.hlines(places, low, high, color=BLUE, linewidth=7, alpha=0.3)
        axes.plot(probability, places, linestyle="", marker="o", color=BLUE, markersize=8)
        pairs = [[shortened(short[row[key]], LONGEST_OF_PAIR) for key in ("experiment", "than")] for row in rows]
        between = "\n> " if max(len("".join(pair)) for pair in pairs) > LONGEST_PAIR else " > "
        axes.set_yticks(places, [between.join(pair) for pair in pairs])
        axes.set_xlim(-0.02, 1.02)
        axes.set_ylim(len(rows) - 0.5, -0.5)
        figure.supxlabel("probability that a run of the first scores more", fontsize=FIGURE_STYLE["axes.labelsize"])
        write_title(figure, f"{title} (95 % intervals)")
    return figure


if __name__ == "__main__":
    with logging_to(snakemake.log[0]):
        plot_comparison(
            name=snakemake.wildcards.comparison,
            environment=snakemake.params.environment["id"],
            experiments={name: found["seeds"] for name, found in snakemake.params.experiments.items()},
            curves=Path(snakemake.input.curves),
            profiles=Path(snakemake.input.profiles),
            improvement=Path(snakemake.input.improvement),
            style=snakemake.params.style,
            pictures={name: Path(path) for name, path in snakemake.output.items()},
        )
