"""Weights of tiles, shape (rows, actions): the value of an action is the sum of the weights of the state's tiles.

That is linear function approximation with binary features (Sutton & Barto, 2nd ed., section 9.5.4, page 217). The
gradient of a value is 1 for each of these weights; a step size is divided among them, so that a value moves by the same
fraction of its error as a table's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tabular.environments.tiles import sum_of_weights

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tabular.learning.learner import Learner

ONE_NUMBER = False


def action_value(learner: Learner, weights: NDArray[np.float64], state: int, action: int) -> float:
    """Return the value of an action."""
    return sum_of_weights(learner.active_tiles, weights, state, action)


def update(  # noqa: PLR0917 (Numba takes no keyword-only arguments)
    learner: Learner, weights: NDArray[np.float64], state: int, action: int, target: float, step_size: float
) -> None:
    """Move a value by a fraction, the step size, of its distance to a target: each weight by an equal share of it."""
    active_tiles = learner.active_tiles
    tilings = active_tiles.shape[1]
    change = step_size / tilings * (target - sum_of_weights(active_tiles, weights, state, action))
    for tiling in range(tilings):
        weights[active_tiles[state, tiling], action] += change


def average(learner: Learner, first: NDArray[np.float64], second: NDArray[np.float64], state: int, action: int) -> None:
    """Make the weights of a state's tiles the means of those of two."""
    active_tiles, weights = learner.active_tiles, learner.q_table
    for tiling in range(active_tiles.shape[1]):
        row = active_tiles[state, tiling]
        weights[row, action] = (first[row, action] + second[row, action]) / 2


def count_visit(learner: Learner, state: int, action: int) -> None:
    """Count an update of the weights of a state's tiles."""
    active_tiles, visits = learner.active_tiles, learner.visits
    for tiling in range(active_tiles.shape[1]):
        visits[active_tiles[state, tiling], action] += 1


def feature_count(learner: Learner) -> int:
    """Return the number of tilings: a value is the sum of a weight of each."""
    return int(learner.active_tiles.shape[1])


def feature(learner: Learner, state: int, index: int) -> int:
    """Return the row of the weights of a state's tile in one of the tilings."""
    return int(learner.active_tiles[state, index])
