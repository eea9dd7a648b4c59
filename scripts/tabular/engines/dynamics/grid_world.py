"""Grid worlds from drawn maps after `tabular.environments.sutton_barto.grid_world`: a table, or two in turn."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from tabular.engines.dynamics import transition_table
from tabular.engines.dynamics.functional import FunctionalEnvironment, require_unchanged
from tabular.engines.dynamics.transition_table import reset as reset_by_table
from tabular.engines.dynamics.transition_table import step as step_by_table

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tabular.environments.sutton_barto.grid_world import GridWorldEnv


class Env(NamedTuple):
    """The random numbers and parameters of one instance whose map changes.

    Attributes:
        earlier: the transitions before the map changes.
        last: those afterwards, with the same random numbers.
        change_at_step: number of steps after which it changes.
        steps: number of steps so far, of all episodes, shape (1,); changed in place.
    """

    earlier: transition_table.Env
    last: transition_table.Env
    change_at_step: int
    steps: NDArray[np.int64]


def functional_environment(environment: GridWorldEnv, rng: np.random.Generator) -> FunctionalEnvironment:
    """Take over an environment's tables of transitions."""
    require_unchanged(environment, {})
    last = transition_table.make_env(environment, rng)
    if environment.change_at_step == 0:
        return FunctionalEnvironment(transition_table.reset, transition_table.step, transition_table.observe, last)
    before = SimpleNamespace(
        P=environment.earlier,
        initial_state_distrib=environment.initial_state_distrib,
        observation_space=environment.observation_space,
        action_space=environment.action_space,
    )
    earlier = transition_table.make_env(before, rng)
    env = Env(earlier, last, environment.change_at_step, np.zeros(1, dtype=np.int64))
    return FunctionalEnvironment(reset, step, transition_table.observe, env)


def reset(env: Env) -> int:
    """Draw the state to start in; both maps have the same starts."""
    return reset_by_table(env.last)


def step(env: Env, state: int, action: int) -> tuple[int, float, bool, bool]:
    """Move, on the map as it is at this step."""
    steps = env.steps[0]
    env.steps[0] = steps + 1
    if steps < env.change_at_step:
        return step_by_table(env.earlier, state, action)
    return step_by_table(env.last, state, action)
