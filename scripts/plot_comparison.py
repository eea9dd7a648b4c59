"""Draw a comparison of experiments: learning curves, performance profiles, and who is probably better."""

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from jobs.log import logging_to
from numpy.typing import NDArray
from tabular.drawing.style import save_figure
from tabular.figures.comparison import draw_curves, draw_improvement, draw_profiles, greedy_returns

snakemake: Any  # what Snakemake gives a script


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
    first = next(iter(experiments))
    points = read_columns(curves)
    greedy = greedy_returns(experiments, points)
    figures = {
        "curves": draw_curves(title, experiments, points, style["size"]),
        "profiles": draw_profiles(title, experiments, greedy, read_columns(profiles), style["size"]),
        "improvement": draw_improvement(title, greedy, rows_about(first, improvement), style["size"]),
    }
    for kind, figure in figures.items():
        save_figure(figure, pictures[f"{kind}_png"], pictures[f"{kind}_svg"], style["dpi"])


def read_columns(path: Path) -> dict[str, NDArray[Any]]:
    """Read a Parquet file, column by column."""
    table = pq.read_table(path)
    return {name: table[name].to_numpy() for name in table.column_names}


def rows_about(first: str, path: Path) -> list[dict[str, str]]:
    """Read the rows of improvement.csv in which an experiment is held against the first one."""
    with path.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["than"] == first]


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
