"""What stands in the report below the figure of differences from the optimal values, in reStructuredText."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tabular.formatting import number_text
from tabular.pages.captions import FIRST_SEED, escaped, four_digits

if TYPE_CHECKING:
    from tabular.q_tables.optimality import Optimality


def optimality_caption(name: str, optimality: Optimality, discount: float) -> str:
    """Describe the map of differences from the optimal values.

    Args:
        name: the experiment's name.
        optimality: the table beside the optimal values.
        discount: the discount of both, from 0 to 1.
    """
    counted, is_mistake = optimality.counted, optimality.is_mistake
    discounted = f" (discount {number_text(discount)})" if discount < 1 else ""
    parts = [
        (
            f"How much the value of the best action in each cell {FIRST_SEED.format(name=escaped(name))}, is above or "
            f"below the optimal one, which dynamic programming gives exactly{discounted}."
        )
    ]
    if counted.any():
        differences = optimality.difference[counted]
        parts.append(f"The difference goes from {four_digits(differences.min())} to {four_digits(differences.max())}.")
    if is_mistake.any():
        parts.append(
            f"In {np.count_nonzero(is_mistake):,} of {np.count_nonzero(counted):,} compared cells, the greedy action "
            f"isn't optimal. Taken once, it costs {four_digits(float(optimality.loss.max()))} at most."
        )
    elif counted.any():
        parts.append(f"In all {np.count_nonzero(counted):,} compared cells, the greedy action is optimal.")
    return " ".join(parts) + "\n"
