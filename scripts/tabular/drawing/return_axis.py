"""Axes of returns: limits that hold where all returns are the same, and ticks that tell their numbers apart."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

ROUNDING = 1e-9
"""Returns that differ by no more than this, or by this share of their size, differ only by rounding errors."""

THREE_DIGITS = 100

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


def mean_return_text(value: float) -> str:
    """Write a mean of returns: whole from a hundred on, else to three digits."""
    spec = ",.0f" if abs(value) >= THREE_DIGITS else ".3g"
    return f"{value:{spec}}".replace("-", "−")


def tick_texts(places: NDArray[np.float64]) -> list[str]:
    """Write the numbers of an axis's ticks, all with as many decimals as tell them apart."""
    steps = np.diff(np.sort(places))
    tolerance = 1e-3 * float(steps.min()) if len(steps) and steps.min() > 0 else 1e-9
    decimals = next((count for count in range(15) if _is_written(places, count, tolerance)), 15)
    return [f"{_rounded(place, decimals):,.{decimals}f}".replace("-", "−") for place in places.tolist()]


def _is_written(places: NDArray[np.float64], decimals: int, tolerance: float) -> bool:
    return bool(np.all(np.abs(places - np.round(places, decimals)) <= tolerance))


def _rounded(place: float, decimals: int) -> float:
    # Adding 0 keeps “−0” from being written.
    return round(place, decimals) + 0.0 if math.isfinite(place) else place
