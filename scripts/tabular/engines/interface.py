"""What an algorithm leaves open about the environment, so that it is written once and serves every engine.

An algorithm runs as it stands over Gymnasium's environments, and compiled over restated ones.
`tabular.engines.specialisation` fills these names in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from tabular.engines.specialisation import LEFT_OPEN

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


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

observe: Callable[[Any], Sequence[Any]] = LEFT_OPEN
"""Takes a state of compiled dynamics; returns the observation, a number for each of the table's dimensions."""

cell_of: Callable[[Any, Sequence[Any]], int] = LEFT_OPEN
"""Takes the table's layout and such an observation; returns the flat index of its cell."""


def locate_observed(layout: Any, state: Any) -> int:  # noqa: ANN401 (each environment's own)
    """Return the flat index of a state's cell: the `locate` of compiled dynamics, whose observations need no checks."""
    return cell_of(layout, observe(state))
