"""The example of maximisation bias after `tabular.environments.sutton_barto.maximisation_bias`."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tabular.engines.dynamics.functional import FunctionalEnvironment, require_unchanged
from tabular.environments.sutton_barto.maximisation_bias import LEFT, MEAN_REWARD, STANDARD_DEVIATION, A, B

if TYPE_CHECKING:
    import numpy as np

    from tabular.environments.sutton_barto.maximisation_bias import MaximisationBiasEnv


class Env(NamedTuple):
    """The random numbers and parameters of one instance.

    Attributes:
        rng: the environment's random numbers.
    """

    rng: np.random.Generator


def functional_environment(environment: MaximisationBiasEnv, rng: np.random.Generator) -> FunctionalEnvironment:
    """Take over the random numbers; the number of actions makes no difference to what follows one."""
    require_unchanged(environment, {})
    return FunctionalEnvironment(reset, step, observe, Env(rng))


def reset(_env: Env) -> int:
    """Start in A."""
    return A


def step(env: Env, state: int, action: int) -> tuple[int, float, bool, bool]:
    """Go from A to B, or to the end."""
    if state == B:
        return B, env.rng.normal(MEAN_REWARD, STANDARD_DEVIATION), True, False
    if action == LEFT:
        return B, 0.0, False, False
    return A, 0.0, True, False


def observe(state: int) -> tuple[int]:
    """Show the state."""
    return (state,)
