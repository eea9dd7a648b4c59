"""CartPole after Gymnasium 1.4.0, gymnasium/envs/classic_control/cartpole.py.

The task is Example 3.4 of Sutton & Barto, 2nd ed., page 56. The state moves by Euler's method.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from tabular.engines.dynamics.functional import FunctionalEnvironment, require_unchanged

if TYPE_CHECKING:
    from gymnasium.envs.classic_control import CartPoleEnv

State = tuple[float, float, float, float]
"""Cart position in m, cart velocity in m/s, pole angle in rad, pole angular velocity in rad/s."""

GRAVITY = 9.8  # m/s²
CART_MASS = 1.0  # kg
POLE_MASS = 0.1  # kg
TOTAL_MASS = POLE_MASS + CART_MASS
HALF_LENGTH = 0.5  # of the pole, m
POLE_MASS_LENGTH = POLE_MASS * HALF_LENGTH
FORCE = 10.0  # N
SECONDS_PER_STEP = 0.02
MAX_ANGLE = 12 * 2 * math.pi / 360  # rad
MAX_POSITION = 2.4  # m
LARGEST_START = 0.05  # in every dimension, either way


class Env(NamedTuple):
    """The random numbers and parameters of one instance.

    Attributes:
        rng: the environment's random numbers.
        reward_standing: reward of a step after which the pole still stands.
        reward_fallen: reward of the step that ends the episode.
    """

    rng: np.random.Generator
    reward_standing: float
    reward_fallen: float


def functional_environment(environment: CartPoleEnv, rng: np.random.Generator) -> FunctionalEnvironment:
    """Take over what the constructor was given."""
    require_unchanged(
        environment,
        {
            "gravity": GRAVITY,
            "masscart": CART_MASS,
            "masspole": POLE_MASS,
            "total_mass": TOTAL_MASS,
            "length": HALF_LENGTH,
            "polemass_length": POLE_MASS_LENGTH,
            "force_mag": FORCE,
            "tau": SECONDS_PER_STEP,
            "kinematics_integrator": "euler",
            "theta_threshold_radians": MAX_ANGLE,
            "x_threshold": MAX_POSITION,
        },
    )
    rewards = (0.0, -1.0) if environment._sutton_barto_reward else (1.0, 1.0)  # noqa: SLF001 (kept nowhere else)
    return FunctionalEnvironment(reset, step, observe, Env(rng, *rewards))


def reset(env: Env) -> State:
    """Start near the upright position at rest."""
    position = env.rng.uniform(-LARGEST_START, LARGEST_START)
    velocity = env.rng.uniform(-LARGEST_START, LARGEST_START)
    angle = env.rng.uniform(-LARGEST_START, LARGEST_START)
    angular_velocity = env.rng.uniform(-LARGEST_START, LARGEST_START)
    return position, velocity, angle, angular_velocity


def step(env: Env, state: State, action: int) -> tuple[State, float, bool, bool]:
    """Push the cart left (action 0) or right (1)."""
    position, velocity, angle, angular_velocity = state
    force = FORCE if action == 1 else -FORCE
    cosine = math.cos(angle)
    sine = math.sin(angle)
    push = (force + POLE_MASS_LENGTH * (angular_velocity * angular_velocity) * sine) / TOTAL_MASS
    angular_acceleration = (GRAVITY * sine - cosine * push) / (
        HALF_LENGTH * (4.0 / 3.0 - POLE_MASS * (cosine * cosine) / TOTAL_MASS)
    )
    acceleration = push - POLE_MASS_LENGTH * angular_acceleration * cosine / TOTAL_MASS
    position = position + SECONDS_PER_STEP * velocity
    velocity = velocity + SECONDS_PER_STEP * acceleration
    angle = angle + SECONDS_PER_STEP * angular_velocity
    angular_velocity = angular_velocity + SECONDS_PER_STEP * angular_acceleration
    terminated = position < -MAX_POSITION or position > MAX_POSITION or angle < -MAX_ANGLE or angle > MAX_ANGLE
    reward = env.reward_fallen if terminated else env.reward_standing
    return (position, velocity, angle, angular_velocity), reward, terminated, False


def observe(state: State) -> tuple[np.float32, np.float32, np.float32, np.float32]:
    """Show the whole state."""
    position, velocity, angle, angular_velocity = state
    return np.float32(position), np.float32(velocity), np.float32(angle), np.float32(angular_velocity)
