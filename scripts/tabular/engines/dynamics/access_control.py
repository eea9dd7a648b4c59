"""The access-control queuing task after `tabular.environments.sutton_barto.access_control`."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tabular.engines.dynamics.functional import FunctionalEnvironment, require_unchanged
from tabular.environments.sutton_barto.access_control import ACCEPT

if TYPE_CHECKING:
    import numpy as np

    from tabular.environments.sutton_barto.access_control import AccessControlEnv

State = tuple[int, int]
"""The number of free servers, and the priority of the first customer."""


class Env(NamedTuple):
    """The random numbers and parameters of one instance.

    Attributes:
        rng: the environment's random numbers.
        servers: their number.
        free_probability: with which a busy server becomes free in a step.
        payments: by priority, what a customer pays who is accepted.
    """

    rng: np.random.Generator
    servers: int
    free_probability: float
    payments: tuple[float, ...]


def functional_environment(environment: AccessControlEnv, rng: np.random.Generator) -> FunctionalEnvironment:
    """Take over the random numbers and the parameters."""
    require_unchanged(environment, {})
    env = Env(rng, environment.servers, environment.free_probability, environment.payments)
    return FunctionalEnvironment(reset, step, observe, env)


def reset(env: Env) -> State:
    """Start with all servers free."""
    return env.servers, next_customer(env)


def step(env: Env, state: State, action: int) -> tuple[State, float, bool, bool]:
    """Accept or reject the first customer."""
    free, priority = state
    reward = 0.0
    if action == ACCEPT and free > 0:
        free -= 1
        reward = env.payments[priority]
    for _ in range(env.servers - free):
        if env.rng.random() < env.free_probability:
            free += 1
    return (free, next_customer(env)), reward, False, False


def next_customer(env: Env) -> int:
    """Draw the priority of the next customer."""
    return int(env.rng.random() * len(env.payments))


def observe(state: State) -> State:
    """Show the state."""
    return state
