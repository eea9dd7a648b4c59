"""The shortest way through a maze, by breadth-first search over the environment's table of transitions."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tabular.environments.make import opened
from tabular.environments.sutton_barto.grid_world import WALL, GridWorldEnv
from tabular.errors import UserError

if TYPE_CHECKING:
    from tabular.environments.settings import EnvironmentSettings


class Maze(NamedTuple):
    """What is known of a maze.

    Attributes:
        states: the number of cells that aren't walls.
        steps: of the shortest way from the start to a goal.
    """

    states: int
    steps: int


def measure_maze(settings: EnvironmentSettings) -> Maze:
    """Measure a grid world with one start, in which every step leads to one cell.

    Raises:
        UserError: it is no such grid world.
    """
    with opened(settings) as environment:
        inner = environment.unwrapped
        if not isinstance(inner, GridWorldEnv):
            raise UserError(f"{settings.id} is no maze; allowed: a grid world, such as DynaMaze-v0")
        starts = inner.initial_state_distrib.nonzero()[0].tolist()
        outcomes = [transitions for actions in inner.P.values() for transitions in actions.values()]
        if len(starts) != 1 or any(len(one) != 1 for one in outcomes):
            raise UserError(f"{settings.id} has several starts or draws where steps lead; allowed: neither")
        states = sum(cell != WALL for row in inner.rows for cell in row)
        reached, steps = set(starts), 0
        border = reached
        # A map from which no way leads to a goal is refused when the environment is made.
        while True:
            steps += 1
            followed = [inner.P[state][action][0] for state in border for action in inner.P[state]]
            if any(terminated for _, _, _, terminated in followed):
                return Maze(states, steps)
            border = {state for _, state, _, _ in followed} - reached
            reached |= border
