"""The last update of an episode that terminated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tabular.learning.interface import update

if TYPE_CHECKING:
    from tabular.learning.learner import Learner


def update_terminal(learner: Learner, state: int, action: int, reward: float, step_size: float) -> None:
    """Update the value of the last step before a terminal state, behind which there is nothing to come.

    The textbook moves the value towards the last reward; the tutorial sets it to 0.
    """
    if learner.zero_at_termination:
        update(learner, learner.q_table, state, action, 0.0, 1.0)
    else:
        update(learner, learner.q_table, state, action, reward, step_size)
