"""The rules of `GridWorld-v0`, written out as a table of transitions."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tabular.environments.sutton_barto.table_environment import Table, Transitions

START, GOAL, WALL, CLIFF = "S", "G", "#", "C"

MOVES = ((-1, 0), (0, 1), (1, 0), (0, -1), (-1, 1), (1, 1), (1, -1), (-1, -1), (0, 0))
"""Rows down and columns to the right, by action."""

ACTION_NAMES = ("up", "right", "down", "left", "up-right", "down-right", "down-left", "up-left", "stay")

ALL_ROUND = {4: (0, 1, 2, 3), 8: (0, 4, 1, 5, 2, 6, 3, 7), 9: (0, 4, 1, 5, 2, 6, 3, 7)}
"""By the number of moves, the actions in the order in which they point, clockwise."""


class GridRules(NamedTuple):
    """How the agent moves, and what it earns.

    Attributes:
        moves: number of actions: 4, 8 or 9.
        wind: cells by which each column's wind carries the agent upwards, shape (columns,).
        stochastic_wind: where there is wind, it is one weaker or stronger in a third of steps each.
        slip: probability of one of the two moves beside the chosen one.
        step_reward: of a step.
        goal_reward: of a step to a goal.
        cliff_reward: of a step to a cliff.
    """

    moves: int
    wind: tuple[int, ...]
    stochastic_wind: bool
    slip: float
    step_reward: float
    goal_reward: float
    cliff_reward: float


def transitions_of(rows: tuple[str, ...], rules: GridRules) -> Table:
    """Return what follows every state and action.

    A goal, once reached, is never left. Walls and cliffs, which are never entered, can be left: the map may change
    where the agent stands.
    """
    columns = len(rows[0])
    table: Table = {}
    for state in range(len(rows) * columns):
        row, column = divmod(state, columns)
        if rows[row][column] == GOAL:
            table[state] = {action: [(1.0, state, 0.0, True)] for action in range(rules.moves)}
        else:
            table[state] = {action: _transitions(rows, row, column, action, rules) for action in range(rules.moves)}
    return table


def unreached_starts(rows: tuple[str, ...], table: Table) -> list[tuple[int, int]]:
    """Return row and column of the starts from which no goal can be reached."""
    before: dict[int, set[int]] = {}
    columns = len(rows[0])
    for state, actions in table.items():
        for transitions in actions.values():
            for _, following, _, _ in transitions:
                before.setdefault(following, set()).add(state)
    frontier = [state for state in table if rows[state // columns][state % columns] == GOAL]
    reaching = set(frontier)
    while frontier:
        for state in before.get(frontier.pop(), ()):
            if state not in reaching:
                reaching.add(state)
                frontier.append(state)
    places = [divmod(state, columns) for state in table if state not in reaching]
    return [(row, column) for row, column in places if rows[row][column] == START]


def _transitions(rows: tuple[str, ...], row: int, column: int, action: int, rules: GridRules) -> Transitions:
    """Return what follows an action in a cell, each outcome once."""
    columns = len(rows[0])
    starts = [place for place, one in enumerate("".join(rows)) if one == START]
    outcomes: dict[tuple[int, float, bool], float] = {}
    for move_probability, move in _moves(action, rules):
        for wind_probability, wind in _winds(rules.wind[column], stochastic=rules.stochastic_wind):
            probability = move_probability * wind_probability
            down, right = MOVES[move]
            end_row, end_column = _end(rows, row, column, (down - wind, right))
            letter = rows[end_row][end_column]
            if letter == CLIFF and (end_row, end_column) != (row, column):
                for start in starts:
                    outcome = (start, rules.cliff_reward, False)
                    outcomes[outcome] = outcomes.get(outcome, 0.0) + probability / len(starts)
            else:
                reward = rules.goal_reward if letter == GOAL else rules.step_reward
                outcome = (end_row * columns + end_column, reward, letter == GOAL)
                outcomes[outcome] = outcomes.get(outcome, 0.0) + probability
    return [(probability, *outcome) for outcome, probability in outcomes.items()]


def _moves(action: int, rules: GridRules) -> Iterator[tuple[float, int]]:
    """Yield the moves that an action may become, with their probabilities."""
    around = ALL_ROUND[rules.moves]
    if rules.slip == 0 or action not in around:
        yield 1.0, action
        return
    place = around.index(action)
    if rules.slip < 1:
        yield 1.0 - rules.slip, action
    yield rules.slip / 2, around[place - 1]
    yield rules.slip / 2, around[(place + 1) % len(around)]


def _winds(wind: int, *, stochastic: bool) -> Iterator[tuple[float, int]]:
    """Yield the winds that may blow in a column, with their probabilities."""
    if stochastic and wind != 0:
        for change in (0, 1, -1):
            yield 1 / 3, wind + change
    else:
        yield 1.0, wind


def _end(rows: tuple[str, ...], row: int, column: int, displacement: tuple[int, int]) -> tuple[int, int]:
    """Return where a step ends: at the edge of the map, before a wall, or where it leads."""
    down, right = displacement
    last_row = min(max(row + down, 0), len(rows) - 1)
    next_column = min(max(column + right, 0), len(rows[0]) - 1)
    while (row, column) != (last_row, next_column):
        next_row = row + (last_row > row) - (last_row < row)
        if rows[next_row][next_column] == WALL:
            break
        row, column = next_row, next_column
    return row, column
