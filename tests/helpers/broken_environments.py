"""Environments that give whatever a test wants them to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import gymnasium
import numpy as np
from gymnasium import spaces
from tabular.environments.settings import EnvironmentSettings

from tests.helpers.registering import register

if TYPE_CHECKING:
    from collections.abc import Callable

FIVE = spaces.Discrete(5)
GRID = spaces.MultiDiscrete([5, 5])
CARDS = spaces.Tuple([spaces.Discrete(5), spaces.Discrete(2, start=1)])
PLANE = spaces.Box(-1.0, 1.0, (2,))

SOUND: dict[str, Any] = {
    "Discrete": (FIVE, 0),
    "MultiDiscrete": (GRID, np.array([0, 0])),
    "Tuple": (CARDS, (0, 1)),
    "Box": (PLANE, np.zeros(2, dtype=np.float32)),
}
"""By a name, a space and one of its members."""

STEPS = 3
"""Steps of an episode; what is wrong comes with the last one of the second episode."""


class Scripted(gymnasium.Env[Any, Any]):
    """An environment whose episodes have three steps, and in which something happens at chosen places."""

    action_space = spaces.Discrete(2)

    def __init__(self, space: spaces.Space[Any], sound: Any, reset: Any, step: Any, at: tuple[int, int]) -> None:
        """Take what is to happen.

        Args:
            space: the observations' space.
            sound: the observation that is given where nothing else is.
            reset: takes `(observation, info)`, and gives what `reset` gives; None: no change.
            step: takes `(observation, reward, terminated, truncated, info)`, likewise.
            at: episode and step from which on `step` is called.
        """
        self.observation_space = space
        self.sound = sound
        self.change_reset, self.change_step, self.at = reset, step, at
        self.episode, self.steps, self.closed = -1, 0, 0

    def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None) -> Any:
        super().reset(seed=seed, options=options)
        self.episode, self.steps = self.episode + 1, 0
        given: tuple[Any, ...] = (self.sound, {})
        return given if self.change_reset is None or self.episode < self.at[0] else self.change_reset(given)

    def step(self, _action: Any) -> Any:
        self.steps += 1
        given: tuple[Any, ...] = (self.sound, -1.0, self.steps == STEPS, False, {})
        changes = self.change_step is not None and (self.episode, self.steps) >= self.at
        return self.change_step(given) if changes else given

    def close(self) -> None:
        self.closed += 1


def scripted(
    kind: str,
    *,
    reset: Callable[[tuple[Any, ...]], Any] | None = None,
    step: Callable[[tuple[Any, ...]], Any] | None = None,
    at: tuple[int, int] = (1, 3),
    made: list[Any] | None = None,
) -> EnvironmentSettings:
    """Register an environment and return its settings.

    Args:
        kind: of the space, a key of `SOUND`.
        reset: what `Scripted` takes.
        step: what `Scripted` takes.
        at: what `Scripted` takes.
        made: receives every environment that is made.
    """
    space, sound = SOUND[kind]

    def make() -> Scripted:
        environment = Scripted(space, sound, reset, step, at)
        if made is not None:
            made.append(environment)
        return environment

    name = "Scripted-v0"
    gymnasium.registry.pop(name, None)
    register(name, make, max_episode_steps=20)
    return EnvironmentSettings(name, bins=(2, 2) if kind == "Box" else None)


def observing(observation: Any) -> Callable[[tuple[Any, ...]], Any]:
    """Return the change to another observation."""
    return lambda given: (observation, *given[1:])


def rewarding(reward: Any) -> Callable[[tuple[Any, ...]], Any]:
    """Return the change to another reward."""
    return lambda given: (given[0], reward, *given[2:])


def raising(error: BaseException) -> Callable[[tuple[Any, ...]], Any]:
    """Return a change that is none: an exception is raised."""

    def change(_given: tuple[Any, ...]) -> Any:
        raise error

    return change
