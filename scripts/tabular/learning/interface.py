"""What an algorithm leaves open about the behaviour policy, so that it is written once and serves every policy.

`tabular.engines.specialisation` fills these names in, beside those of `tabular.engines.interface`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tabular.engines.specialisation import LEFT_OPEN

if TYPE_CHECKING:
    from collections.abc import Callable

    from tabular.learning.learner import Learner

offered_actions: Callable[[Learner, int], int] = LEFT_OPEN
"""Takes the learner and a cell; returns how many actions there are to choose from, counted from the first."""

RANDOM_TIES: bool = LEFT_OPEN
"""Whether one of several best actions is drawn at random; otherwise the first is taken."""

choose_action: Callable[[Learner, int, float], int] = LEFT_OPEN
"""The behaviour policy: takes the learner, a cell and how much to explore; returns the action to take."""

expected_value: Callable[[Learner, int, float], float] = LEFT_OPEN
"""Takes the same; returns the mean of the cell's values, weighted as the behaviour policy chooses."""
