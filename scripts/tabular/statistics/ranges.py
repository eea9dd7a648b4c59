"""Limits of axes of returns, which hold where all returns are the same, too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

ROUNDING = 1e-9
"""Returns that differ by no more than this, or by this share of their size, differ only by rounding errors."""

ROOM_AROUND_ONE = 0.1
"""Room above and below a single return, as a share of its size; around 0, it is 1."""


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
