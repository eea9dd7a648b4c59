"""Acrobot after Gymnasium 1.4.0, gymnasium/envs/classic_control/acrobot.py.

The task is that of Sutton, "Generalization in Reinforcement Learning: Successful Examples Using Sparse Coarse
Coding", NIPS 1995, with the equations of motion of Sutton & Barto's book. A step integrates them by one
Runge-Kutta step of fourth order.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numba
import numpy as np

from tabular.engines.dynamics.bounds import clip
from tabular.engines.dynamics.functional import FunctionalEnvironment, require_unchanged

if TYPE_CHECKING:
    from gymnasium.envs.classic_control import AcrobotEnv

Motion = tuple[float, float, float, float]
"""Two angles in rad, their two velocities in rad/s; or the derivatives of these four with respect to time."""

Directions = tuple[np.float32, np.float32, np.float32, np.float32]
"""Cosine and sine of the first angle, cosine and sine of the second, as the agent sees them."""

State = tuple[Motion, Directions]

SECONDS_PER_STEP = 0.2
LINK_LENGTH_1 = 1.0  # m
LINK_MASS_1 = 1.0  # kg
LINK_MASS_2 = 1.0  # kg
LINK_COM_POS_1 = 0.5  # centre of mass, m
LINK_COM_POS_2 = 0.5  # centre of mass, m
LINK_MOI = 1.0  # moment of inertia of either link
MAX_VEL_1 = 4 * math.pi
MAX_VEL_2 = 9 * math.pi
GRAVITY = 9.8  # m/s²
LARGEST_START = 0.1  # in every dimension, either way


class Env(NamedTuple):
    """The random numbers and parameters of one instance.

    Attributes:
        rng: the environment's random numbers.
        two: the number 2. NumPy's power of a scalar is the C library's, whose squares differ from products in the
            last bit, once in a thousand times; a compiler that knows the exponent makes products of them.
    """

    rng: np.random.Generator
    two: float


def functional_environment(environment: AcrobotEnv, rng: np.random.Generator) -> FunctionalEnvironment:
    """Take over an environment whose settings are Gymnasium's own; its constructor has no others."""
    require_unchanged(
        environment,
        {
            "dt": SECONDS_PER_STEP,
            "LINK_LENGTH_1": LINK_LENGTH_1,
            "LINK_MASS_1": LINK_MASS_1,
            "LINK_MASS_2": LINK_MASS_2,
            "LINK_COM_POS_1": LINK_COM_POS_1,
            "LINK_COM_POS_2": LINK_COM_POS_2,
            "LINK_MOI": LINK_MOI,
            "MAX_VEL_1": MAX_VEL_1,
            "MAX_VEL_2": MAX_VEL_2,
            "AVAIL_TORQUE": [-1.0, 0.0, 1.0],
            "torque_noise_max": 0.0,
            "book_or_nips": "book",
        },
    )
    return FunctionalEnvironment(reset, step, observe, Env(rng, 2.0))


def reset(env: Env) -> State:
    """Start near the hanging position at rest; Gymnasium rounds the first state to float32."""
    angle_1 = np.float32(env.rng.uniform(-LARGEST_START, LARGEST_START))
    angle_2 = np.float32(env.rng.uniform(-LARGEST_START, LARGEST_START))
    velocity_1 = np.float32(env.rng.uniform(-LARGEST_START, LARGEST_START))
    velocity_2 = np.float32(env.rng.uniform(-LARGEST_START, LARGEST_START))
    # NumPy has float32 functions of its own, which round as no other: it has to compute these four itself.
    with numba.objmode(cosine_1="float32", sine_1="float32", cosine_2="float32", sine_2="float32"):
        cosine_1 = np.cos(np.float32(angle_1))
        sine_1 = np.sin(np.float32(angle_1))
        cosine_2 = np.cos(np.float32(angle_2))
        sine_2 = np.sin(np.float32(angle_2))
    motion = (float(angle_1), float(angle_2), float(velocity_1), float(velocity_2))
    return motion, (cosine_1, sine_1, cosine_2, sine_2)


def step(env: Env, state: State, action: int) -> tuple[State, float, bool, bool]:
    """Turn the joint between the links with a torque of -1 (action 0), 0 (1) or 1 N m (2)."""
    motion, _ = state
    torque = float(action - 1)
    half = SECONDS_PER_STEP / 2.0
    slope_1 = derivatives(env, motion, torque)
    slope_2 = derivatives(env, move(motion, half, slope_1), torque)
    slope_3 = derivatives(env, move(motion, half, slope_2), torque)
    slope_4 = derivatives(env, move(motion, SECONDS_PER_STEP, slope_3), torque)
    slopes = (
        slope_1[0] + 2 * slope_2[0] + 2 * slope_3[0] + slope_4[0],
        slope_1[1] + 2 * slope_2[1] + 2 * slope_3[1] + slope_4[1],
        slope_1[2] + 2 * slope_2[2] + 2 * slope_3[2] + slope_4[2],
        slope_1[3] + 2 * slope_2[3] + 2 * slope_3[3] + slope_4[3],
    )
    angle_1, angle_2, velocity_1, velocity_2 = move(motion, SECONDS_PER_STEP / 6.0, slopes)
    angle_1 = within_a_turn(angle_1)
    angle_2 = within_a_turn(angle_2)
    velocity_1 = clip(velocity_1, -MAX_VEL_1, MAX_VEL_1)
    velocity_2 = clip(velocity_2, -MAX_VEL_2, MAX_VEL_2)
    cosine_1 = math.cos(angle_1)
    directions = (
        np.float32(cosine_1),
        np.float32(math.sin(angle_1)),
        np.float32(math.cos(angle_2)),
        np.float32(math.sin(angle_2)),
    )
    terminated = -cosine_1 - math.cos(angle_2 + angle_1) > 1.0
    reward = 0.0 if terminated else -1.0
    return ((angle_1, angle_2, velocity_1, velocity_2), directions), reward, terminated, False


def observe(state: State) -> tuple[np.float32, np.float32, np.float32, np.float32, np.float32, np.float32]:
    """Show the directions of the links and the velocities."""
    (_, _, velocity_1, velocity_2), (cosine_1, sine_1, cosine_2, sine_2) = state
    return cosine_1, sine_1, cosine_2, sine_2, np.float32(velocity_1), np.float32(velocity_2)


def move(motion: Motion, seconds: float, slope: Motion) -> Motion:
    """Follow a slope for some time."""
    return (
        motion[0] + seconds * slope[0],
        motion[1] + seconds * slope[1],
        motion[2] + seconds * slope[2],
        motion[3] + seconds * slope[3],
    )


def derivatives(env: Env, motion: Motion, torque: float) -> Motion:
    """Return velocities and accelerations; the names of the terms are those of the book's equations."""
    m1 = LINK_MASS_1
    m2 = LINK_MASS_2
    l1 = LINK_LENGTH_1
    lc1 = LINK_COM_POS_1
    lc2 = LINK_COM_POS_2
    i1 = LINK_MOI
    i2 = LINK_MOI
    g = GRAVITY
    two = env.two
    theta1, theta2, dtheta1, dtheta2 = motion
    cos2 = math.cos(theta2)
    sin2 = math.sin(theta2)
    d1 = m1 * lc1**2 + m2 * (l1**2 + lc2**2 + 2 * l1 * lc2 * cos2) + i1 + i2
    d2 = m2 * (lc2**2 + l1 * lc2 * cos2) + i2
    phi2 = m2 * lc2 * g * math.cos(theta1 + theta2 - math.pi / 2.0)
    phi1 = (
        -m2 * l1 * lc2 * dtheta2**two * sin2
        - 2 * m2 * l1 * lc2 * dtheta2 * dtheta1 * sin2
        + (m1 * lc1 + m2 * l1) * g * math.cos(theta1 - math.pi / 2)
        + phi2
    )
    ddtheta2 = (torque + d2 / d1 * phi1 - m2 * l1 * lc2 * dtheta1**two * sin2 - phi2) / (
        m2 * lc2**2 + i2 - d2**two / d1
    )
    ddtheta1 = -(d2 * ddtheta2 + phi1) / d1
    return dtheta1, dtheta2, ddtheta1, ddtheta2


def within_a_turn(angle: float) -> float:
    """Return the same direction as an angle from -π to π."""
    while angle > math.pi:
        angle = angle - 2 * math.pi
    while angle < -math.pi:
        angle = angle + 2 * math.pi
    return angle
