"""Plot how an experiment learns: its returns while it learns and when it plays greedily, beside the baselines."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from jobs.figure import FigureOutput, figure_output
from jobs.log import logging_to
from tabular.figures.learning_curve import draw_learning_curve, reference_lines
from tabular.pages.captions import learning_curve_caption
from tabular.results.environment import read_description
from tabular.results.episodes import read_history
from tabular.results.exact_solution import read_best_return
from tabular.results.returns import read_baseline_means
from tabular.statistics.learning_curves import read_experiment_results
from tabular.statistics.reference_returns import return_at_time_limit

snakemake: Any  # what Snakemake gives a script


def plot_learning_curve(
    *,
    rewards: Sequence[Path],
    evaluations: Sequence[Path],
    baselines: Path,
    description: Path,
    best_return: Path | None,
    name: str,
    window: int,
    output: FigureOutput,
) -> None:
    """Plot means over seeds, in bands that are 95 % bootstrap intervals where there are several.

    Args:
        rewards: one `rewards.parquet` a seed.
        evaluations: one `evaluation.parquet` a seed, in the same order.
        baselines: the experiment's `baselines.parquet`.
        description: the experiment's `environment.json`.
        best_return: its `best_return.json`; None where its environment has no exact solution.
        name: the experiment's name.
        window: episodes per point of the curve while learning.
        output: the figure's size and files.
    """
    results = read_experiment_results(name, rewards, evaluations, window)
    at_time_limit = return_at_time_limit([read_history(path) for path in rewards])
    exact = read_best_return(best_return).references if best_return else {}
    lines = reference_lines(read_description(description), read_baseline_means(baselines), at_time_limit, exact)
    caption = learning_curve_caption(results, {line.name: line.height for line in lines})
    output.save(draw_learning_curve(results, lines, window, output.size), caption)


if __name__ == "__main__":
    with logging_to(snakemake.log[0]):
        plot_learning_curve(
            rewards=[Path(path) for path in snakemake.input.rewards],
            evaluations=[Path(path) for path in snakemake.input.evaluations],
            baselines=Path(snakemake.input.baselines),
            description=Path(snakemake.input.description),
            best_return=Path(snakemake.input.best_return[0]) if snakemake.input.best_return else None,
            name=snakemake.wildcards.experiment,
            window=snakemake.params.window,
            output=figure_output(snakemake),
        )
