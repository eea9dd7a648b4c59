"""From how many actions a learner chooses: all of them everywhere, or those that are available in a state.

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
    return {"ALL_AVAILABLE": not by_state, "available_count": count_of_state if by_state else count_of_all}


def count_of_all(_learner: Learner, _state: int) -> int:
    """Return the number of all actions."""
    return ACTIONS


def count_of_state(learner: Learner, state: int) -> int:
    """Return how many actions are available in a state."""
    return int(learner.available_actions[state, 0])
