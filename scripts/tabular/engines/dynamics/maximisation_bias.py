"""The example of maximisation bias, restated from `tabular.environments.sutton_barto.maximisation_bias`."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tabular.engines.dynamics.functional import Restatement, require_unchanged
from tabular.environments.sutton_barto.maximisation_bias import LEFT, MEAN_REWARD, STANDARD_DEVIATION, A, B

if TYPE_CHECKING:
    import numpy as np

    from tabular.environments.sutton_barto.maximisation_bias import MaximisationBiasEnv


class World(NamedTuple):
    """What one instance brings.

    Attributes:
        rng: the environment's random numbers.
    """

    rng: np.random.Generator


def restate(environment: MaximisationBiasEnv, rng: np.random.Generator) -> Restatement:
    """Take over the random numbers; the number of actions makes no difference to what follows one."""
    require_unchanged(environment, {})
    return Restatement(reset, step, observe, World(rng))


def reset(_world: World) -> int:
    """Start in A."""
    return A


def step(world: World, state: int, action: int) -> tuple[int, float, bool, bool]:
    """Go from A to B, or to the end."""
    if state == B:
        return B, world.rng.normal(MEAN_REWARD, STANDARD_DEVIATION), True, False
    if action == LEFT:
        return B, 0.0, False, False
    return A, 0.0, True, False


def observe(state: int) -> tuple[int]:
    """Show the state."""
    return (state,)
