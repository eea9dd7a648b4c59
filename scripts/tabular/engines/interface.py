"""What an algorithm leaves open about the environment, so that it is written once and serves every engine.

An algorithm runs as it stands over Gymnasium's environments, and compiled over functional ones.
`tabular.engines.specialisation` fills these names in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from tabular.engines.specialisation import TEMPLATE_SLOT

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class Task(NamedTuple):
    """What an engine brings for the functions below.

    Attributes:
        env: what `reset` and `step` take: one of Gymnasium's environments, or a functional environment's random numbers
            and parameters.
        discretisation: what `locate` takes: the bins of the observation.
        time_limit: number of steps after which an episode is truncated.
    """

    env: Any
    discretisation: Any
    time_limit: int


EpisodeOutcome = tuple[float, int, bool]
"""The sum of an episode's rewards, its number of steps, and whether it terminated, as opposed to being truncated."""

ACTIONS: int = TEMPLATE_SLOT
"""The number of actions, the width of the table."""

reset: Callable[[Any], Any] = TEMPLATE_SLOT
"""Takes the environment; starts an episode, returns the environment's first state."""

step: Callable[[Any, Any, int], tuple[Any, float, bool, bool]] = TEMPLATE_SLOT
"""Takes the environment, its state and an action; returns its next state, the reward, whether the episode terminated,
and whether the environment truncated it itself."""

locate: Callable[[Any, Any], int] = TEMPLATE_SLOT
"""Takes the discretisation and the environment's state; returns the agent's state, the flat index of a cell of the
table."""

observe: Callable[[Any], Sequence[Any]] = TEMPLATE_SLOT
"""Takes the state of a functional environment; returns the observation, a number for each of the table's
dimensions."""

cell_of: Callable[[Any, Sequence[Any]], int] = TEMPLATE_SLOT
"""Takes the discretisation and such an observation; returns the flat index of its cell."""


def locate_observed(discretisation: Any, env_state: Any) -> int:  # noqa: ANN401 (each environment's own)
    """Return the flat index of a cell: the `locate` of compiled dynamics, whose observations need no checks."""
    return cell_of(discretisation, observe(env_state))
