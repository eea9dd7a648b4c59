"""By which kept table each value had been updated: what pictures need to tell learned values from initial ones.

`visits.npy` says it of the last table only. Values themselves don't tell: an update may leave a value as it was.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

NEVER = -1


def no_updates(shape: tuple[int, ...]) -> NDArray[np.int32]:
    """Return what is known before the training: an entry for each value of a table of this shape, all `NEVER`."""
    return np.full(shape, NEVER, dtype=np.int32)


def note_updates(first_updates: NDArray[np.int32], visits: NDArray[np.uint32], episode: int) -> None:
    """Write the episode of a kept table to those values that had not been updated by the table kept before.

    Args:
        first_updates: changed in place; the table's shape.
        visits: how often each value was updated by now, the same shape.
        episode: the episode at whose end the table is kept; episodes have to come in ascending order.
    """
    first_updates[(first_updates == NEVER) & (visits > 0)] = episode


def updated_by(first_updates: NDArray[np.int32], episode: int) -> NDArray[np.bool_]:
    """Tell which values had been updated by the end of an episode whose table was kept."""
    updated: NDArray[np.bool_] = (first_updates != NEVER) & (first_updates <= episode)
    return updated
