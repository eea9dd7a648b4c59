"""Put the results of a study's batches together: scores, curves, and what failed."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from jobs.log import logging_to
from tabular.results.parquet import writing_parquet
from tabular.studies.batches import read_batch_columns

snakemake: Any  # what Snakemake gives a script

TRIAL = {"trial": pa.string(), "seed": pa.int32()}

TRAININGS_AT_ONCE = 50_000
"""Trainings whose windows are in memory together, as texts and numbers of a table."""


def collect_trials(
    *, batches: Sequence[Path], study: Mapping[str, Any], scores: Path, curves: Path, failures: Path
) -> None:
    """Write three tables, ordered by trial and seed.

    Args:
        batches: files of all batches of all rungs.
        study: the study's settings, which the files name as what made them.
        scores: file for the score of each trial and seed. A trial of which one training failed has none.
        curves: file for the mean return of each window of each of these trainings; window 0 is the first.
        failures: file for what failed: a row a trial, with the first message.
    """
    found = [read_batch_columns(batch) for batch in batches]
    trial, failure = (np.array([one for part in found for one in getattr(part, name)]) for name in ("trial", "failure"))
    seed, score, curve = (
        np.concatenate([getattr(part, name) for part in found]) for name in ("seed", "score", "curve")
    )
    order = np.lexsort((seed, trial))
    messages: dict[str, str] = {}
    for row in order[failure[order] != ""].tolist():
        messages.setdefault(str(trial[row]), str(failure[row]))
    kept = order[~np.isin(trial[order], [*messages])]
    with (
        writing_parquet(scores, {**TRIAL, "score": pa.float64()}, study) as write_scores,
        writing_parquet(curves, {**TRIAL, "window": pa.int32(), "mean_return": pa.float64()}, study) as write_curves,
    ):
        for first in range(0, len(kept), TRAININGS_AT_ONCE):
            rows = kept[first : first + TRAININGS_AT_ONCE]
            write_scores({"trial": trial[rows].tolist(), "seed": seed[rows], "score": score[rows]})
            # Short trainings have fewer windows.
            position, window = np.nonzero(~np.isnan(curve[rows]))
            rows = rows[position]
            columns = {"seed": seed[rows], "window": window, "mean_return": curve[rows, window]}
            write_curves({"trial": trial[rows].tolist(), **columns})
    with writing_parquet(failures, {"trial": pa.string(), "message": pa.string()}, study) as write:
        write({"trial": list(messages), "message": list(messages.values())})
    print(f"{len(np.unique(trial[kept]))} trials, {len(kept)} trainings, {len(messages)} trials failed")


if __name__ == "__main__":
    with logging_to(snakemake.log[0]):
        collect_trials(
            batches=[Path(file) for file in snakemake.input.batches],
            study=snakemake.params.study,
            scores=Path(snakemake.output.scores),
            curves=Path(snakemake.output.curves),
            failures=Path(snakemake.output.failures),
        )
