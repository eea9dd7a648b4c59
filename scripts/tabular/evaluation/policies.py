"""Policies that learn nothing: the kinds of policy that are evaluated.

Each is a function of what the policy needs to know and a state; it returns the action to take.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tabular.engines.interface import ACTIONS
from tabular.environments.tiles import sum_of_weights

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def greedy_action(q_table: NDArray[np.float64], state: int) -> int:
    """Return the first action with the largest value in a state of a table of shape (states, actions)."""
    best = 0
    for action in range(1, ACTIONS):
        if q_table[state, action] > q_table[state, best]:
            best = action
    return best


def greedy_action_of_tiles(policy: tuple[NDArray[np.float64], NDArray[np.uint32]], state: int) -> int:
    """Return the first action with the largest value, the sum of the weights of the state's tiles.

    Args:
        policy: weights, shape (rows, actions), and the tiles of the last states, shape (states, tilings).
        state: where to choose.
    """
    weights, active_tiles = policy
    best = 0
    largest = sum_of_weights(active_tiles, weights, state, 0)
    for action in range(1, ACTIONS):
        value = sum_of_weights(active_tiles, weights, state, action)
        if value > largest:
            best = action
            largest = value
    return best


def random_action(rng: np.random.Generator, _state: int) -> int:
    """Return any action, all equally probable; one random number is drawn."""
    return int(rng.random() * ACTIONS)


def random_available_action(
    policy: tuple[np.random.Generator, NDArray[np.int64], NDArray[np.int64]], state: int
) -> int:
    """Return any available action, all equally probable.

    Args:
        policy: random numbers, of which one is drawn; how many actions are available in each state, shape (states,);
            and which, shape (states, actions).
        state: where to choose.
    """
    rng, counts, numbers = policy
    return int(numbers[state, int(rng.random() * counts[state])])


def same_action(action: int, _state: int) -> int:
    """Return the same action everywhere."""
    return action


def action_by_state(actions: NDArray[np.int64], state: int) -> int:
    """Return the action that was set for a state."""
    return int(actions[state])
