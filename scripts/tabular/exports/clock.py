"""The clock of files that say when something happened: it counts steps, so that no two runs differ in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def seconds_at_end(lengths: NDArray[np.int32]) -> NDArray[np.float64]:
    """Return when each episode ends, as if each step took one second.

    Args:
        lengths: steps of each episode, shape (episodes,).

    Returns:
        Seconds since the training began: the number of steps up to each episode's end, shape (episodes,).
    """
    return np.cumsum(lengths, dtype=np.int64).astype(np.float64)
