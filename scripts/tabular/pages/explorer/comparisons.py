"""What the explorer says of a comparison, as its page reads it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tabular.results.comparisons import read_all_improvements, read_curves, read_profiles, read_scores

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pandas as pd


@dataclass(frozen=True)
class ComparisonFiles:
    """Where a comparison's results are.

    Attributes:
        scores: `scores.csv`.
        curves: `learning_curves.parquet`.
        profiles: `performance_profiles.parquet`.
        improvement: `improvement.csv`.
    """

    scores: Path
    curves: Path
    profiles: Path
    improvement: Path


def comparison_contents(name: str, experiments: Sequence[str], files: ComparisonFiles) -> dict[str, Any]:
    """Return all that the page shows of a comparison, ready for JSON.

    Args:
        name: the comparison's name.
        experiments: the names of the experiments that are compared, the first being what the others are compared with.
        files: its results.

    Raises:
        DamagedFileError: a file is missing, damaged, or lacks an experiment.
    """
    curves, profiles = read_curves(files.curves, experiments), read_profiles(files.profiles, experiments)
    improvement = read_all_improvements(files.improvement, experiments)
    return {
        "name": name,
        "scores": scores_table(read_scores(files.scores, experiments)),
        "curves": [
            {"experiment": experiment, "play": play, **lists(rows.drop(columns=["experiment", "play"]))}
            for (experiment, play), rows in curves.groupby(["experiment", "play"], sort=False)
        ],
        "profiles": [
            {"experiment": experiment, **lists(rows.drop(columns="experiment"))}
            for experiment, rows in profiles.groupby("experiment", sort=False)
        ],
        "improvement": [
            {str(key): _finite(value) for key, value in row.items()} for row in improvement.to_dict(orient="records")
        ],
    }


def scores_table(scores: pd.DataFrame) -> dict[str, Any]:
    """Return scores as a table of texts: numbers that have an interval, with it."""
    names = [name for name in scores.columns if not name.endswith((", low", ", high"))]
    rows = [[_cell(row, name) for name in names] for row in scores.to_dict(orient="records")]
    return {"columns": names, "rows": rows}


def lists(columns: pd.DataFrame) -> dict[str, list[Any]]:
    """Return columns as lists; what is undefined is None."""
    return {str(name): [_finite(value) for value in values.tolist()] for name, values in columns.items()}


def _cell(row: dict[Any, str], name: str) -> str:
    if f"{name}, low" not in row or not row[name]:
        return row[name]
    texts = (row[key] for key in (name, f"{name}, low", f"{name}, high"))
    numbers = [f"{float(text):.4g}".replace("-", "−") for text in texts if text]
    return numbers[0] if len(numbers) == 1 else f"{numbers[0]} [{numbers[1]}, {numbers[2]}]"


def _finite(value: Any) -> Any:  # noqa: ANN401 (a number or a name)
    return None if isinstance(value, float) and not math.isfinite(value) else value
