"""Episodes played to be watched or traced: what there is to know after each step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from tabular.environments.checked_environment import CheckedEnvironment, reset_checked, step_checked
from tabular.environments.discretisation import DiscreteDiscretisation, active_tiles_of
from tabular.results.steps import Step

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tabular.environments.discretisation import Discretisation
    from tabular.environments.make import Environment
    from tabular.results.steps import Outcome


def play(
    environment: Environment,
    discretisation: Discretisation,
    act: Callable[[Any], int],
    *,
    episodes: int,
    seed: int,
    max_steps: int,
) -> Iterator[Step]:
    """Play episodes, one after the other, and yield what there is to know after each step, and at the start of each.

    Meanwhile the environment is in that state, so that it can be asked for its picture.

    Args:
        environment: where to play.
        discretisation: how the cells that are shown, or only tiles, lie over its observations.
        act: from an observation to what is done, counted from 0; it may raise what a locator raises.
        episodes: how many.
        seed: seeds the environment once, at the first reset, so that all who play meet the same starts.
        max_steps: number of steps after which an episode is cut off: a greedy policy may go round in circles for ever.

    Raises:
        BrokenContractError: the environment gave what Gymnasium's contract doesn't allow.
    """
    locate = discretisation.locator()
    has_cells = len(active_tiles_of(discretisation)) == 0

    def read(observation: object) -> tuple[tuple[int, ...], tuple[float, ...], int]:
        """Return an observation's cell, where it lies, and what is done."""
        state = locate(observation)
        cell = tuple(int(index) for index in np.unravel_index(state, discretisation.cells)) if has_cells else ()
        numbers = cell if isinstance(discretisation, DiscreteDiscretisation) else discretisation.numbers(observation)
        return cell, tuple(float(number) for number in numbers), act(observation)

    env = CheckedEnvironment(environment, seed, read)
    for episode in range(episodes):
        cell, observation, best = reset_checked(env)
        steps, return_so_far = 0, 0.0
        outcome: Outcome | None = None
        action: int | None = 0
        while action is not None:
            action = best if outcome is None else None
            yield Step(episode, steps, return_so_far, action, outcome, cell, observation)
            if action is not None:
                (cell, observation, best), reward, terminated, truncated = step_checked(env, None, action)
                steps += 1
                return_so_far += reward
                outcome = _outcome(terminated=terminated, truncated=truncated, cut_off=steps >= max_steps)


def _outcome(*, terminated: bool, truncated: bool, cut_off: bool) -> Outcome | None:
    if terminated:
        return "terminated"
    if truncated:
        return "truncated"
    return "cut off" if cut_off else None
