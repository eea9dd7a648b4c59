"""Studies, made up, and their files."""

from __future__ import annotations

import hashlib
import json
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from rank_trials import rank_trials
from tabular.results.studies import FAILURES, SCORES, Study

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

FILES = {
    "csv": "ranking.csv",
    "markdown": "ranking.md",
    "importance": "importance.csv",
    "sensitivity": "sensitivity.csv",
}


def digest(settings: Mapping[str, Any]) -> str:
    """Return a name of 16 hex letters for a trial."""
    return hashlib.sha256(json.dumps(settings, sort_keys=True).encode()).hexdigest()[:16]


def grid(keys: Mapping[str, Sequence[Any]]) -> list[dict[str, Any]]:
    """Return the settings of all combinations."""
    return [dict(zip(keys, values, strict=True)) for values in product(*keys.values())]


def study_of(
    settings: Sequence[Mapping[str, Any]],
    score: Callable[[Mapping[str, Any], int], float],
    seeds: int | Callable[[Mapping[str, Any]], int] = 3,
    failing: Callable[[Mapping[str, Any]], bool] = lambda _: False,
) -> Study:
    """Return a study.

    Args:
        settings: of each trial.
        score: of a trial and a seed.
        seeds: how many seeds each trial has.
        failing: whether a trial fails.
    """
    named = sorted((digest(one), one) for one in settings)
    trials = pd.DataFrame([one for _, one in named], index=pd.Index([name for name, _ in named], name="trial"))
    rows = [
        (name, seed, float(score(one, seed)))
        for name, one in named
        if not failing(one)
        for seed in range(seeds if isinstance(seeds, int) else seeds(one))
    ]
    failures = [(name, "a state has no available action") for name, one in named if failing(one)]
    scores = pd.DataFrame(rows, columns=list(SCORES)).astype({"seed": np.int32})
    return Study(trials, scores, pd.DataFrame(failures, columns=list(FAILURES), dtype=object))


def write_study(study: Study, folder: Path, order: np.random.Generator | None = None) -> dict[str, Path]:
    """Write the files of a study, their rows in any order; return the arguments of `read_study`."""
    paths = {}
    folder.mkdir(parents=True, exist_ok=True)
    kinds = {
        key: pa.float64() if pd.api.types.is_numeric_dtype(study.trials[key]) else pa.string() for key in study.keys
    }
    for name, table, columns in (
        ("trials", study.trials.reset_index(), {"trial": pa.string(), **kinds}),
        ("scores", study.scores, SCORES),
        ("failures", study.failures, FAILURES),
    ):
        rows = np.arange(len(table)) if order is None else order.permutation(len(table))
        shuffled = table.iloc[rows]
        arrays = [pa.array(shuffled[key].tolist(), type=kind) for key, kind in columns.items()]
        paths[name] = folder / f"{name}.parquet"
        pq.write_table(pa.Table.from_arrays(arrays, schema=pa.schema(columns.items())), paths[name])
    return paths


def rank(
    study: Study, folder: Path, statistic: str = "mean", order: np.random.Generator | None = None
) -> dict[str, Path]:
    """Write the files of a study and its results; return where they are."""
    raw = write_study(study, folder, order)
    results = {kind: folder / name for kind, name in FILES.items()}
    rank_trials(**raw, statistic=statistic, paths=results)
    return raw | results
