"""From which actions a learner chooses: all of them everywhere, or those that are available in a state.

Whatever chooses, maximises or takes a mean goes through the available actions by these functions, and meets no other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tabular.engines.interface import ACTIONS

if TYPE_CHECKING:
    from collections.abc import Callable

    from tabular.learning.learner import Learner


def slots(*, by_state: bool) -> dict[str, Callable[..., int]]:
    """Return what the names of `tabular.learning.interface` about available actions stand for.

    Args:
        by_state: whether they differ from state to state, so that the learner has lists of them.
    """
    if by_state:
        return {"available_actions": count_of_state, "available_action": action_of_state}
    return {"available_actions": count_of_all, "available_action": action_of_all}


def count_of_all(_learner: Learner, _state: int) -> int:
    """Return the number of all actions."""
    return ACTIONS


def action_of_all(_learner: Learner, _state: int, index: int) -> int:
    """Return one of all actions."""
    return index


def count_of_state(learner: Learner, state: int) -> int:
    """Return how many actions are available in a state."""
    return int(learner.action_counts[state])


def action_of_state(learner: Learner, state: int, index: int) -> int:
    """Return one of the actions that are available in a state, counted from 0, ascending."""
    return int(learner.action_numbers[state, index])
