"""The racetrack after `tabular.environments.sutton_barto.racetrack`."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tabular.engines.dynamics.functional import FunctionalEnvironment, require_unchanged

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tabular.environments.sutton_barto.racetrack import RacetrackEnv

State = tuple[int, int, int, int]
"""Column, row counted from the bottom, velocity to the right, velocity upwards."""

OUTSIDE, START, FINISH = 0, 2, 3

FASTEST = 4


class Env(NamedTuple):
    """The random numbers and parameters of one instance.

    Attributes:
        rng: the environment's random numbers.
        noise: probability with which both increments are 0.
        cells: what is in each cell: 0 outside, 1 track, 2 start, 3 finish; shape (columns, rows).
        starts: column and row of the cells of the start line, shape (cells, 2).
    """

    rng: np.random.Generator
    noise: float
    cells: NDArray[np.int8]
    starts: NDArray[np.int64]


def functional_environment(environment: RacetrackEnv, rng: np.random.Generator) -> FunctionalEnvironment:
    """Take over the random numbers and the parameters."""
    require_unchanged(environment, {})
    env = Env(rng, environment.noise, environment.cells, environment.starts)
    return FunctionalEnvironment(reset, step, observe, env)


def reset(env: Env) -> State:
    """Draw a cell of the start line."""
    drawn = int(env.rng.random() * env.starts.shape[0])
    return env.starts[drawn, 0], env.starts[drawn, 1], 0, 0


def step(env: Env, state: State, action: int) -> tuple[State, float, bool, bool]:
    """Change the velocity, and move until the finish line or out of the track."""
    column, row, right, up = state
    more_right, more_up = action // 3 - 1, action % 3 - 1
    if env.rng.random() < env.noise:
        more_right = more_up = 0
    next_right, next_up = limited(right + more_right), limited(up + more_up)
    if next_right == 0 and next_up == 0 and env.cells[column, row] != START:
        next_right, next_up = right, up
    steps = max(next_right, next_up)
    next_column, next_row = column, row
    for number in range(1, steps + 1):
        next_column = column + (2 * number * next_right + steps) // (2 * steps)
        next_row = row + (2 * number * next_up + steps) // (2 * steps)
        is_inside = next_column < env.cells.shape[0] and next_row < env.cells.shape[1]
        if not is_inside or env.cells[next_column, next_row] == OUTSIDE:
            return reset(env), -1.0, False, False
        if env.cells[next_column, next_row] == FINISH:
            return (next_column, next_row, next_right, next_up), -1.0, True, False
    return (next_column, next_row, next_right, next_up), -1.0, False, False


def limited(velocity: int) -> int:
    """Keep a velocity from 0 to 4."""
    return FASTEST if velocity > FASTEST else 0 if velocity < 0 else velocity  # noqa: FURB136 (Numba's `min` is slow)


def observe(state: State) -> State:
    """Show the state."""
    return state
