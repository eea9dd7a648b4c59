"""A table of action values: one value for each state and action."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tabular.learning.interface import RANDOM_TIES, available_actions

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tabular.learning.learner import Learner


def update(learner: Learner, state: int, action: int, target: float, step_size: float) -> None:
    """Move a value by a fraction, the step size, of its distance to a target."""
    q_table = learner.q_table
    q_table[state, action] = (1 - step_size) * q_table[state, action] + step_size * target


def update_terminal(learner: Learner, state: int, action: int, reward: float, step_size: float) -> None:
    """Update the value of the last step before a terminal state, behind which there is nothing to come.

    The textbook moves the value towards the last reward; the tutorial sets it to 0.
    """
    if learner.zero_at_termination:
        learner.q_table[state, action] = 0.0
    else:
        update(learner, state, action, reward, step_size)


def best_action(learner: Learner, q_table: NDArray[np.float64], state: int) -> int:
    """Return one of the available actions with the largest value: the first, or one at random.

    Where it is one at random, a number is drawn only if there are several.

    Args:
        learner: whose random numbers are drawn.
        q_table: action values, shape (states, actions).
        state: where to choose.
    """
    best = _first_best(learner, q_table, state)
    if RANDOM_TIES:
        actions = available_actions(learner, state)
        equals = 0
        for action in range(best, actions):
            if q_table[state, action] == q_table[state, best]:
                equals += 1
        skipped = which_of(learner, equals)
        for action in range(best, actions):
            if q_table[state, action] == q_table[state, best]:
                if skipped == 0:
                    return action
                skipped -= 1
    return best


def largest_value(learner: Learner, state: int) -> float:
    """Return the largest value of the available actions."""
    return float(learner.q_table[state, _first_best(learner, learner.q_table, state)])


def _first_best(learner: Learner, q_table: NDArray[np.float64], state: int) -> int:
    best = 0
    for action in range(1, available_actions(learner, state)):
        if q_table[state, action] > q_table[state, best]:
            best = action
    return best


def which_of(learner: Learner, equals: int) -> int:
    """Return which of several equals is taken, counted from 0; draws a number only if there are several."""
    return int(learner.rng.random() * equals) if equals > 1 else 0
