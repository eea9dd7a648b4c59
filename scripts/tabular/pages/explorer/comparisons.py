"""What the explorer says of a comparison, as its page reads it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tabular.results.comparisons import read_all_improvements, read_curves, read_profiles, read_scores

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

PLAYS = ("training", "greedy")


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
    return {
        "name": name,
        "scores": scores_table(read_scores(files.scores, experiments)),
        "curves": [
            {"experiment": one, "play": play, **_part(curves, (curves["experiment"] == one) & (curves["play"] == play))}
            for play in PLAYS
            for one in experiments
        ],
        "profiles": [{"experiment": one, **_part(profiles, profiles["experiment"] == one)} for one in experiments],
        "improvement": read_all_improvements(files.improvement, experiments),
    }


def scores_table(rows: Sequence[dict[str, str]]) -> dict[str, Any]:
    """Return scores as a table of texts: numbers that have an interval, with it."""
    names = [name for name in rows[0] if not name.endswith((", low", ", high"))]
    return {"columns": names, "rows": [[_cell(row, name) for name in names] for row in rows]}


def _cell(row: dict[str, str], name: str) -> str:
    if f"{name}, low" not in row or not row[name]:
        return row[name]
    value, low, high = (row[key] for key in (name, f"{name}, low", f"{name}, high"))
    numbers = [f"{float(number):.4g}".replace("-", "−") for number in (value, low, high) if number]
    return numbers[0] if len(numbers) == 1 else f"{numbers[0]} [{numbers[1]}, {numbers[2]}]"


def _part(columns: dict[str, NDArray[Any]], rows: NDArray[np.bool_]) -> dict[str, list[Any]]:
    numbers = {key: values[rows].tolist() for key, values in columns.items() if key not in {"experiment", "play"}}
    return {key: [_finite(value) for value in values] for key, values in numbers.items()}


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None
