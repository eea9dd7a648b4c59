"""The racetrack (Sutton & Barto, 2nd ed., Exercise 5.12, page 111), as a Gymnasium environment.

A car drives up and to the right, on the cells of a drawn track. Its velocity is the number of cells that it moves to
the right and up in a step, and an action changes each by −1, 0 or +1. A car that leaves the track is put back to the
start.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import gymnasium
import numpy as np

from tabular.environments.sutton_barto.drawn_map import read_map, require
from tabular.environments.sutton_barto.grid_picture import draw_grid
from tabular.environments.sutton_barto.race_tracks import TRACKS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from tabular.environments.sutton_barto.table_environment import Table, Transitions

CHARACTERS = {"S": "(the start line)", "F": "(the finish line)", ".": "(track)", "#": "(outside)"}
"""What a track is drawn with."""

OUTSIDE, TRACK, START, FINISH = range(4)

KINDS = {"#": OUTSIDE, ".": TRACK, "S": START, "F": FINISH}
"""How a cell's character is kept."""

VELOCITIES = 5
"""Of each component: 0 to 4 cells a step."""

INCREMENTS = 3
"""Of each component: −1, 0 and +1."""

State = tuple[int, int, int, int]
"""Column, row counted from the bottom, velocity to the right, velocity upwards."""


class RacetrackEnv(gymnasium.Env[Any, Any]):
    """Where the car is, and how fast it moves.

    Rows are counted from the bottom, so that pictures with the first row at the bottom show the track as it is drawn.
    The car passes the cells that are nearest to its straight way, one for each step of the larger velocity; half-way
    between two cells, the one further on. If one of them is on the finish line, the episode ends there. If one is
    outside, the car is put back. An action that would stop the car, but on the start line, changes nothing.

    In every step one random number is drawn, and where the car is put back, another one.

    Attributes:
        rows: the track, a text for each row from the top.
        noise: probability with which both increments are 0 instead.
        cells: what is in each cell, by column and row from the bottom: 0 outside, 1 track, 2 start, 3 finish; int8.
        starts: column and row of the cells of the start line, shape (cells, 2).
        state: where the car is and how fast it moves.
    """

    metadata = {"render_modes": ["rgb_array"], "render_fps": 4}  # noqa: RUF012 (as Gymnasium declares it)

    def __init__(self, track: str | Sequence[str] = "left", noise: float = 0.1, render_mode: str | None = None) -> None:
        """Read the track.

        Args:
            track: `left` or `right`, those of Figure 5.5; or a text for each row: `S` the start line, `F` the finish
                line, `.` track, `#` outside.
            noise: probability with which both increments are 0, whatever the action.
            render_mode: `rgb_array` for pictures.

        Raises:
            ValueError: an argument can't be; the message says what is allowed.
        """
        if render_mode is not None and render_mode not in self.metadata["render_modes"]:
            raise ValueError(f"render_mode: {render_mode!r} is not allowed; allowed: null or rgb_array")
        if not isinstance(noise, int | float) or isinstance(noise, bool) or not 0 <= noise < 1:
            raise ValueError(f"noise: {noise!r} is not allowed; allowed: a number from 0 to below 1")
        self.rows = _read(track)
        self.noise = float(noise)
        kinds = np.array([[KINDS[character] for character in row] for row in reversed(self.rows)], dtype=np.int8)
        self.cells: NDArray[np.int8] = np.ascontiguousarray(kinds.T)
        self.starts: NDArray[np.int64] = np.argwhere(self.cells == START).astype(np.int64)
        self._kinds: list[list[int]] = self.cells.tolist()  # a number of which is read faster than one of an array
        self.render_mode = render_mode
        self.observation_space = gymnasium.spaces.MultiDiscrete([*self.cells.shape, VELOCITIES, VELOCITIES])
        self.action_space = gymnasium.spaces.Discrete(INCREMENTS**2)
        self.state: State = (*self.starts[0].tolist(), 0, 0)
        self.way: list[tuple[int, int]] = []

    def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None) -> tuple[Any, dict[str, Any]]:
        """Draw a cell of the start line."""
        super().reset(seed=seed, options=options)
        self.state = self._start()
        self.way = []
        return np.array(self.state, dtype=np.int64), {}

    def step(self, action: int) -> tuple[Any, float, bool, bool, dict[str, Any]]:
        """Change the velocity, unless chance is against it, and move."""
        if self.np_random.random() < self.noise:
            action = INCREMENTS**2 // 2
        velocity = self.faster(self.state, int(action))
        self.way = self.passed(self.state[:2], velocity)
        kind = self._last_kind(self.way)
        if kind == OUTSIDE:
            self.state = self._start()
        else:
            column, row = self.way[-1] if self.way else self.state[:2]
            self.state = (column, row, *velocity)
        return np.array(self.state, dtype=np.int64), -1.0, kind == FINISH, False, {}

    def faster(self, state: State, action: int) -> tuple[int, int]:
        """Return the velocity to the right and upwards after an action."""
        column, row, right, up = state
        more_right, more_up = divmod(action, INCREMENTS)
        after = tuple(min(max(now + more - 1, 0), VELOCITIES - 1) for now, more in ((right, more_right), (up, more_up)))
        stops = after == (0, 0) and self._kind((column, row)) != START
        return (right, up) if stops else (after[0], after[1])

    def passed(self, place: tuple[int, int], velocity: tuple[int, int]) -> list[tuple[int, int]]:
        """Return column and row of each cell that the car passes, up to the finish line or to the first one outside."""
        (column, row), (right, up) = place, velocity
        steps = max(velocity)
        way: list[tuple[int, int]] = []
        for number in range(1, steps + 1):
            way.append(
                (
                    column + (2 * number * right + steps) // (2 * steps),
                    row + (2 * number * up + steps) // (2 * steps),
                )
            )
            if self._kind(way[-1]) in {OUTSIDE, FINISH}:
                break
        return way

    @cached_property
    def initial_state_distrib(self) -> NDArray[np.float64]:
        """Probability of each state to start in, by its number in the table `P`, shape (states,)."""
        probabilities = np.zeros((*self.cells.shape, VELOCITIES, VELOCITIES))
        for column, row in self.starts:
            probabilities[column, row, 0, 0] = 1 / len(self.starts)
        return probabilities.ravel()

    @cached_property
    def P(self) -> Table:  # noqa: N802 (as Gymnasium calls it)
        """The table of transitions, made when it is asked for.

        States are numbered as the cells of an array with the sizes of the observation space, the last dimension first.
        Outside and on the finish line, all is over.
        """
        starts = [self._number((column, row, 0, 0)) for column, row in self.starts.tolist()]
        table: Table = {}
        for column, row, right, up in np.ndindex(*self.cells.shape, VELOCITIES, VELOCITIES):
            state = (column, row, right, up)
            number = self._number(state)
            if self._kind((column, row)) in {OUTSIDE, FINISH}:
                table[number] = {action: [(1.0, number, 0.0, True)] for action in range(INCREMENTS**2)}
            else:
                table[number] = {action: self._transitions(state, action, starts) for action in range(INCREMENTS**2)}
        return table

    def render(self) -> NDArray[np.uint8]:
        """Return a picture of the track, with the car and the cells that it passed in the last step."""
        last = len(self.rows) - 1
        way = [(last - row, column) for column, row in self.way if self._kind((column, row)) != OUTSIDE]
        return draw_grid(self.rows, (last - self.state[1], self.state[0]), way=way)

    def _start(self) -> State:
        """Draw a cell of the start line."""
        column, row = self.starts[int(self.np_random.random() * len(self.starts))].tolist()
        return column, row, 0, 0

    def _kind(self, place: tuple[int, int]) -> int:
        """Return what is in a cell, which may be beyond the map's edge."""
        column, row = place
        return self._kinds[column][row] if column < len(self._kinds) and row < len(self.rows) else OUTSIDE

    def _last_kind(self, way: list[tuple[int, int]]) -> int:
        """Return what is in the last cell of a way; on the track, where it has none."""
        return self._kind(way[-1]) if way else TRACK

    def _transitions(self, state: State, action: int, starts: list[int]) -> Transitions:
        """Return what follows an action in a state, each outcome once.

        Args:
            state: where the car is and how fast it moves.
            action: the action.
            starts: the numbers of the states to start in.
        """
        outcomes: dict[tuple[int, bool], float] = {}
        for probability, chosen in ((1.0 - self.noise, action), (self.noise, INCREMENTS**2 // 2)):
            velocity = self.faster(state, chosen)
            way = self.passed(state[:2], velocity)
            kind = self._last_kind(way)
            column, row = way[-1] if way else state[:2]
            ends = starts if kind == OUTSIDE else [self._number((column, row, *velocity))]
            for end in ends:
                outcome = end, kind == FINISH
                outcomes[outcome] = outcomes.get(outcome, 0.0) + probability / len(ends)
        return [(probability, after, -1.0, over) for (after, over), probability in outcomes.items() if probability > 0]

    def _number(self, state: State) -> int:
        """Return a state's number in the table."""
        column, row, right, up = state
        return ((column * len(self.rows) + row) * VELOCITIES + right) * VELOCITIES + up


def _read(track: object) -> tuple[str, ...]:
    """Return the rows of a track from whose every start the finish line can be reached."""
    if isinstance(track, str) and track in TRACKS:
        return TRACKS[track]
    if isinstance(track, str) and "\n" not in track.strip():
        raise ValueError(
            f"track: {track!r} is not allowed; allowed: {', '.join(TRACKS)}, or a text for each row of a track"
        )
    rows = read_map("track", track, CHARACTERS)
    starts = require("track", rows, "S", "start line")
    reaching = set(require("track", rows, "F", "finish line"))
    # A slow car can go to every next cell upwards and to the right, and a fast one passes such cells.
    for row in range(len(rows)):
        for column in reversed(range(len(rows[0]))):
            nexts = {(row - 1, column), (row - 1, column + 1), (row, column + 1)}
            if rows[row][column] != "#" and reaching & nexts:
                reaching.add((row, column))
    for row, column in starts:
        if (row, column) not in reaching:
            raise ValueError(
                f"track: no way leads from the start in row {row}, column {column} (counted from 0) upwards and to the "
                "right to the finish line; allowed: a track on which one leads from every start"
            )
    return rows
