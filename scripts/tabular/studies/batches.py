"""The file of a batch of trials: a row a trial and seed. A batch that grows keeps the rows that it has."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from tabular.results.damage import DamagedFileError, reading
from tabular.results.parquet import read_columns, writing_parquet
from tabular.studies.trial import WINDOWS, TrialResults

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

COLUMNS: dict[str, pa.DataType] = {"trial": pa.string(), "seed": pa.int32(), "score": pa.float64()}

CURVE: dict[str, pa.DataType] = {f"window_{number}": pa.float64() for number in range(WINDOWS)}

FAILURE: dict[str, pa.DataType] = {"failure": pa.string()}


ROWS_AT_ONCE = 50_000
"""Rows from which on a batch writes those that it has so far."""


def write_batch(path: Path, results: Iterable[TrialResults], made_by: Mapping[str, Any]) -> None:
    """Write results, ordered by trial and seed.

    Args:
        path: where the file goes.
        results: of each trial and seed, one; those of a trial may be in several parts.
        made_by: what all of them depend on.
    """
    parts: dict[str, list[TrialResults]] = {}
    for part in results:
        parts.setdefault(part.trial, []).append(part)
    with writing_parquet(path, {**COLUMNS, **CURVE, **FAILURE}, made_by) as write:
        waiting: list[TrialResults] = []
        for name in sorted(parts):
            waiting.append(joined(parts[name]))
            if sum(len(one.seeds) for one in waiting) >= ROWS_AT_ONCE:
                write(_rows(waiting))
                waiting = []
        if waiting or not parts:
            write(_rows(waiting))


def joined(parts: Sequence[TrialResults]) -> TrialResults:
    """Return parts of a trial's results as one, ordered by seed."""
    seeds = np.concatenate([part.seeds for part in parts])
    order = np.argsort(seeds, kind="stable")
    return TrialResults(
        parts[0].trial,
        seeds[order],
        np.concatenate([part.scores for part in parts])[order],
        np.concatenate([part.curves for part in parts])[order],
        {seed: failure for part in parts for seed, failure in part.failures.items()},
    )


def with_seeds(results: TrialResults, seeds: Sequence[int]) -> TrialResults:
    """Return those of a trial's results whose seeds are among some."""
    rows = np.flatnonzero(np.isin(results.seeds, seeds))
    kept = results.seeds[rows]
    failures = {seed: results.failures[seed] for seed in kept.tolist() if seed in results.failures}
    return TrialResults(results.trial, kept, results.scores[rows], results.curves[rows], failures)


def _rows(results: Sequence[TrialResults]) -> dict[str, Any]:
    """Return the columns of some trials' results."""
    curves = np.concatenate([np.empty((0, WINDOWS)), *(one.curves for one in results)])
    return {
        "trial": [one.trial for one in results for _ in one.seeds],
        "seed": np.concatenate([np.empty(0, dtype=np.int32), *(one.seeds for one in results)]),
        "score": np.concatenate([np.empty(0), *(one.scores for one in results)]),
        **{name: curves[:, number] for number, name in enumerate(CURVE)},
        "failure": [one.failures.get(seed, "") for one in results for seed in one.seeds.tolist()],
    }


def read_batch(path: Path) -> list[TrialResults]:
    """Return the results in a batch's file, ordered by trial and seed; none where the batch had no trials.

    Raises:
        DamagedFileError: the file is missing or damaged.
    """
    with reading(path, "Parquet file"):
        if pq.read_metadata(path).num_rows == 0:
            return []
    columns = read_columns(path, {**COLUMNS, **FAILURE}, undefined=["score"])
    curves = np.empty((len(columns["seed"]), WINDOWS))
    for number, (name, kind) in enumerate(CURVE.items()):
        # One at a time, so that memory has no second copy of all of them.
        curves[:, number] = read_columns(path, {name: kind}, undefined=[name])[name]
    names = sorted({*columns["trial"]})
    number_of = {name: number for number, name in enumerate(names)}
    trial = np.array([number_of[name] for name in columns["trial"]], dtype=np.int32)
    failures: list[dict[int, str]] = [{} for _ in names]
    for number, seed, failure in zip(trial.tolist(), columns["seed"].tolist(), columns["failure"], strict=True):
        if failure:
            failures[number][seed] = failure
    order = np.lexsort((columns["seed"], trial))
    rows = np.split(order, np.cumsum(np.bincount(trial))[:-1])
    return [
        TrialResults(name, columns["seed"][own], columns["score"][own], curves[own], failures[number])
        for number, (name, own) in enumerate(zip(names, rows, strict=True))
    ]


def kept_results(path: Path, made_by: Mapping[str, Any]) -> list[TrialResults]:
    """Return the results of a batch that was run before with the same code; none where there is no such file."""
    try:
        with reading(path, "Parquet file"):
            metadata = pq.read_schema(path).metadata or {}
        if metadata.get(b"settings") != json.dumps(made_by, sort_keys=True).encode():
            return []
        return read_batch(path)
    except DamagedFileError:  # it is run again
        return []
