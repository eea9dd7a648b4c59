"""The file of a batch of trials: a row a trial and seed. A batch that grows keeps the rows that it has."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from tabular.results.damage import DamagedFileError, reading
from tabular.results.parquet import read_columns, writing_parquet
from tabular.studies.trial import WINDOWS, TrialResult

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from numpy.typing import NDArray

COLUMNS: dict[str, pa.DataType] = {"trial": pa.string(), "seed": pa.int32(), "score": pa.float64()}

CURVE: dict[str, pa.DataType] = {f"window_{number}": pa.float64() for number in range(WINDOWS)}

FAILURE: dict[str, pa.DataType] = {"failure": pa.string()}


class BatchColumns(NamedTuple):
    """The results of a batch, one entry a training.

    Attributes:
        trial: the trials' names.
        seed: the seeds, shape (trainings,).
        score: the scores, likewise; not a number where a training failed.
        curve: the mean return of each window, shape (trainings, WINDOWS).
        failure: why a training failed; empty where it didn't.
    """

    trial: list[str]
    seed: NDArray[np.int32]
    score: NDArray[np.float64]
    curve: NDArray[np.float64]
    failure: list[str]


def write_batch(path: Path, results: Iterable[TrialResult], made_by: Mapping[str, Any]) -> None:
    """Write results, ordered by trial and seed.

    Args:
        path: where the file goes.
        results: of each trial and seed, one.
        made_by: what all of them depend on.
    """
    ordered = sorted(results, key=lambda result: (result.trial, result.seed))
    curves = np.array([result.curve for result in ordered]).reshape(len(ordered), WINDOWS)
    with writing_parquet(path, {**COLUMNS, **CURVE, **FAILURE}, made_by) as write:
        write(
            {
                "trial": [result.trial for result in ordered],
                "seed": np.array([result.seed for result in ordered], dtype=np.int32),
                "score": np.array([result.score for result in ordered], dtype=np.float64),
                **{name: curves[:, number] for number, name in enumerate(CURVE)},
                "failure": [result.failure for result in ordered],
            }
        )


def read_batch(path: Path) -> list[TrialResult]:
    """Return the results in a batch's file; none where the batch had no trials.

    Raises:
        DamagedFileError: the file is missing or damaged.
    """
    columns = read_batch_columns(path)
    rows = zip(
        columns.trial, columns.seed.tolist(), columns.score.tolist(), columns.curve, columns.failure, strict=True
    )
    return [TrialResult(*row) for row in rows]


def read_batch_columns(path: Path) -> BatchColumns:
    """Return the same as columns, which takes a fraction of the memory.

    Raises:
        DamagedFileError: the file is missing or damaged.
    """
    with reading(path, "Parquet file"):
        if pq.read_metadata(path).num_rows == 0:
            return BatchColumns([], np.empty(0, dtype=np.int32), np.empty(0), np.empty((0, WINDOWS)), [])
    names = {**COLUMNS, **CURVE, **FAILURE}
    columns = read_columns(path, names, undefined=("score", *CURVE))
    curves = np.column_stack([columns[name] for name in CURVE])
    return BatchColumns(columns["trial"], columns["seed"], columns["score"], curves, columns["failure"])


def kept_results(path: Path, made_by: Mapping[str, Any]) -> list[TrialResult]:
    """Return the results of a batch that was run before with the same code; none where there is no such file."""
    try:
        with reading(path, "Parquet file"):
            metadata = pq.read_schema(path).metadata or {}
        if metadata.get(b"settings") != json.dumps(made_by, sort_keys=True).encode():
            return []
        return read_batch(path)
    except DamagedFileError:  # it is run again
        return []
