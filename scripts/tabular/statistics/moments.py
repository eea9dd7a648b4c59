"""Means of values of which only a part is in memory at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Moments:
    """What is known of the values of several quantities.

    Attributes:
        count: how many values each quantity has.
        mean: their mean, shape (quantities,).
        squares: the sum of their squared differences from the mean, likewise.
    """

    count: int
    mean: NDArray[np.float64]
    squares: NDArray[np.float64]

    @classmethod
    def of(cls, values: NDArray[np.float64]) -> Self:
        """Take values of shape (count, quantities)."""
        mean = values.mean(axis=0)
        return cls(len(values), mean, np.square(values - mean).sum(axis=0))

    def with_others(self, others: Moments) -> Moments:
        """Return the moments of these and other values together (Chan, Golub & LeVeque, 1979)."""
        count = self.count + others.count
        difference = others.mean - self.mean
        return Moments(
            count,
            self.mean + difference * (others.count / count),
            self.squares + others.squares + np.square(difference) * (self.count * others.count / count),
        )

    @property
    def standard_error(self) -> NDArray[np.float64]:
        """The standard error of the mean; not a number (NaN) where there is a single value."""
        if self.count == 1:
            return np.full_like(self.mean, np.nan)
        return np.sqrt(self.squares / (self.count - 1) / self.count)
