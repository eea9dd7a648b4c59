"""Grid worlds among Gymnasium's environments and the project's: their rows and columns, and what is where."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tabular.environments.actions import action_count
from tabular.results.environment import BLOCKED, FREE, GOAL, HOLE, START

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tabular.environments.make import Environment


def grid_shape(environment: Environment, cells: tuple[int, ...]) -> list[int] | None:
    """Return the rows and columns of a grid world: Gymnasium's FrozenLake and CliffWalking know theirs."""
    if len(cells) != 1:
        return None
    world: Any = environment.unwrapped
    rows, columns = getattr(world, "nrow", None), getattr(world, "ncol", None)
    if rows is None or columns is None:
        shape = getattr(world, "shape", ())
        rows, columns = shape if isinstance(shape, tuple) and len(shape) == 2 else (None, None)  # noqa: PLR2004
    if isinstance(rows, int) and isinstance(columns, int) and rows * columns == cells[0]:
        return [rows, columns]
    return None


def grid_map(environment: Environment, grid: list[int]) -> list[str] | None:
    """Return a grid world's map, a letter a place, as it says itself or its table of transitions has it; else None."""
    world: Any = environment.unwrapped
    own = getattr(world, "map_letters", None)
    if own is not None:
        return list(own)
    starts = getattr(world, "initial_state_distrib", None)
    table = getattr(world, "P", None)
    rows, columns = grid
    if starts is None or table is None or len(starts) != rows * columns:
        return None
    letters = [BLOCKED] * (rows * columns)
    last_rewards: dict[int, float] = {}
    try:
        for following, reward, terminated in _arrivals(table, rows * columns, action_count(environment)):
            letters[following] = FREE
            if terminated:
                last_rewards[following] = max(reward, last_rewards.get(following, reward))
    except (KeyError, IndexError, TypeError, ValueError):
        return None  # a table of another kind
    best = max(last_rewards.values(), default=0.0)
    for state, reward in last_rewards.items():
        letters[state] = GOAL if reward == best else HOLE
    for state, probability in enumerate(starts):
        if probability > 0:
            letters[state] = START
    return ["".join(letters[row * columns : (row + 1) * columns]) for row in range(rows)]


def _arrivals(table: Any, states: int, actions: int) -> Iterator[tuple[int, float, bool]]:  # noqa: ANN401 (any class's)
    """Yield each way to arrive in another state: the state, the reward, and whether the episode ends there."""
    for state in range(states):
        for action in range(actions):
            for probability, following, reward, terminated in table[state][action]:
                if probability > 0 and following != state:
                    yield int(following), float(reward), bool(terminated)
