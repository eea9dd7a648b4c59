"""The file of a batch of trials: a row a trial and seed. A batch that grows keeps the rows that it has."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from tabular.results.damage import DamagedFileError, reading
from tabular.results.parquet import read_columns, writing_parquet
from tabular.studies.trial import WINDOWS, TrialResult

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

COLUMNS: dict[str, pa.DataType] = {"trial": pa.string(), "seed": pa.int32(), "score": pa.float64()}

CURVE: dict[str, pa.DataType] = {f"window_{number}": pa.float64() for number in range(WINDOWS)}

FAILURE: dict[str, pa.DataType] = {"failure": pa.string()}


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
    with reading(path, "Parquet file"):
        if pq.read_metadata(path).num_rows == 0:
            return []
    names = {**COLUMNS, **CURVE, **FAILURE}
    columns = read_columns(path, names, undefined=("score", *CURVE))
    curves = np.column_stack([columns[name] for name in CURVE])
    return [
        TrialResult(trial, int(seed), float(score), curve, failure)
        for trial, seed, score, curve, failure in zip(
            columns["trial"], columns["seed"], columns["score"], curves, columns["failure"], strict=True
        )
    ]


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
