"""How an action is chosen from a table's values.

The functions work on scalars and flat indices, and leave open what `tabular.specialisation` fills in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tabular.specialisation import LEFT_OPEN

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ACTIONS: int = LEFT_OPEN
"""The number of actions."""


def greedy_action(table: NDArray[np.float64], cell: int) -> int:
    """Return the first action with the largest value in a cell of a table of shape (cells, actions)."""
    best = 0
    for action in range(1, ACTIONS):
        if table[cell, action] > table[cell, best]:
            best = action
    return best
