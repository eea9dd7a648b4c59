"""The actions from which a learner chooses: all of them everywhere, or those that are available in a state.

Whatever chooses, maximises or takes a mean goes through the available actions, and meets no other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tabular.engines.interface import ACTIONS

if TYPE_CHECKING:
    from tabular.learning.learner import Learner


def slots(*, by_state: bool) -> dict[str, object]:
    """Return what the names of `tabular.learning.interface` about available actions stand for.

    Args:
        by_state: whether they differ from state to state, so that the learner has lists of them.
    """
    if by_state:
        return {"available_count": count_of_state, "available_action": action_of_state}
    return {"available_count": count_of_all, "available_action": action_of_all}


def count_of_all(_learner: Learner, _state: int) -> int:
    """Return the number of all actions."""
    return ACTIONS


def count_of_state(learner: Learner, state: int) -> int:
    """Return how many actions are available in a state."""
    return int(learner.available_actions[state, 0])


def action_of_all(_learner: Learner, _state: int, index: int) -> int:
    """Return the number itself: where all actions are available, each has its own number."""
    return index


def action_of_state(learner: Learner, state: int, index: int) -> int:
    """Return one of the actions that are available in a state, by its number, counted from 0."""
    return int(learner.available_actions[state, 1 + index])
