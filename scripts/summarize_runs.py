"""Sum up what all experiments in `run` have learned, one row an experiment."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from tabular.description import RANDOM, read_description
from tabular.job_log import logging_to
from tabular.outcomes import read_baseline_means, read_mean_returns
from tabular.score_table import write_csv
from tabular.statistics import estimate, mean

snakemake: Any  # what Snakemake gives a script


def summarize_runs(
    *,
    experiments: Mapping[str, Mapping[str, Any]],
    evaluations: Sequence[Path],
    baselines: Sequence[Path],
    descriptions: Sequence[Path],
    path: Path,
) -> None:
    """Write the greedy return of each experiment beside what it can be held against.

    Args:
        experiments: by name, `seeds`, `algorithm`, `episodes`, the known `references`, and the settings that `differ`
            between them.
        evaluations: `evaluation.parquet` of every seed of every experiment, in that order.
        baselines: `baselines.parquet` of every experiment.
        descriptions: `environment.json` of every experiment.
        path: where the rows go.
    """
    rows = []
    first = 0
    for (name, experiment), played, described in zip(experiments.items(), baselines, descriptions, strict=True):
        own = evaluations[first : first + experiment["seeds"]]
        first += experiment["seeds"]
        environment = read_description(described)
        greedy = estimate(mean, np.array([read_mean_returns(file)[1][-1] for file in own]))
        means = read_baseline_means(played)
        best = max((one for one in means if one != RANDOM), key=means.__getitem__)
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
                "random_return": means[RANDOM],
                "best_constant_action": best,
                "best_constant_action_return": means[best],
                "solved_from": environment.reward_threshold,
                "references": "; ".join(f"{label}: {value:g}" for label, value in experiment["references"].items()),
                "settings": "; ".join(f"{key} = {value}" for key, value in experiment["differ"].items()),
            }
        )
        print(f"{name}: mean greedy return {greedy.value:.4g}, random {means[RANDOM]:.4g}, {best} {means[best]:.4g}")
    write_csv(path, rows)


if __name__ == "__main__":
    with logging_to(snakemake.log[0]):
        summarize_runs(
            experiments=snakemake.params.experiments,
            evaluations=[Path(path) for path in snakemake.input.evaluations],
            baselines=[Path(path) for path in snakemake.input.baselines],
            descriptions=[Path(path) for path in snakemake.input.descriptions],
            path=Path(snakemake.output.summary),
        )
