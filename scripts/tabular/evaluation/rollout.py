"""Episodes played to be watched or traced: what there is to know after each step."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tabular.environments.checked_environment import CheckedEnvironment, reset_checked, step_checked
from tabular.environments.discretisation import BoxDiscretisation
from tabular.environments.observations import flat_float32
from tabular.results.steps import Step

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tabular.environments.discretisation import Discretisation
    from tabular.environments.make import Environment
    from tabular.q_tables.greedy import Policy
    from tabular.results.steps import Outcome


def play(
    environment: Environment,
    discretisation: Discretisation,
    policy: Policy,
    *,
    episodes: int,
    seed: int,
    max_steps: int,
) -> Iterator[Step]:
    """Play episodes, one after the other, and yield what there is to know after each step, and at the start of each.

    Meanwhile the environment is in that state, so that it can be asked for its picture.

    Args:
        environment: where to play.
        discretisation: how the table lies over its observations.
        policy: what is done.
        episodes: how many.
        seed: seeds the environment once, at the first reset, so that all who play meet the same starts.
        max_steps: number of steps after which an episode is cut off: a greedy policy may go round in circles for ever.

    Raises:
        BrokenContractError: the environment gave what Gymnasium's contract doesn't allow.
    """
    locate = discretisation.locator()
    is_box = isinstance(discretisation, BoxDiscretisation)

    def read(observation: object) -> tuple[tuple[int, ...], tuple[float, ...]]:
        """Return an observation's cell, and where it lies."""
        cell = tuple(int(index) for index in np.unravel_index(locate(observation), discretisation.cells))
        return cell, tuple(float(number) for number in (flat_float32(observation) if is_box else cell))

    env = CheckedEnvironment(environment, seed, read)
    for episode in range(episodes):
        cell, observation = reset_checked(env)
        steps, return_so_far = 0, 0.0
        outcome: Outcome | None = None
        action: int | None = 0
        while action is not None:
            action = int(policy.actions[cell]) if outcome is None else None
            yield Step(episode, steps, return_so_far, action, outcome, cell, observation)
            if action is not None:
                (cell, observation), reward, terminated, truncated = step_checked(env, None, action)
                steps += 1
                return_so_far += reward
                outcome = _outcome(terminated=terminated, truncated=truncated, cut_off=steps >= max_steps)


def _outcome(*, terminated: bool, truncated: bool, cut_off: bool) -> Outcome | None:
    if terminated:
        return "terminated"
    if truncated:
        return "truncated"
    return "cut off" if cut_off else None
