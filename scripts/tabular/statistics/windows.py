"""Averages over episodes of a training."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Windows:
    """Returns of consecutive windows of episodes; every array has shape (windows,).

    Attributes:
        last_episode: the last episode (0-based) of each window; the last window may be shorter than the others.
        average: mean of the episodes' returns.
        maximum: largest of them.
        minimum: smallest of them.
    """

    last_episode: NDArray[np.int64]
    average: NDArray[np.float64]
    maximum: NDArray[np.float64]
    minimum: NDArray[np.float64]


def windows_of(returns: NDArray[np.float64], window: int) -> Windows:
    """Summarise the returns of episodes 0 … window - 1, then window … 2 · window - 1, and so on to the last episode.

    NumPy computes them, not pandas: a training prints them, and it doesn't import pandas.
    """
    starts = np.arange(0, len(returns), window)
    stops = np.minimum(starts + window, len(returns))
    return Windows(
        last_episode=stops - 1,
        average=np.add.reduceat(returns, starts) / (stops - starts),
        maximum=np.maximum.reduceat(returns, starts),
        minimum=np.minimum.reduceat(returns, starts),
    )


def last_tenth(returns: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the returns of the last tenth of a training's episodes, rounded up to whole episodes."""
    return returns[-math.ceil(len(returns) / 10) :]


def recent_average(returns: NDArray[np.float64], episode: int, window: int) -> float:
    """Return the mean return of the last `window` episodes up to and including `episode` (fewer at the start)."""
    return float(returns[max(0, episode + 1 - window) : episode + 1].mean())
