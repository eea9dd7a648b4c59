"""The best of a state's actions, whatever their values are kept in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tabular.learning.interface import RANDOM_TIES, action_value, available_action, available_count

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tabular.learning.learner import Learner


def best_action(learner: Learner, values: NDArray[np.float64], state: int) -> int:
    """Return one of the available actions with the largest value: the first, or one at random.

    Where it is one at random, a number is drawn only if there are several.

    Args:
        learner: whose random numbers are drawn.
        values: the learner's own, or others of the same kind.
        state: where to choose.
    """
    best = 0
    first = available_action(learner, state, 0)
    largest = action_value(learner, values, state, first)
    actions = available_count(learner, state)
    for index in range(1, actions):
        action = available_action(learner, state, index)
        value = action_value(learner, values, state, action)
        if value > largest:
            best = index
            largest = value
    if RANDOM_TIES:
        equals = 0
        for index in range(best, actions):
            action = available_action(learner, state, index)
            if action_value(learner, values, state, action) == largest:
                equals += 1
        skipped = which_of(learner, equals)
        for index in range(best, actions):
            action = available_action(learner, state, index)
            if action_value(learner, values, state, action) == largest:
                if skipped == 0:
                    return action
                skipped -= 1
    return available_action(learner, state, best)


def first_best_action(learner: Learner, state: int) -> int:
    """Return the first available action with the largest value, also where the learner breaks ties at random."""
    best = available_action(learner, state, 0)
    largest = action_value(learner, learner.q_table, state, best)
    for index in range(1, available_count(learner, state)):
        action = available_action(learner, state, index)
        value = action_value(learner, learner.q_table, state, action)
        if value > largest:
            best = action
            largest = value
    return best


def largest_value(learner: Learner, state: int) -> float:
    """Return the largest value of the available actions."""
    first = available_action(learner, state, 0)
    largest = action_value(learner, learner.q_table, state, first)
    for index in range(1, available_count(learner, state)):
        action = available_action(learner, state, index)
        value = action_value(learner, learner.q_table, state, action)
        if value > largest:  # noqa: PLR1730 (max could take another zero of 0.0 and -0.0)
            largest = value
    return largest


def which_of(learner: Learner, equals: int) -> int:
    """Return which of several equals is taken, counted from 0; draws a number only if there are several."""
    return int(learner.rng.random() * equals) if equals > 1 else 0
