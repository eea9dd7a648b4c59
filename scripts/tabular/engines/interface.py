"""What an algorithm leaves open, so that it is written once and serves every engine, environment and policy.

An algorithm runs as it stands over Gymnasium's environments, and compiled over restated ones.
`tabular.engines.specialisation` fills these names in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from tabular.engines.specialisation import LEFT_OPEN

if TYPE_CHECKING:
    from collections.abc import Callable

    from tabular.learning.learner import Learner


class Task(NamedTuple):
    """What an engine brings for the functions below.

    Attributes:
        world: what `reset` and `step` need to know; carries the environment's random numbers.
        layout: what `locate` needs to know.
        time_limit: number of steps after which an episode is truncated.
    """

    world: Any
    layout: Any
    time_limit: int


EpisodeOutcome = tuple[float, int, bool]
"""The sum of an episode's rewards, its number of steps, and whether it terminated, as opposed to being truncated."""

ACTIONS: int = LEFT_OPEN
"""The number of actions, the width of the table."""

reset: Callable[[Any], Any] = LEFT_OPEN
"""Takes the world; starts an episode, returns its first state."""

step: Callable[[Any, Any, int], tuple[Any, float, bool, bool]] = LEFT_OPEN
"""Takes the world, a state and an action; returns the next state, the reward, whether the episode terminated, and
whether the environment cut it off itself."""

locate: Callable[[Any, Any], int] = LEFT_OPEN
"""Takes the table's layout and a state; returns the flat index of the state's cell."""

offered_actions: Callable[[Learner, int], int] = LEFT_OPEN
"""Takes the learner and a cell; returns how many actions there are to choose from, counted from the first."""

RANDOM_TIES: bool = LEFT_OPEN
"""Whether one of several best actions is drawn at random; otherwise the first is taken."""

choose_action: Callable[[Learner, int, float], int] = LEFT_OPEN
"""The behaviour policy: takes the learner, a cell and how much to explore; returns the action to take."""

expected_value: Callable[[Learner, int, float], float] = LEFT_OPEN
"""Takes the same; returns the mean of the cell's values, weighted as the behaviour policy chooses."""
