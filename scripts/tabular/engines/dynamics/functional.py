"""What a restated environment consists of, and when one may not stand in for Gymnasium's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import gymnasium


class NotRestatedError(Exception):
    """There is no restatement of an environment; the message says why."""


@dataclass(frozen=True)
class Restatement:
    """An environment as functions that can be compiled.

    Attributes:
        reset: takes the world; starts an episode and returns its first state.
        step: takes the world, a state and an action; returns the next state, the reward, whether the episode
            terminated, and whether the environment itself truncated it.
        observe: takes a state; returns the observation, a tuple of float32 or int values.
        world: what this instance of the environment brings.
    """

    reset: Callable[[Any], Any]
    step: Callable[[Any, Any, int], tuple[Any, float, bool, bool]]
    observe: Callable[[Any], tuple[Any, ...]]
    world: Any


def require_unchanged(environment: gymnasium.Env[Any, Any], attributes: Mapping[str, object]) -> None:
    """Make sure that nobody gave an instance other parameters than those that are restated as constants.

    Args:
        environment: Gymnasium's environment, without wrappers.
        attributes: by name, the value that each must have.

    Raises:
        NotRestatedError: an attribute has another value, or a method was replaced.
    """
    for name, value in attributes.items():
        if getattr(environment, name, None) != value:
            found = getattr(environment, name, None)
            raise NotRestatedError(f"its {name} is {found!r}, where the compiled dynamics have {value!r}")
    for name in ("reset", "step"):
        if name in vars(environment):
            raise NotRestatedError(f"its {name} was replaced")
