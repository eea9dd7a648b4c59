"""Put the results of a study's batches together: scores, curves, and what failed."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from jobs.log import logging_to
from tabular.results.parquet import writing_parquet
from tabular.studies.batches import read_batch

snakemake: Any  # what Snakemake gives a script

TRIAL = {"trial": pa.string(), "seed": pa.int32()}


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
    found = sorted(
        (result for batch in batches for result in read_batch(batch)), key=lambda result: (result.trial, result.seed)
    )
    messages: dict[str, str] = {}
    for result in found:
        if result.failure:
            messages.setdefault(result.trial, result.failure)
    kept = [result for result in found if result.trial not in messages]
    with writing_parquet(scores, {**TRIAL, "score": pa.float64()}, study) as write:
        write(
            {
                "trial": [result.trial for result in kept],
                "seed": np.array([result.seed for result in kept], dtype=np.int32),
                "score": np.array([result.score for result in kept], dtype=np.float64),
            }
        )
    windows = [
        (result, number, mean)
        for result in kept
        for number, mean in enumerate(result.curve.tolist())
        if not np.isnan(mean)
    ]
    with writing_parquet(curves, {**TRIAL, "window": pa.int32(), "mean_return": pa.float64()}, study) as write:
        write(
            {
                "trial": [result.trial for result, _, _ in windows],
                "seed": np.array([result.seed for result, _, _ in windows], dtype=np.int32),
                "window": np.array([number for _, number, _ in windows], dtype=np.int32),
                "mean_return": np.array([mean for _, _, mean in windows], dtype=np.float64),
            }
        )
    with writing_parquet(failures, {"trial": pa.string(), "message": pa.string()}, study) as write:
        write({"trial": list(messages), "message": list(messages.values())})
    print(f"{len({result.trial for result in kept})} trials, {len(kept)} trainings, {len(messages)} trials failed")


if __name__ == "__main__":
    with logging_to(snakemake.log[0]):
        collect_trials(
            batches=[Path(file) for file in snakemake.input.batches],
            study=snakemake.params.study,
            scores=Path(snakemake.output.scores),
            curves=Path(snakemake.output.curves),
            failures=Path(snakemake.output.failures),
        )
