"""What an algorithm leaves open about values and behaviour, so that it is written once and serves all of them.

`tabular.engines.specialisation` fills these names in, beside those of `tabular.engines.interface`. Those of values are
functions of `tabular.learning.value_functions.table` or `.tiles`. They take the values that they read or change beside
the learner, because some algorithms keep several tables, or several weights.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tabular.engines.specialisation import TEMPLATE_SLOT

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    from tabular.learning.learner import Learner

    Values = NDArray[np.float64]

available_count: Callable[[Learner, int], int] = TEMPLATE_SLOT
"""Takes the learner and a state; returns how many actions are available there, at least one."""

available_action: Callable[[Learner, int, int], int] = TEMPLATE_SLOT
"""Takes the learner, a state and a number below that, counted from 0; returns the available action of this number."""

RANDOM_TIES: bool = TEMPLATE_SLOT
"""Whether one of several best actions is drawn at random; otherwise the first is taken."""

choose_action: Callable[[Learner, int, float], int] = TEMPLATE_SLOT
"""The behaviour policy: takes the learner, a state and how much to explore; returns the action to take."""

expected_value: Callable[[Learner, int, float], float] = TEMPLATE_SLOT
"""Takes the same; returns the mean of the state's values, weighted as the behaviour policy chooses."""

action_value: Callable[[Learner, Values, int, int], float] = TEMPLATE_SLOT
"""Takes the learner, values, a state and an action; returns the action's value."""

update: Callable[[Learner, Values, int, int, float, float], None] = TEMPLATE_SLOT
"""Takes the same, a target and a step size; moves the value by this fraction of its distance to the target."""

average: Callable[[Learner, Values, Values, int, int], None] = TEMPLATE_SLOT
"""Takes the learner, two times values, a state and an action; makes the learner's own value their mean."""

count_visit: Callable[[Learner, int, int], None] = TEMPLATE_SLOT
"""Takes the learner, a state and an action whose value was updated after a step in the environment; counts it."""

ONE_NUMBER: bool = TEMPLATE_SLOT
"""Whether a value is one number, as in a table, and no sum."""

feature_count: Callable[[Learner], int] = TEMPLATE_SLOT
"""Takes the learner; returns how many numbers a value is the sum of: 1 for a table, the number of tilings for tiles."""

feature: Callable[[Learner, int, int], int] = TEMPLATE_SLOT
"""Takes the learner, a state and which of them, counted from 0; returns its row in the learner's values."""
