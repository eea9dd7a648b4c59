"""The files of a study: its trials, their scores, what failed, and the tables that its figures are drawn from."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from tabular.errors import UserError
from tabular.results.damage import DamagedFileError, reading
from tabular.results.parquet import read_columns

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

SCORES = {"trial": pa.string(), "seed": pa.int32(), "score": pa.float64()}
"""The columns of `scores.parquet`."""

FAILURES = {"trial": pa.string(), "message": pa.string()}
"""The columns of `failures.parquet`, which may have no rows."""

RANKED = ("seeds", "score", "low", "high")
"""The numbers of `ranking.csv`, besides those of the varied keys."""

IMPORTANCE = ("key", "values", "importance", "by_chance")
"""The columns of `importance.csv`."""

SENSITIVITY = (
    "key", "value", "trials", "failed", "best_trial", "seeds", "best", "low", "high", "mean", "mean_low", "mean_high",
)  # fmt: skip
"""The columns of `sensitivity.csv`."""


CONFIRMATION = ("trial", "seeds", "score", "low", "high")
"""The columns of `confirmation.csv`, which has one row."""


class NoScoresError(UserError):
    """All trials of a study failed."""


@dataclass(frozen=True)
class Study:
    """The raw results of a study. Rows are sorted, so that it makes no difference in which order they were written.

    Attributes:
        trials: the settings of each trial, by its digest: a column a varied key, numbers or texts.
        scores: the columns `trial`, `seed` and `score`; larger scores are better.
        failures: the columns `trial` and `message`.
    """

    trials: pd.DataFrame
    scores: pd.DataFrame
    failures: pd.DataFrame

    @property
    def keys(self) -> list[str]:
        """The names of the varied keys."""
        return [str(key) for key in self.trials]


def read_study(trials: Path, scores: Path, failures: Path) -> Study:
    """Read the raw results of a study.

    Args:
        trials: a row a trial.
        scores: a row a trial and seed.
        failures: a row for each trial that failed.

    Raises:
        DamagedFileError: a file is missing or damaged, a trial has neither a score nor a failure, or has both, or the
            trials have no seed in common.
        NoScoresError: all trials failed.
    """
    settings = read_trials(trials)
    failed = _sorted(failures, _read_failures(failures), ["trial"])
    if set(failed["trial"]) == set(settings.index):
        first = failed.iloc[0]
        raise NoScoresError(f"{scores}: all {len(settings)} trials failed; {first['trial']}: {first['message']}")
    scored = _sorted(scores, pd.DataFrame(read_columns(scores, SCORES)), ["trial", "seed"])
    with_score = set(scored["trial"].unique())
    if with_score | set(failed["trial"]) != set(settings.index):
        raise DamagedFileError(scores, f"its trials are not those of {trials.name}")
    if with_score & set(failed["trial"]):
        raise DamagedFileError(scores, f"it has scores of trials that failed, as {failures.name} says")
    if scored.groupby("seed").size().max() < len(with_score):
        raise DamagedFileError(scores, "its trials have no seed in common")
    return Study(settings, scored, failed)


def read_trials(path: Path) -> pd.DataFrame:
    """Read the settings of a study's trials.

    Returns:
        A row a trial, sorted by its digest, which is the index; a column a varied key, of numbers or of texts.

    Raises:
        DamagedFileError: the file is missing or damaged, or has a trial twice.
    """
    with reading(path, "Parquet file"):
        kinds = {field.name: field.type for field in pq.read_schema(path)}
    wrong = [name for name, kind in kinds.items() if kind not in {pa.float64(), pa.string()}]
    if wrong:
        raise DamagedFileError(path, f"its column {wrong[0]!r} has neither numbers nor texts")
    columns = {"trial": pa.string(), **kinds}
    if len(columns) == 1:
        raise DamagedFileError(path, "it has no varied key")
    return _sorted(path, pd.DataFrame(read_columns(path, columns)), ["trial"]).set_index("trial")


def read_ranking(path: Path, trials: pd.DataFrame) -> pd.DataFrame:
    """Read the ranking of a study.

    Args:
        path: `ranking.csv`.
        trials: the settings of its trials, as `read_trials` returns them.

    Returns:
        The trials, the best first, by their digest, which is the index: the columns of `trials`, then the numbers
        `seeds`, `score`, `low` and `high`; score and interval are undefined for a trial that failed.

    Raises:
        DamagedFileError: the file is missing or damaged, or its trials are others.
    """
    table = _read_table(path, ("rank", "trial", *trials.columns, *RANKED))
    with reading(path, "table"):
        numbers = table.set_index("trial")[list(RANKED)].replace("", "nan").astype(np.float64)
    if not numbers.index.is_unique or set(numbers.index) != set(trials.index):
        raise DamagedFileError(path, "its trials are not those of the study")
    return trials.loc[numbers.index].join(numbers)


def read_importance(path: Path, keys: Sequence[str]) -> pd.DataFrame:
    """Read how important each varied key is.

    Args:
        path: `importance.csv`.
        keys: the names of the varied keys.

    Returns:
        The columns `key`, `values`, `importance` and `by_chance`, the most important key first.

    Raises:
        DamagedFileError: the file is missing or damaged, or its keys are others.
    """
    table = _read_table(path, IMPORTANCE)
    if sorted(table["key"]) != sorted(keys):
        raise DamagedFileError(path, "its keys are not those of the study")
    with reading(path, "table"):
        return table.astype({"values": np.int64, "importance": np.float64, "by_chance": np.float64})


def read_sensitivity(path: Path, trials: pd.DataFrame) -> pd.DataFrame:
    """Read how scores depend on each varied key.

    Args:
        path: `sensitivity.csv`.
        trials: the settings of the trials, as `read_trials` returns them.

    Returns:
        The file's columns; `value` is a number or a text, as in the settings.

    Raises:
        DamagedFileError: the file is missing or damaged, or its keys are others.
    """
    table = _read_table(path, SENSITIVITY)
    if set(table["key"]) != set(trials.columns):
        raise DamagedFileError(path, "its keys are not those of the study")
    with reading(path, "table"):
        names = [name for name in SENSITIVITY if name not in {"key", "value", "best_trial"}]
        numbers = {name: table[name].replace("", "nan").astype(np.float64) for name in names}
        known = {key: set(trials[key]) for key in trials if not pd.api.types.is_numeric_dtype(trials[key])}
        values = [
            _text(value, known[key]) if key in known else float(value)
            for key, value in zip(table["key"], table["value"], strict=True)
        ]
    return table.assign(value=pd.Series(values, dtype=object), **numbers)


def read_confirmation(path: Path) -> dict[str, float]:
    """Read the score of a study's best trial over new seeds.

    Returns:
        `seeds`, `score`, and `low` and `high`, the ends of its interval: not a number (NaN) with a single seed.

    Raises:
        DamagedFileError: the file is missing or damaged.
    """
    table = _read_table(path, CONFIRMATION)
    with reading(path, "table"):
        return {name: float(table[name].iloc[0]) for name in CONFIRMATION[1:]}


def _read_failures(path: Path) -> pd.DataFrame:
    with reading(path, "Parquet file"):
        rows = pq.read_metadata(path).num_rows
    return pd.DataFrame(read_columns(path, FAILURES) if rows else {name: [] for name in FAILURES}, dtype=object)


def _sorted(path: Path, table: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    if table.duplicated(by).any():
        raise DamagedFileError(path, f"it has a {' and '.join(by)} twice")
    return table.sort_values(by, ignore_index=True)


def _read_table(path: Path, columns: Sequence[str]) -> pd.DataFrame:
    """Read the texts of a table."""
    # Not by pandas.read_csv, which takes a row that is cut off for one without an interval.
    with reading(path, "table"), path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file, strict=True)
        if next(reader, []) != list(columns):
            raise DamagedFileError(path, f"its columns should be {', '.join(columns)}")
        rows = list(reader)
        if not rows or any(len(row) != len(columns) for row in rows):
            raise DamagedFileError(path, "it has no rows, or one that is not whole")
        return pd.DataFrame(rows, columns=list(columns), dtype=object)


def _text(cell: str, known: set[str]) -> str:
    """Return the text that a cell stands for; an apostrophe keeps spreadsheets from computing it."""
    text = cell if cell in known else cell.removeprefix("'")
    if text not in known:
        raise ValueError(f"{cell!r} is no value of its key")
    return text
