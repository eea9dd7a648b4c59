"""Episodes played to be watched or traced: what there is to know after each step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from tabular.environments.checked_environment import CheckedEnvironment, reset_checked, step_checked
from tabular.environments.discretisation import BoxDiscretisation
from tabular.environments.observations import flat_float32

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tabular.environments.discretisation import Discretisation
    from tabular.environments.make import Environment
    from tabular.q_tables.greedy import Policy


def action_number(given: str | int, names: Sequence[str]) -> int:
    """Return the number of an action, counted from 0, that is given by its name or its number.

    Raises:
        ValueError: there is no such action.
    """
    if str(given) in names:
        return list(names).index(str(given))
    if isinstance(given, int) and 0 <= given < len(names):
        return given
    raise ValueError(f"{given!r} is none of the actions {list(names)}")


Outcome = Literal["terminated", "truncated", "cut off"]
"""How an episode ended: in a terminal state, at the environment's time limit, or because it was watched long enough."""


@dataclass(frozen=True)
class Moment:
    """What there is to know of an episode after some of its steps.

    Attributes:
        episode: which of the episodes, counted from 0.
        steps: how many steps were taken in it.
        reward_so_far: the sum of their rewards, in the environment's units; at the end, the return.
        action: the action that is taken next, counted from 0; None at the end.
        outcome: how the episode ended; None while it goes on.
        cell: the table's cell that the observation falls into, one index a dimension.
        place: where the state lies along the table's dimensions: the observation's numbers, or where the observation is
            discrete, the cell's indices.
    """

    episode: int
    steps: int
    reward_so_far: float
    action: int | None
    outcome: Outcome | None
    cell: tuple[int, ...]
    place: tuple[float, ...]


def play(
    environment: Environment,
    discretisation: Discretisation,
    policy: Policy,
    *,
    episodes: int,
    seed: int,
    most_steps: int,
) -> Iterator[Moment]:
    """Play episodes, one after the other, and yield every moment of them, from the start of each to its end.

    While a moment is looked at, the environment is in its state, so that it can be asked for its picture.

    Args:
        environment: where to play.
        discretisation: how the table lies over its observations.
        policy: what is done.
        episodes: how many.
        seed: seeds the environment once, at the first reset, so that all who play meet the same starts.
        most_steps: number of steps after which an episode is cut off: a greedy policy may go round in circles for ever.

    Raises:
        BrokenContractError: the environment gave what Gymnasium's contract doesn't allow.
    """
    locate = discretisation.locator()
    is_box = isinstance(discretisation, BoxDiscretisation)

    def read(observation: object) -> tuple[tuple[int, ...], tuple[float, ...]]:
        """Return an observation's cell, and where it lies."""
        cell = tuple(int(index) for index in np.unravel_index(locate(observation), discretisation.cells))
        return cell, tuple(float(number) for number in (flat_float32(observation) if is_box else cell))

    world = CheckedEnvironment(environment, seed, read)
    for episode in range(episodes):
        cell, place = reset_checked(world)
        steps, reward_so_far = 0, 0.0
        outcome: Outcome | None = None
        action: int | None = 0
        while action is not None:
            action = int(policy.actions[cell]) if outcome is None else None
            yield Moment(episode, steps, reward_so_far, action, outcome, cell, place)
            if action is not None:
                (cell, place), reward, terminated, truncated = step_checked(world, None, action)
                steps += 1
                reward_so_far += reward
                outcome = _outcome(terminated=terminated, truncated=truncated, cut_off=steps >= most_steps)


def _outcome(*, terminated: bool, truncated: bool, cut_off: bool) -> Outcome | None:
    if terminated:
        return "terminated"
    if truncated:
        return "truncated"
    return "cut off" if cut_off else None
