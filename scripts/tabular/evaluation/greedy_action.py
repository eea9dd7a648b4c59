"""The best action in an observation, by a table or by weights of tiles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from tabular.environments.discretisation import active_tiles_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from tabular.environments.discretisation import Discretisation


def acting_greedily(discretisation: Discretisation, q_values: NDArray[np.float64]) -> Callable[[Any], int]:
    """Return the function from an observation to the best action, counted from 0, the first of equals.

    It raises what the discretisation's locator does.

    Args:
        discretisation: how the table or the tiles lie over observations.
        q_values: a table, shape cells + (actions,), −∞ for actions that are not available; or weights of tiles, shape
            (tilings, *tiles, actions).
    """
    locate, active_tiles = discretisation.locator(), active_tiles_of(discretisation)
    values = q_values.reshape(-1, q_values.shape[-1])
    if len(active_tiles) == 0:
        best = values.argmax(axis=-1)
        return lambda observation: int(best[locate(observation)])

    def act(observation: Any) -> int:  # noqa: ANN401 (the environment's)
        # One tiling after the other, as `sum_of_weights` adds them: equal values stay equal.
        total = np.zeros(values.shape[-1])
        for row in active_tiles[locate(observation)]:
            total += values[row]
        return int(total.argmax())

    return act
