"""MountainCar after Gymnasium 1.4.0, gymnasium/envs/classic_control/mountain_car.py.

The task is Example 10.1 of Sutton & Barto, 2nd ed., page 244.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from tabular.engines.dynamics.bounds import clip
from tabular.engines.dynamics.functional import FunctionalEnvironment, require_unchanged

if TYPE_CHECKING:
    from gymnasium.envs.classic_control import MountainCarEnv

State = tuple[float, float]
"""Position, and velocity per step."""

MIN_POSITION = -1.2
MAX_POSITION = 0.6
MAX_SPEED = 0.07
GOAL_POSITION = 0.5
FORCE = 0.001
GRAVITY = 0.0025
LOWEST_START = -0.6
HIGHEST_START = -0.4


class Env(NamedTuple):
    """The random numbers and parameters of one instance.

    Attributes:
        rng: the environment's random numbers.
        goal_velocity: the least velocity with which the goal counts as reached.
    """

    rng: np.random.Generator
    goal_velocity: float


def functional_environment(environment: MountainCarEnv, rng: np.random.Generator) -> FunctionalEnvironment:
    """Take over what the constructor was given."""
    require_unchanged(
        environment,
        {
            "min_position": MIN_POSITION,
            "max_position": MAX_POSITION,
            "max_speed": MAX_SPEED,
            "goal_position": GOAL_POSITION,
            "force": FORCE,
            "gravity": GRAVITY,
        },
    )
    return FunctionalEnvironment(reset, step, observe, Env(rng, float(environment.goal_velocity)))


def reset(env: Env) -> State:
    """Start at rest, somewhere in the valley."""
    return env.rng.uniform(LOWEST_START, HIGHEST_START), 0.0


def step(env: Env, state: State, action: int) -> tuple[State, float, bool, bool]:
    """Push left (action 0), not at all (1) or right (2)."""
    position, velocity = state
    velocity += (action - 1) * FORCE + math.cos(3 * position) * (-GRAVITY)
    velocity = clip(velocity, -MAX_SPEED, MAX_SPEED)
    position += velocity
    position = clip(position, MIN_POSITION, MAX_POSITION)
    if position == MIN_POSITION and velocity < 0:
        velocity = 0.0
    terminated = position >= GOAL_POSITION and velocity >= env.goal_velocity
    return (position, velocity), -1.0, terminated, False


def observe(state: State) -> tuple[np.float32, np.float32]:
    """Show position and velocity."""
    position, velocity = state
    return np.float32(position), np.float32(velocity)
