"""Put the results of a study's batches together: scores, curves, and what failed."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from jobs.log import logging_to
from numpy.typing import NDArray
from tabular.results.parquet import writing_parquet
from tabular.statistics.moments import Moments
from tabular.studies.batches import read_batch

snakemake: Any  # what Snakemake gives a script

SCORES = {"trial": pa.string(), "seed": pa.int32(), "score": pa.float64()}

CURVES = {
    "trial": pa.string(),
    "window": pa.int32(),
    "seeds": pa.int32(),
    "mean_return": pa.float64(),
    "standard_error": pa.float64(),
}

FAILURES = {"trial": pa.string(), "message": pa.string()}

ROWS_AT_ONCE = 50_000
"""Scores that are written together: so many names of trials are in memory as texts."""


def collect_trials(
    *, batches: Sequence[Path], study: Mapping[str, Any], scores: Path, curves: Path, failures: Path
) -> None:
    """Write three tables, ordered by trial.

    Args:
        batches: files of all batches of all rungs.
        study: the study's settings, which the files name as what made them.
        scores: file for the score of each trial and seed. A trial of which one training failed has none.
        curves: file for the mean return, over the seeds, of each window of each of these trials; window 0 is the first.
        failures: file for what failed: a row a trial, with the first message.
    """
    seeds_of: dict[str, list[NDArray[np.int32]]] = defaultdict(list)
    scores_of: dict[str, list[NDArray[np.float64]]] = defaultdict(list)
    failures_of: dict[str, dict[int, str]] = defaultdict(dict)
    curve_of: dict[str, Moments] = {}
    for batch in batches:
        for part in read_batch(batch):
            seeds_of[part.trial].append(part.seeds)
            scores_of[part.trial].append(part.scores)
            failures_of[part.trial].update(part.failures)
            curve = Moments.of(part.curves)
            curve_of[part.trial] = curve_of[part.trial].with_others(curve) if part.trial in curve_of else curve
    messages = {trial: failed[min(failed)] for trial, failed in sorted(failures_of.items()) if failed}
    kept = sorted(seeds_of.keys() - messages.keys())
    _write_scores(scores, study, [(trial, seeds_of[trial], scores_of[trial]) for trial in kept])
    _write_curves(curves, study, {trial: curve_of[trial] for trial in kept})
    with writing_parquet(failures, FAILURES, study) as write:
        write({"trial": list(messages), "message": list(messages.values())})
    trainings = sum(len(seeds) for trial in kept for seeds in seeds_of[trial])
    print(f"{len(kept)} trials, {trainings} trainings, {len(messages)} trials failed")


def _write_scores(
    path: Path,
    study: Mapping[str, Any],
    trials: Sequence[tuple[str, Sequence[NDArray[np.int32]], Sequence[NDArray[np.float64]]]],
) -> None:
    """Write the scores of trials, given in parts with their seeds, ordered by trial and seed."""
    names = [name for name, _, _ in trials]
    number = np.repeat(np.arange(len(trials)), [sum(map(len, seeds)) for _, seeds, _ in trials])
    seed = np.concatenate([np.empty(0, dtype=np.int32), *(part for _, seeds, _ in trials for part in seeds)])
    score = np.concatenate([np.empty(0), *(part for _, _, scores in trials for part in scores)])
    order = np.lexsort((seed, number))
    with writing_parquet(path, SCORES, study) as write:
        for first in range(0, len(order), ROWS_AT_ONCE):
            rows = order[first : first + ROWS_AT_ONCE]
            write({"trial": [names[one] for one in number[rows]], "seed": seed[rows], "score": score[rows]})


def _write_curves(path: Path, study: Mapping[str, Any], curves: Mapping[str, Moments]) -> None:
    """Write the mean curves of trials."""
    # Short trainings have fewer windows.
    windows = {trial: np.flatnonzero(~np.isnan(curve.mean)) for trial, curve in curves.items()}
    with writing_parquet(path, CURVES, study) as write:
        if curves:
            write(
                {
                    "trial": [trial for trial, window in windows.items() for _ in window],
                    "window": np.concatenate(list(windows.values())),
                    "seeds": np.concatenate([np.full(len(windows[one]), curve.count) for one, curve in curves.items()]),
                    "mean_return": np.concatenate([curve.mean[windows[one]] for one, curve in curves.items()]),
                    "standard_error": np.concatenate(
                        [curve.standard_error[windows[one]] for one, curve in curves.items()]
                    ),
                }
            )


if __name__ == "__main__":
    with logging_to(snakemake.log[0]):
        collect_trials(
            batches=[Path(file) for file in snakemake.input.batches],
            study=snakemake.params.study,
            scores=Path(snakemake.output.scores),
            curves=Path(snakemake.output.curves),
            failures=Path(snakemake.output.failures),
        )
