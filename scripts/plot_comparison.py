"""Draw a comparison of experiments: learning curves, performance profiles, and who is probably better."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jobs.log import logging_to
from tabular.drawing.style import save_figure
from tabular.figures.comparison import draw_curves, draw_improvement, draw_profiles, greedy_returns
from tabular.results.comparisons import read_curves, read_improvement, read_profiles

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
    points = read_curves(curves, experiments)
    greedy = greedy_returns(experiments, points)
    figures = {
        "curves": draw_curves(title, experiments, points, style["size"]),
        "profiles": draw_profiles(title, experiments, greedy, read_profiles(profiles, experiments), style["size"]),
        "improvement": draw_improvement(
            title, greedy, read_improvement(improvement, first, experiments), style["size"]
        ),
    }
    for kind, figure in figures.items():
        save_figure(figure, pictures[f"{kind}_png"], pictures[f"{kind}_svg"], style["dpi"])


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
