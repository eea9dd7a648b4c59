"""The files of a comparison: learning curves, performance profiles, and who is probably better."""

from __future__ import annotations

import csv
import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from tabular.results.damage import DamagedFileError, reading
from tabular.results.parquet import read_columns

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from numpy.typing import NDArray

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

INTERVALS = {"low", "high"}
"""Columns that are undefined where an experiment has one seed only."""

IMPROVEMENT = ("experiment", "than", "probability", "low", "high")
"""The columns of `improvement.csv`."""

Columns = dict[str, "NDArray[Any]"]


def read_curves(path: Path, experiments: Collection[str]) -> Columns:
    """Read the learning curves of experiments; every array has shape (rows,).

    Raises:
        DamagedFileError: the file is missing, damaged, or lacks a curve.
    """
    columns = _arrays(read_columns(path, CURVES, undefined=INTERVALS))
    found = set(zip(columns["experiment"].tolist(), columns["play"].tolist(), strict=True))
    _require(path, {(name, play) for name in experiments for play in ("training", "greedy")} == found)
    return columns


def read_profiles(path: Path, experiments: Collection[str]) -> Columns:
    """Read the performance profiles of experiments; every array has shape (rows,).

    Raises:
        DamagedFileError: the file is missing, damaged, or lacks a profile.
    """
    columns = _arrays(read_columns(path, PROFILES, undefined=INTERVALS))
    _require(path, set(experiments) == set(columns["experiment"].tolist()))
    return columns


def read_improvement(path: Path, first: str, experiments: Collection[str]) -> list[dict[str, str]]:
    """Read the rows of `improvement.csv` in which an experiment is compared with the first one.

    Raises:
        DamagedFileError: the file is missing, damaged, or lacks an experiment.
    """
    with reading(path, "table"), path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, strict=True)
        if tuple(reader.fieldnames or ()) != IMPROVEMENT:
            raise DamagedFileError(path, f"its columns should be {', '.join(IMPROVEMENT)}")
        rows = [row for row in reader if row["than"] == first]
        sound = all(0 <= float(row["probability"] or math.nan) <= 1 and None not in row.values() for row in rows)
    _require(path, sound and {first, *(row["experiment"] for row in rows)} == set(experiments))
    return rows


def _require(path: Path, is_sound: bool) -> None:  # noqa: FBT001 (what is required, before it)
    if not is_sound:
        raise DamagedFileError(path, "it doesn't have what was found of each experiment")


def _arrays(columns: Mapping[str, Any]) -> Columns:
    return {name: np.array(values) for name, values in columns.items()}
