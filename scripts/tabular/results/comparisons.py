"""The files of a comparison: learning curves, performance profiles, and who is probably better."""

from __future__ import annotations

import csv
import math
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa

from tabular.results.damage import DamagedFileError, reading
from tabular.results.parquet import read_columns

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

CURVES = {
    "experiment": pa.string(),
    "play": pa.string(),
    "episode": pa.int64(),
    "mean": pa.float64(),
    "low": pa.float64(),
    "high": pa.float64(),
}
"""The columns of `learning_curves.parquet`; `play` is `training` or `greedy`."""

PROFILES = {
    "experiment": pa.string(),
    "threshold": pa.float64(),
    "share": pa.float64(),
    "low": pa.float64(),
    "high": pa.float64(),
}
"""The columns of `performance_profiles.parquet`."""

GREEDY = {
    "experiment": pa.string(),
    "seed": pa.int32(),
    "episode": pa.int64(),
    "return": pa.float64(),
    "terminated": pa.float64(),
}
"""The columns of `greedy_returns.parquet`: of each evaluated table its mean return, and the share that terminated."""

INTERVALS = ("low", "high")
"""Columns that are undefined where an experiment has one seed only."""

IMPROVEMENT = ("experiment", "than", "probability", "low", "high")
"""The columns of `improvement.csv`."""

GREEDY_RETURN = "greedy return"
"""The column of `scores.csv` that has a number for each experiment."""


def read_curves(path: Path, experiments: Collection[str]) -> pd.DataFrame:
    """Read the learning curves of experiments.

    Returns:
        The columns `experiment`, `play` (`training` or `greedy`), `episode`, `mean`, and `low` and `high`, the ends of
        the mean's 95 % interval, which are undefined with a single seed.

    Raises:
        DamagedFileError: the file is missing, damaged, or lacks a curve.
    """
    curves = pd.DataFrame(read_columns(path, CURVES, undefined=INTERVALS))
    kinds = pd.MultiIndex.from_product([experiments, ["training", "greedy"]])
    _require(path, set(kinds) == set(curves.groupby(["experiment", "play"]).groups))
    return curves


def read_profiles(path: Path, experiments: Collection[str]) -> pd.DataFrame:
    """Read the performance profiles of experiments.

    Returns:
        The columns `experiment`, `threshold` (a return), `share` of the runs that return more, and `low` and `high`,
        the ends of the share's 95 % interval, which are undefined with a single seed.

    Raises:
        DamagedFileError: the file is missing, damaged, or lacks a profile.
    """
    profiles = pd.DataFrame(read_columns(path, PROFILES, undefined=INTERVALS))
    _require(path, set(experiments) == set(profiles["experiment"]))
    return profiles


def read_improvement(path: Path, first: str, experiments: Collection[str]) -> pd.DataFrame:
    """Read the rows of `improvement.csv` in which an experiment is compared with the first one.

    Returns:
        The columns `experiment`, `than`, `probability`, and `low` and `high`, the ends of its 95 % interval, which are
        undefined with a single seed.

    Raises:
        DamagedFileError: the file is missing, damaged, or lacks an experiment.
    """
    # Not by pandas.read_csv, which takes a row that is cut off for one without an interval.
    with reading(path, "table"), path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, strict=True)
        if tuple(reader.fieldnames or ()) != IMPROVEMENT:
            raise DamagedFileError(path, f"its columns should be {', '.join(IMPROVEMENT)}")
        table = pd.DataFrame([row for row in reader if row["than"] == first], columns=IMPROVEMENT)
        is_whole = not table.isna().any(axis=None)
        numbers = {key: table[key].replace("", "nan").astype(np.float64) for key in ("probability", *INTERVALS)}
        table = table.assign(**numbers)
    is_sound = is_whole and table["probability"].between(0, 1).all()
    _require(path, bool(is_sound) and {first, *table["experiment"]} == set(experiments))
    return table


def read_all_improvements(path: Path, experiments: Sequence[str]) -> pd.DataFrame:
    """Read every row of `improvement.csv`; the columns are those of `read_improvement`.

    Raises:
        DamagedFileError: the file is missing, damaged, or lacks an experiment.
    """
    firsts = enumerate(experiments[:-1])
    tables = [read_improvement(path, first, experiments[position:]) for position, first in firsts]
    return pd.concat(tables, ignore_index=True)


def read_scores(path: Path, experiments: Sequence[str]) -> pd.DataFrame:
    """Read the texts of `scores.csv`, a row for each experiment.

    Raises:
        DamagedFileError: the file is missing, damaged, or lacks an experiment.
    """
    with reading(path, "table"), path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, strict=True))
        is_sound = all(math.isfinite(float(row[GREEDY_RETURN])) and None not in {*row, *row.values()} for row in rows)
    _require(path, is_sound and [row.get("experiment") for row in rows] == list(experiments))
    return pd.DataFrame(rows)


def _require(path: Path, is_sound: bool) -> None:  # noqa: FBT001 (what is required, before it)
    if not is_sound:
        raise DamagedFileError(path, "it doesn't have the results of each experiment")
