"""Compare experiments in the same environment: scores, learning curves, performance profiles, improvements."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from jobs.log import logging_to
from tabular.formatting import seeds_text
from tabular.pages.tables import latex, markdown, with_intervals, write_csv
from tabular.results.atomic import write_text
from tabular.results.comparisons import CURVES, GREEDY, PROFILES
from tabular.results.parquet import writing_parquet
from tabular.results.recordings import read_trainings
from tabular.statistics.comparison import improvement, profiles
from tabular.statistics.learning_curves import ExperimentResults, experiment_results

snakemake: Any  # what Snakemake gives a script

LOGGED = ("greedy return", "return while learning, last tenth")


def compare_experiments(
    *,
    experiments: Mapping[str, Mapping[str, Any]],
    batches: Sequence[Path],
    window: int,
    paths: Mapping[str, Path],
) -> None:
    """Write the experiments' scores, learning curves, performance profiles, and probabilities of improvement.

    Args:
        experiments: by name, `seeds` and the settings that `differ`, as text; in the order of the configuration. The
            first one is what the others are compared with.
        batches: the files of all trainings.
        window: episodes per point of the training curves.
        paths: where `csv`, `markdown`, `latex`, `greedy`, `curves`, `profiles` and `improvement` go.

    Raises:
        UserError: a training failed.
        DamagedFileError: a file of trainings is missing or damaged.
    """
    trainings = read_trainings({name: one["seeds"] for name, one in experiments.items()}, batches)
    results = [
        experiment_results(
            name,
            [one.returns for one in runs],
            runs[0].snapshots,
            np.stack([one.greedy_returns for one in runs], axis=-1),
            window,
        )
        for name, runs in trainings.items()
    ]
    settings = {"experiments": dict(experiments), "window": window}
    write_scores(results, experiments, paths)
    with writing_parquet(paths["greedy"], GREEDY, settings) as write:
        for name, runs in trainings.items():
            tables = len(runs[0].snapshots)
            write(
                {
                    "experiment": [name] * tables * len(runs),
                    "seed": np.repeat([one.seed for one in runs], tables),
                    "episode": np.concatenate([one.snapshots for one in runs]),
                    "return": np.concatenate([one.greedy_returns for one in runs]),
                    "terminated": np.concatenate([one.terminated for one in runs]),
                }
            )
    with writing_parquet(paths["curves"], CURVES, settings) as write:
        for one in results:
            for play, curve in (("training", one.training), ("greedy", one.greedy)):
                rows = len(curve.episode)
                write({"experiment": [one.name] * rows, "play": [play] * rows, **vars(curve)})
    with writing_parquet(paths["profiles"], PROFILES, settings) as write:
        for one, profile in zip(results, profiles(results), strict=True):
            write({"experiment": [one.name] * len(profile.threshold), **vars(profile)})
    write_improvements(results, paths["improvement"])


def write_scores(
    results: Sequence[ExperimentResults], experiments: Mapping[str, Mapping[str, Any]], paths: Mapping[str, Path]
) -> None:
    """Write the returns, greedy and while learning, a row an experiment, in three formats."""
    first = results[0]
    better = f"probability of improvement over {first.name}"
    over_first = [None, *(improvement(one, first) for one in results[1:])]
    metrics = [one.metrics() for one in results]
    rows = []
    for one, estimates, over in zip(results, metrics, over_first, strict=True):
        row: dict[str, Any] = {"experiment": one.name, "seeds": len(one.scores)}
        for name, estimate in (*estimates.items(), (better, over)):
            ends = (None, None, None) if estimate is None else (estimate.value, estimate.low, estimate.high)
            row |= dict(zip((name, f"{name}, low", f"{name}, high"), ends, strict=True))
        rows.append(row | experiments[one.name]["differ"])
        logged = ", ".join(f"{name} {estimates[name].value:.4g}" for name in LOGGED)
        print(f"{one.name} ({seeds_text(len(one.scores))}): {logged}")
    write_csv(paths["csv"], pd.DataFrame(rows, dtype=object))
    texts = pd.DataFrame(
        {
            "experiment": [one.name for one in results],
            "seeds": [str(len(one.scores)) for one in results],
            **{name: with_intervals([one[name] for one in metrics]) for name in metrics[0]},
            better: with_intervals(over_first, decimals=2),
        }
    )
    write_text(paths["markdown"], f"{markdown(texts)}\n")
    write_text(paths["latex"], latex(texts))


def write_improvements(results: Sequence[ExperimentResults], path: Path) -> None:
    """Write the probability that a run of each experiment has a larger greedy return than one of each before it."""
    pairs = [(ours, theirs) for position, ours in enumerate(results) for theirs in results[:position]]
    estimates = pd.DataFrame([asdict(improvement(ours, theirs)) for ours, theirs in pairs])
    table = estimates.rename(columns={"value": "probability"})
    table.insert(0, "experiment", [ours.name for ours, _ in pairs])
    table.insert(1, "than", [theirs.name for _, theirs in pairs])
    write_csv(path, table)


if __name__ == "__main__":
    with logging_to(snakemake.log[0]):
        compare_experiments(
            experiments=snakemake.params.experiments,
            batches=[Path(path) for path in snakemake.input.batches],
            window=snakemake.params.window["window"],
            paths={name: Path(path) for name, path in snakemake.output.items()},
        )
