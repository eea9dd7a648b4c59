"""An environment as functions that can be compiled, and when it may not stand in for Gymnasium's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import gymnasium


class NoDynamicsError(Exception):
    """There are no compiled dynamics for an environment; the message says why."""


@dataclass(frozen=True)
class FunctionalEnvironment:
    """An environment as functions that can be compiled.

    Attributes:
        reset: takes `env`; starts an episode and returns its first state.
        step: takes `env`, a state and an action; returns the next state, the reward, whether the episode
            terminated, and whether the environment itself truncated it.
        observe: takes a state; returns the observation, a tuple of float32 or int values.
        env: the random numbers and parameters of one instance.
    """

    reset: Callable[[Any], Any]
    step: Callable[[Any, Any, int], tuple[Any, float, bool, bool]]
    observe: Callable[[Any], tuple[Any, ...]]
    env: Any


def require_unchanged(environment: gymnasium.Env[Any, Any], attributes: Mapping[str, object]) -> None:
    """Make sure that an instance has the parameters that the compiled dynamics have as constants.

    Args:
        environment: Gymnasium's environment, without wrappers.
        attributes: by name, the value that each must have.

    Raises:
        NoDynamicsError: an attribute has another value, or a method was replaced.
    """
    for name, value in attributes.items():
        if getattr(environment, name, None) != value:
            its_value = getattr(environment, name, None)
            raise NoDynamicsError(f"its {name} is {its_value!r}, where the compiled dynamics have {value!r}")
    for name in ("reset", "step"):
        if name in vars(environment):
            raise NoDynamicsError(f"its {name} was replaced")
