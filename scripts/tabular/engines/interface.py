"""What an algorithm leaves open about the environment, so that it is written once and serves every engine.

An algorithm runs as it stands over Gymnasium's environments, and compiled over functional ones.
`tabular.engines.specialisation` fills these names in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from tabular.engines.specialisation import TEMPLATE_SLOT
from tabular.environments.angles import write_components

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tabular.environments.angles import AngularDiscretisation


class Task(NamedTuple):
    """What an engine brings for the functions below.

    Attributes:
        env: what `reset` and `step` take: one of Gymnasium's environments, or a functional environment's random numbers
            and parameters.
        discretisation: what `locate` takes: the bins or tiles of the observation.
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
"""Takes the discretisation and the environment's state; returns the agent's state: the flat index of a cell of the
table or, with tiles, the number under which they are kept."""

observe: Callable[[Any], Sequence[Any]] = TEMPLATE_SLOT
"""Takes the state of a functional environment; returns the observation, a number for each of its dimensions."""

state_of: Callable[[Any, Any], int] = TEMPLATE_SLOT
"""Takes bins or tiles and a number for each of their dimensions; returns the agent's state."""


def locate_observed(discretisation: Any, env_state: Any) -> int:  # noqa: ANN401 (each environment's own)
    """Return the agent's state: the `locate` of compiled dynamics, whose observations need no checks."""
    return state_of(discretisation, observe(env_state))


def locate_with_angles(discretisation: AngularDiscretisation, env_state: Any) -> int:  # noqa: ANN401 (likewise)
    """Return the same where some components of an observation are angles."""
    write_components(discretisation.components, discretisation.sources, observe(env_state))
    return state_of(discretisation.over_components, discretisation.components)
