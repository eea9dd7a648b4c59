"""Draw a comparison of experiments: learning curves, performance profiles, and probabilities of improvement."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jobs.figure import FigureOutput, figure_output
from jobs.log import logging_to
from tabular.figures.comparison import draw_curves, draw_profiles, greedy_returns
from tabular.figures.improvement import draw_improvement
from tabular.pages.captions import comparison_caption
from tabular.results.comparisons import read_curves, read_improvement, read_profiles
from tabular.results.exact_solution import read_best_return

snakemake: Any  # what Snakemake gives a script


def plot_comparison(
    *,
    name: str,
    environment: str,
    experiments: Mapping[str, int],
    curves: Path,
    profiles: Path,
    improvement: Path,
    best_return: Path | None,
    outputs: Mapping[str, FigureOutput],
) -> None:
    """Draw the results of `compare_experiments`.

    Args:
        name: the comparison's name.
        environment: the environment that its experiments learn.
        experiments: their names, and how many seeds each has.
        curves: the file with the learning curves.
        profiles: the file with the performance profiles.
        improvement: the file with the probabilities of improvement.
        best_return: the file with the best possible return; None where their environment has no exact solution.
        outputs: sizes and files of the figures `curves`, `profiles` and `improvement`.
    """
    title = f"{name}: {environment}"
    first = next(iter(experiments))
    points = read_curves(curves, experiments)
    greedy = greedy_returns(experiments, points)
    best = None if best_return is None else read_best_return(best_return).best_possible
    sizes = {figure: output.size for figure, output in outputs.items()}
    figures = {
        "curves": draw_curves(title, experiments, points, sizes["curves"], best),
        "profiles": draw_profiles(title, experiments, greedy, read_profiles(profiles, experiments), sizes["profiles"]),
        "improvement": draw_improvement(
            title, greedy, read_improvement(improvement, first, experiments), sizes["improvement"]
        ),
    }
    caption = comparison_caption(experiments, points)
    for kind, figure in figures.items():
        outputs[kind].save(figure, caption)


if __name__ == "__main__":
    with logging_to(snakemake.log[0]):
        plot_comparison(
            name=snakemake.wildcards.comparison,
            environment=snakemake.params.environment["id"],
            experiments={name: settings["seeds"] for name, settings in snakemake.params.experiments.items()},
            curves=Path(snakemake.input.curves),
            profiles=Path(snakemake.input.profiles),
            improvement=Path(snakemake.input.improvement),
            best_return=Path(snakemake.input.best_return[0]) if snakemake.input.best_return else None,
            outputs={kind: figure_output(snakemake, f"{kind}_") for kind in ("curves", "profiles", "improvement")},
        )
