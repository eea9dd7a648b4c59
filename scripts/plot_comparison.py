"""Draw a comparison of experiments: learning curves, performance profiles, and who is probably better."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
import pyarrow.parquet as pq
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from numpy.typing import NDArray
from tabular.figure_style import BLACK, BLUE, DPI, GREEN, GREY, ORANGE, PURPLE, SKY_BLUE, STYLE, VERMILLION, save_figure
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

MARKERS = 12
"""On a curve with many points."""

TITLES = {"training": "while learning", "greedy": "greedy, on starts that training never saw"}

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
    with mpl.rc_context(STYLE):
        figure = new_figure(size)
        panels = figure.subplots(1, 2, sharey=True)
        for axes, (play, what) in zip(panels, TITLES.items(), strict=True):
            for position, name in enumerate(experiments):
                rows = (columns["experiment"] == name) & (columns["play"] == play)
                draw_band(axes, position, [columns[key][rows] for key in ("episode", "mean", "low", "high")])
            axes.set_title(what)
            axes.set_xlabel("episode of training")
            axes.xaxis.set_major_formatter("{x:,.0f}")
            axes.tick_params(axis="x", labelrotation=30)
        panels[0].set_ylabel("return of an episode")
        finish(figure, title, experiments)
    return figure


def draw_profiles(title: str, experiments: Mapping[str, int], columns: Columns, size: Sequence[int]) -> Figure:
    """Draw which share of runs scores more than each return."""
    with mpl.rc_context(STYLE):
        figure = new_figure(size)
        axes = figure.subplots()
        for position, name in enumerate(experiments):
            rows = columns["experiment"] == name
            draw_band(axes, position, [columns[key][rows] for key in ("threshold", "share", "low", "high")])
        axes.set_xlabel("mean greedy return of a run, τ")
        axes.set_ylabel("share of runs that score more than τ")
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
    axes.fill_between(x, low, high, color=color, alpha=0.18, linewidth=0)
    axes.grid(visible=True, axis="y", alpha=0.25)
    axes.margins(x=0.02)


def finish(figure: Figure, title: str, experiments: Mapping[str, int]) -> None:
    """Put title and legend above the panels, where they hide nothing."""
    entries = []
    for position, (name, seeds) in enumerate(experiments.items()):
        color, dashes, marker = LINES[position % len(LINES)]
        label = f"{name} ({seeds} {'seed' if seeds == 1 else 'seeds'})"
        entries.append(Line2D([], [], color=color, linestyle=dashes, linewidth=2.0, marker=marker, label=label))
    figure.legend(handles=entries, loc="outside upper left", ncols=2, frameon=False, handlelength=4)
    figure.suptitle(f"{title}   (bands: 95 % bootstrap intervals over seeds)", weight="bold", x=0.01, ha="left")


def draw_improvement(title: str, rows: Sequence[Mapping[str, str]], size: Sequence[int]) -> Figure:
    """Draw with which probability a run of one experiment scores more than one of another, a row a pair."""
    with mpl.rc_context(STYLE):
        figure = new_figure(size)
        axes = figure.subplots()
        places = np.arange(len(rows))
        probability, low, high = (np.array([float(row[key]) for row in rows]) for key in ("probability", "low", "high"))
        axes.axvline(0.5, color=GREY, linestyle=":", linewidth=1.6)
        axes.hlines(places, low, high, color=BLUE, linewidth=7, alpha=0.3)
        axes.plot(probability, places, linestyle="", marker="o", color=BLUE, markersize=8)
        axes.set_yticks(places, [f"{row['experiment']} > {row['than']}" for row in rows])
        axes.set_xlim(-0.02, 1.02)
        axes.set_ylim(len(rows) - 0.5, -0.5)
        axes.set_xlabel("probability that a run of the first scores more than one of the second")
        figure.suptitle(f"{title}   (bars: 95 % bootstrap intervals)", weight="bold", x=0.01, ha="left")
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
