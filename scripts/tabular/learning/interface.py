"""What an algorithm leaves open about the behaviour policy, so that it is written once and serves every policy.

`tabular.engines.specialisation` fills these names in, beside those of `tabular.engines.interface`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tabular.engines.specialisation import TEMPLATE_SLOT

if TYPE_CHECKING:
    from collections.abc import Callable

    from tabular.learning.learner import Learner

available_actions: Callable[[Learner, int], int] = TEMPLATE_SLOT
"""Takes the learner and a state; returns how many actions are available, counted from the first."""

RANDOM_TIES: bool = TEMPLATE_SLOT
"""Whether one of several best actions is drawn at random; otherwise the first is taken."""

choose_action: Callable[[Learner, int, float], int] = TEMPLATE_SLOT
"""The behaviour policy: takes the learner, a state and how much to explore; returns the action to take."""

expected_value: Callable[[Learner, int, float], float] = TEMPLATE_SLOT
"""Takes the same; returns the mean of the state's values, weighted as the behaviour policy chooses."""
