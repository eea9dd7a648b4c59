"""The values of a varied key, each with its trials: what importance, sensitivity and score maps are computed over."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST_BINS = 10
"""Quantile bins of numbers that were drawn at random, at most."""

TRIALS_OF_BIN = 5
"""Trials that a bin has, about, where there are too few for so many bins."""

TRIALS_OF_VALUE = 2
"""With fewer trials than this for each of its values, on average, a key's numbers were drawn at random."""

NUMBER = re.compile(r"(\d+(?:\.\d+)?)")


@dataclass(frozen=True)
class Levels:
    """The values of a key, or quantile bins of them, in ascending order.

    Attributes:
        values: a number or a text for each level; of a bin, the median of its trials' numbers.
        of_trial: for each trial the position of its level, shape (trials,).
        edges: the ends of the bins, shape (levels + 1,); None where each value is a level.
    """

    values: list[float] | list[str]
    of_trial: NDArray[np.intp]
    edges: NDArray[np.float64] | None


def levels_of(trials: pd.DataFrame, key: str, most_bins: int = MOST_BINS) -> Levels:
    """Return the levels of a varied key.

    Numbers that were drawn at random are put into quantile bins, because otherwise (nearly) every trial would be a
    level of its own. They are those that have more than `most_bins` values and fewer than two trials a value on
    average, in a study that varies other keys, too.

    Args:
        trials: the settings of the trials, a column a varied key.
        key: the varied key.
        most_bins: bins, at most.
    """
    column = trials[key]
    if not is_number(column):
        texts = sorted(set(column), key=natural_order)
        return Levels(texts, np.array([texts.index(text) for text in column], dtype=np.intp), None)
    numbers = column.to_numpy(dtype=np.float64)
    values = np.unique(numbers)
    is_random = len(values) > most_bins and len(numbers) < TRIALS_OF_VALUE * len(values)
    if is_random and (trials.nunique() > 1).sum() > 1:
        return _bins(numbers, max(2, min(most_bins, len(numbers) // TRIALS_OF_BIN)))
    return Levels(values.tolist(), np.searchsorted(values, numbers), None)


def is_number(column: pd.Series) -> bool:
    """Tell whether a key's values are numbers."""
    return bool(pd.api.types.is_numeric_dtype(column))


def natural_order(text: str) -> tuple[list[tuple[str, float]], str]:
    """Return by what texts are sorted so that numbers in them ascend: `[5,5]` comes before `[20,20]`."""
    pieces = NUMBER.split(text)
    numbers = [*map(float, pieces[1::2]), 0.0]
    return list(zip(pieces[::2], numbers, strict=True)), text


def _bins(numbers: NDArray[np.float64], count: int) -> Levels:
    edges = np.unique(np.quantile(numbers, np.linspace(0.0, 1.0, count + 1), method="linear"))
    position = np.searchsorted(edges[1:-1], numbers, side="right")
    # Where many trials have the same number, a bin may be empty.
    used, of_trial = np.unique(position, return_inverse=True)
    medians = [float(np.median(numbers[position == bin_])) for bin_ in used]
    return Levels(medians, of_trial, np.append(edges[used], edges[-1]))
