"""A table of action values, shape (states, actions): one value for each state and action."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tabular.learning.learner import Learner

ONE_NUMBER = True


def action_value(_learner: Learner, q_table: NDArray[np.float64], state: int, action: int) -> float:
    """Return the value of an action."""
    return float(q_table[state, action])


def update(
    _learner: Learner, q_table: NDArray[np.float64], state: int, action: int, target: float, step_size: float
) -> None:
    """Move a value by a fraction, the step size, of its distance to a target."""
    q_table[state, action] = (1 - step_size) * q_table[state, action] + step_size * target


def average(learner: Learner, first: NDArray[np.float64], second: NDArray[np.float64], state: int, action: int) -> None:
    """Make a value the mean of those of two tables."""
    learner.q_table[state, action] = (first[state, action] + second[state, action]) / 2


def count_visit(learner: Learner, state: int, action: int) -> None:
    """Count an update of a value."""
    learner.visits[state, action] += 1


def feature_count(_learner: Learner) -> int:
    """Return 1: a value is one number."""
    return 1


def feature(_learner: Learner, state: int, _index: int) -> int:
    """Return the row of a state's values."""
    return state
