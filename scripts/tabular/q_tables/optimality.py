"""Where a learned Q-table differs from the optimal action values of its environment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tabular.q_tables.final import FinalQTable

EQUAL = 1e-9
"""Actions whose values differ by no more than this share of the largest are equally good: the rest is rounding."""


@dataclass(frozen=True)
class Optimality:
    """A Q-table beside the optimal values; every array has the shape of its cells.

    Attributes:
        counted: which cells are compared: those of which any value was updated and whose optimal value is finite.
        optimal: the optimal value; 0 where not counted.
        difference: how much larger the value of the table's best action is than the optimal value; 0 where not counted.
        loss: by how much less the table's greedy action is worth than an optimal one, if all that follows is optimal;
            ∞ where it is a trap; 0 where not counted.
    """

    counted: NDArray[np.bool_]
    optimal: NDArray[np.float64]
    difference: NDArray[np.float64]
    loss: NDArray[np.float64]

    @property
    def is_mistake(self) -> NDArray[np.bool_]:
        """Where the greedy action isn't optimal."""
        return self.loss > 0


def compare(q_table: FinalQTable, optimal: NDArray[np.float64]) -> Optimality:
    """Compare a Q-table with optimal action values of the same shape."""
    values = q_table.action_values
    best = optimal.max(axis=-1)
    counted = q_table.known & np.isfinite(best)
    greedy = np.take_along_axis(optimal, values.argmax(axis=-1)[..., np.newaxis], axis=-1)[..., 0]
    finite = np.where(counted, best, 0.0)
    loss = np.where(counted, finite - np.where(counted, greedy, 0.0), 0.0)
    smallest = EQUAL * max(float(np.abs(some[np.isfinite(some)]).max(initial=0.0)) for some in (optimal, values))
    return Optimality(
        counted=counted,
        optimal=finite,
        difference=np.where(counted, values.max(axis=-1) - finite, 0.0),
        loss=np.where(loss > smallest, loss, 0.0),
    )
