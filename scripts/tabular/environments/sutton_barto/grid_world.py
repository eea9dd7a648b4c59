"""A grid world from a drawn map, as a Gymnasium environment.

With one description it is the windy grid world (Sutton & Barto, 2nd ed., Example 6.5, page 130; Exercises 6.9 and 6.10)
and the mazes of chapter 8, two of which change while the agent learns (Examples 8.2 and 8.3, page 166 f.).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from tabular.environments.sutton_barto.drawn_map import cells_with, read_map, require
from tabular.environments.sutton_barto.grid_picture import draw_grid
from tabular.environments.sutton_barto.grid_transitions import ACTION_NAMES, GridRules, transitions_of, unreached_starts
from tabular.environments.sutton_barto.table_environment import TableEnv

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

START, GOAL, FREE, WALL, CLIFF = "S", "G", ".", "#", "C"

CHARACTERS = {START: "(a start)", GOAL: "(a goal)", FREE: "(free)", WALL: "(a wall)", CLIFF: "(a cliff)"}
"""What a map is drawn with."""

EXAMPLE = (
    "S..#G",
    "...#.",
    ".C...",
)

SHOWN_AS = str.maketrans({FREE: "F", WALL: "X", CLIFF: "X"})
"""How `environment.json` and the pictures write these."""

NUMBERS_OF_MOVES = (4, 8, 9)


class GridWorldEnv(TableEnv):
    """A cell of the map is a state, numbered row by row from the top left; walls have numbers too.

    A step is the move and the wind of the column together, cut off at the map's edge. It goes sideways first,
    diagonally if it also goes up or down, and ends before a wall. Only the cell where it ends counts as a goal or a
    cliff.

    Where the map changes, the steps are counted over all episodes, from the last reset with a seed. Everything that
    isn't played in shows the map as it is in the end: the table of transitions `P`, pictures, `map_letters`.

    Attributes:
        nrow: rows of the map.
        ncol: columns of the map.
        action_names: the names of the actions.
        map_letters: a text for each row of the map, with the letters of `environment.json`.
        earlier: the table of transitions before the map changes.
        change_at_step: number of steps after which it changes; 0: it never does, or has.
        steps: number of steps since the last reset with a seed.
    """

    def __init__(
        self,
        map: Sequence[str] | str = EXAMPLE,  # noqa: A002 (what users call it)
        *,
        moves: int = 4,
        wind: Sequence[int] | None = None,
        stochastic_wind: bool = False,
        slip: float = 0.0,
        step_reward: float = -1.0,
        goal_reward: float | None = None,
        cliff_reward: float = -100.0,
        refine: int = 1,
        later_map: Sequence[str] | str | None = None,
        change_at_step: int | None = None,
        render_mode: str | None = None,
    ) -> None:
        """Read the map, and make its table of transitions.

        Args:
            map: a text for each row: `S` a start, of which one is drawn for each episode; `G` a goal, where episodes
                end; `.` free; `#` a wall; `C` a cliff, from which the agent is put back to a start.
            moves: 4: up, right, down, left; 8: those of a king in chess; 9: to stay as well.
            wind: how many cells the wind of each column carries the agent upwards; None: there is none.
            stochastic_wind: where there is wind, it is one weaker or stronger in a third of steps each.
            slip: probability that the next move to the left or to the right of the chosen one is made, each in half of
                those cases.
            step_reward: of each step.
            goal_reward: instead, of the step to a goal; None: as of any other.
            cliff_reward: instead, of the step to a cliff.
            refine: so many cells each way take the place of each cell; a start becomes the upper left one of them.
            later_map: what the map changes to: other walls and cliffs.
            change_at_step: number of steps, of all episodes together, after which it changes.
            render_mode: `rgb_array` for pictures.

        Raises:
            ValueError: an argument can't be; the message says what is allowed.
        """
        last_reward = step_reward if goal_reward is None else goal_reward
        rewards = {"step_reward": step_reward, "goal_reward": last_reward, "cliff_reward": cliff_reward}
        _check_numbers(moves, slip, refine, rewards)
        rows = _refined(_read("map", map), refine)
        rules = GridRules(
            moves=moves,
            wind=_wind(wind, len(rows[0]), refine),
            stochastic_wind=_truth("stochastic_wind", stochastic_wind),
            slip=float(slip),
            step_reward=float(step_reward),
            goal_reward=float(last_reward),
            cliff_reward=float(cliff_reward),
        )
        last = rows
        self.change_at_step = 0
        if later_map is not None or change_at_step is not None:
            last = _refined(_read("later_map", later_map), refine)
            _check_change(rows, last, change_at_step)
            self.change_at_step = int(change_at_step or 0)
        starts = cells_with(rows, START)
        self.rules = rules
        self.nrow, self.ncol = len(rows), len(rows[0])
        self.action_names = ACTION_NAMES[:moves]
        self.map_letters = [row.translate(SHOWN_AS) for row in last]
        self.rows_before, self.rows = rows, last
        self.steps = 0
        probabilities = [0.0] * (self.nrow * self.ncol)
        for row, column in starts:
            probabilities[row * self.ncol + column] = 1 / len(starts)
        super().__init__(transitions_of(last, rules), probabilities, render_mode)
        self.earlier = transitions_of(rows, rules) if self.change_at_step else self.P
        for name, drawn, table in (("map", rows, self.earlier), ("later_map", last, self.P)):
            _check_ways(name, drawn, table)

    def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None) -> tuple[int, dict[str, Any]]:
        """Start an episode; with a seed, the steps are counted from 0 again."""
        if seed is not None:
            self.steps = 0
        return super().reset(seed=seed, options=options)

    def step(self, action: int) -> tuple[int, float, bool, bool, dict[str, Any]]:
        """Move, on the map as it is at this step."""
        table = self.P if self.has_changed() else self.earlier
        self.steps += 1
        return self.step_by(table, action)

    def has_changed(self) -> bool:
        """Tell whether the next step is on the map as it is in the end."""
        return self.steps >= self.change_at_step

    def finish_changes(self) -> None:
        """Be from now on as it is in the end, as what was learned is evaluated."""
        self.change_at_step = 0

    def render(self) -> NDArray[np.uint8]:
        """Return a picture of the map, with the agent and the wind."""
        rows = self.rows if self.has_changed() else self.rows_before
        return draw_grid(rows, divmod(self.state, self.ncol), self.rules.wind)


def _read(name: str, given: object) -> tuple[str, ...]:
    """Return the rows of a map with a start and a goal."""
    rows = read_map(name, given, CHARACTERS)
    require(name, rows, START, "start")
    require(name, rows, GOAL, "goal")
    return rows


def _refined(rows: tuple[str, ...], refine: int) -> tuple[str, ...]:
    """Put several cells in the place of each."""
    fine: list[str] = []
    for row in rows:
        wide = "".join(one * refine if one != START else START + FREE * (refine - 1) for one in row)
        fine += [wide, *[wide.replace(START, FREE)] * (refine - 1)]
    return tuple(fine)


def _wind(given: Sequence[int] | None, columns: int, refine: int) -> tuple[int, ...]:
    """Return the wind of each column."""
    if given is None:
        return (0,) * columns
    whole = isinstance(given, list | tuple) and all(type(one) is int for one in given)
    if not whole or len(given) != columns // refine:
        raise ValueError(
            f"wind: {given!r} is not allowed; allowed: {columns // refine} whole numbers, one for each column"
        )
    if refine > 1 and any(given):
        raise ValueError(f"refine: {refine} is not allowed; allowed: 1 where there is wind")
    return tuple(given) if refine == 1 else (0,) * columns


def _truth(name: str, given: object) -> bool:
    if not isinstance(given, bool):
        raise ValueError(f"{name}: {given!r} is not allowed; allowed: true or false")  # noqa: TRY004 (as all others)
    return given


def _check_numbers(moves: object, slip: object, refine: object, rewards: Mapping[str, object]) -> None:
    if moves not in NUMBERS_OF_MOVES or isinstance(moves, float):
        raise ValueError(
            f"moves: {moves!r} is not allowed; allowed: 4 (up, right, down, left), 8 (a king's) or 9 (to stay too)"
        )
    if not _is_number(slip) or not 0 <= slip <= 1:  # type: ignore[operator]
        raise ValueError(f"slip: {slip!r} is not allowed; allowed: a number from 0 to 1")
    if type(refine) is not int or refine < 1:
        raise ValueError(f"refine: {refine!r} is not allowed; allowed: a whole number, at least 1")
    for name, reward in rewards.items():
        if not _is_number(reward):
            raise ValueError(f"{name}: {reward!r} is not allowed; allowed: a finite number")


def _is_number(given: object) -> bool:
    return isinstance(given, int | float) and not isinstance(given, bool) and math.isfinite(given)


def _check_change(rows: tuple[str, ...], last: tuple[str, ...], change_at_step: object) -> None:
    """Make sure that a map can change to another one."""
    if type(change_at_step) is not int or change_at_step < 1:
        raise ValueError(
            f"change_at_step: {change_at_step!r} is not allowed; allowed, with a later_map: a whole number, at least 1"
        )
    if (len(last), len(last[0])) != (len(rows), len(rows[0])):
        raise ValueError(
            f"later_map: {len(last)} rows of {len(last[0])} are not allowed; allowed, as in the map: {len(rows)} "
            f"rows of {len(rows[0])}"
        )
    for character, meaning in ((START, "starts"), (GOAL, "goals")):
        if cells_with(rows, character) != cells_with(last, character):
            raise ValueError(f"later_map: other {meaning} are not allowed; allowed: those of the map")


def _check_ways(name: str, rows: tuple[str, ...], table: dict[int, Any]) -> None:
    """Make sure that a goal can be reached from every start."""
    lost = unreached_starts(rows, table)
    if lost:
        row, column = lost[0]
        raise ValueError(
            f"{name}: no way leads from the start in row {row}, column {column} (counted from 0) to a goal; allowed: a "
            "map on which one leads from every start"
        )
