"""Summarize the results of all experiments in `run`, one row an experiment, as a table and as a page."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from jobs.log import logging_to
from tabular.pages.summary import summary_page
from tabular.pages.tables import write_csv
from tabular.results.atomic import write_text
from tabular.results.environment import RANDOM, read_description
from tabular.results.episodes import read_history
from tabular.results.exact_solution import read_best_return
from tabular.results.returns import read_baseline_means, read_mean_returns
from tabular.statistics.intervals import estimate
from tabular.statistics.metrics import mean
from tabular.statistics.reference_returns import best_constant_action, with_exact
from tabular.statistics.windows import last_tenth

snakemake: Any  # what Snakemake gives a script


def summarize_runs(
    *,
    experiments: Mapping[str, Mapping[str, Any]],
    rewards: Sequence[Path],
    evaluations: Sequence[Path],
    baselines: Sequence[Path],
    descriptions: Sequence[Path],
    best_returns: Mapping[str, Path],
    path: Path,
    page: Path,
) -> None:
    """Write the returns of each experiment, greedy and while learning, beside the returns that they are compared with.

    Args:
        experiments: by name, `seeds`, `algorithm`, `episodes`, the known `references`, and the settings that `differ`
            between them, as text.
        rewards: `rewards.parquet` of every seed of every experiment, in that order.
        evaluations: `evaluation.parquet`, likewise.
        baselines: `baselines.parquet` of every experiment.
        descriptions: `environment.json` of every experiment.
        best_returns: `best_return.json` of those experiments that have one, by name.
        path: where the rows go.
        page: where the page goes.
    """
    rows = []
    scores = []
    first = 0
    for (name, experiment), played, described in zip(experiments.items(), baselines, descriptions, strict=True):
        own = slice(first, first + experiment["seeds"])
        first = own.stop
        environment = read_description(described)
        greedy = estimate(mean, np.array([read_mean_returns(file)[1][-1] for file in evaluations[own]]))
        learning = estimate(mean, np.array([last_tenth(read_history(file).returns).mean() for file in rewards[own]]))
        means = read_baseline_means(played)
        best, best_return = best_constant_action(means)
        exact = read_best_return(best_returns[name]).references if name in best_returns else {}
        references = with_exact(exact, experiment["references"])
        scores.append((greedy, learning))
        rows.append(
            {
                "experiment": name,
                "environment": environment.id,
                "algorithm": experiment["algorithm"],
                "episodes": experiment["episodes"],
                "seeds": experiment["seeds"],
                "greedy_return": greedy.value,
                "greedy_return_low": greedy.low,
                "greedy_return_high": greedy.high,
                "return_while_learning_last_tenth": learning.value,
                "return_while_learning_last_tenth_low": learning.low,
                "return_while_learning_last_tenth_high": learning.high,
                "random_return": means[RANDOM],
                "best_constant_action": best,
                "best_constant_action_return": best_return,
                "solved_from": environment.reward_threshold,
                "references": "; ".join(f"{label}: {value:g}" for label, value in references.items()),
                "settings": "; ".join(f"{key} = {value}" for key, value in experiment["differ"].items()),
            }
        )
        constant = "any action alone" if best is None else f"always {best}"
        print(
            f"{name}: mean greedy return {greedy.value:.4g}, while learning, last tenth {learning.value:.4g}, "
            f"random actions {means[RANDOM]:.4g}, {constant} {best_return:.4g}"
        )
    write_csv(path, pd.DataFrame(rows, dtype=object))
    write_text(page, summary_page(rows, scores))


if __name__ == "__main__":
    with logging_to(snakemake.log[0]):
        summarize_runs(
            experiments=snakemake.params.experiments,
            rewards=[Path(path) for path in snakemake.input.rewards],
            evaluations=[Path(path) for path in snakemake.input.evaluations],
            baselines=[Path(path) for path in snakemake.input.baselines],
            descriptions=[Path(path) for path in snakemake.input.descriptions],
            best_returns={Path(path).parent.name: Path(path) for path in snakemake.input.best_returns},
            path=Path(snakemake.output.summary),
            page=Path(snakemake.output.page),
        )
