"""What axes show of returns and of settings: their limits, which hold where all returns are the same, too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

ROUNDING = 1e-9
"""Returns that differ by no more than this, or by this share of their size, differ only by rounding errors."""

ROOM_AROUND_ONE = 0.1
"""Room above and below a single return, as a share of its size; around 0, it is 1."""

LOWER = 0.25
"""The share of scores that may lie below a picture where they are far from the others."""

FAR = 1.5
"""So many times the range of the others."""

LOGARITHMIC = 30.0
"""Positive numbers are on a logarithmic axis where the largest is so many times the smallest."""


def is_logarithmic(smallest: float, largest: float) -> bool:
    """Tell whether numbers from the smallest to the largest are on a logarithmic axis."""
    return smallest > 0 and largest / smallest >= LOGARITHMIC


def limits_around(values: NDArray[np.float64], room: float = 0.05) -> tuple[float, float]:
    """Return limits of an axis that shows these values.

    Args:
        values: at least one that is finite; others are passed over.
        room: left free on either side, as a share of the values' range.
    """
    finite = values[np.isfinite(values)]
    low, high = float(finite.min()), float(finite.max())
    size = max(abs(low), abs(high))
    if high - low <= ROUNDING * max(1.0, size):
        half = ROOM_AROUND_ONE * size if size > ROUNDING else 1.0
        middle = (low + high) / 2
        return middle - half, middle + half
    return low - room * (high - low), high + room * (high - low)


def is_shown(scores: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Tell which scores of a study a picture shows: none so far below the others that it would flatten them.

    Args:
        scores: of any shape; not a number (NaN) where there is none, which isn't shown.
    """
    finite = scores[np.isfinite(scores)]
    low, high = float(np.quantile(finite, LOWER)), float(finite.max())
    # A comparison with NaN is false.
    return np.asarray(scores >= low - FAR * (high - low))
