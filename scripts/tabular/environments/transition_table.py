"""Tables of transitions `P`, as Gymnasium's FrozenLake, CliffWalking and Taxi have them, and what makes one sound."""

from __future__ import annotations

import contextlib
import math
from typing import TYPE_CHECKING, Any, NoReturn

import numpy as np
from gymnasium import spaces

from tabular.environments.make import environment_name
from tabular.environments.observations import discrete_values
from tabular.environments.refusals import UnsuitableEnvironmentError
from tabular.environments.sutton_barto.table_environment import TableEnv

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tabular.environments.make import Environment

Transitions = list[tuple[float, int, float, bool]]
"""What may follow a state and an action: probability, next state, reward, whether the episode terminates."""

TOLERANCE = 2e-5
"""How far the sum of probabilities, which a user may have rounded to five digits, may lie from 1."""


class NoTransitionTableError(Exception):
    """An environment has no table that says what follows every state and action; the message says what is missing."""


def plays_by_its_table(kind: type[Any]) -> bool:
    """Tell whether a class has Gymnasium's own or `TableEnv`'s `step` and `reset`, which look all up in the table."""
    # Loading them takes 10 ms of each start of Snakemake, which only environments with a table are worth.
    from gymnasium.envs.toy_text import CliffWalkingEnv, FrozenLakeEnv  # noqa: PLC0415

    playing = (FrozenLakeEnv, CliffWalkingEnv, TableEnv)
    return any(kind.step is known.step and kind.reset is known.reset for known in playing)


def read_table(environment: Any, *, of_cells: bool = False) -> list[Transitions]:  # noqa: ANN401 (any class with a table)
    """Return an environment's transitions, of each state and each of its actions.

    Args:
        environment: the environment.
        of_cells: a state may also be several whole numbers, and is numbered in the table as the cell of an array (C
            order) that has their sizes.

    Raises:
        NoTransitionTableError: the table doesn't say what follows every state and action.
        UnsuitableEnvironmentError: it gives probabilities that are none, or rewards that aren't finite.
    """
    states, actions = _sizes(environment, of_cells=of_cells)
    table: list[Transitions] = []
    try:
        for state in range(states):
            table.extend(list(environment.P[state][action]) for action in range(actions))
    except (KeyError, IndexError, TypeError):
        raise NoTransitionTableError("its table P has no entry for some state and action") from None
    if not all(table):
        raise NoTransitionTableError("its table P has an empty entry for some state and action")
    next_states = [transition[1] for transitions in table for transition in transitions]
    if min(next_states) < 0 or max(next_states) >= states:
        raise NoTransitionTableError("its table P leads to a state that is none of its states")
    _require_sound(environment, table)
    return table


def check_table(environment: Environment) -> None:
    """Make sure that an environment which plays by a table of transitions has a sound one; others are left alone.

    Raises:
        UnsuitableEnvironmentError: the table gives probabilities that are none, or rewards that aren't finite.
    """
    inner = environment.unwrapped
    is_discrete = isinstance(
        inner.observation_space, spaces.Discrete
    )  # else, a table may be large, and isn't played by
    has_table = is_discrete and hasattr(inner, "P") and hasattr(inner, "initial_state_distrib")
    if has_table and plays_by_its_table(type(inner)):
        with contextlib.suppress(NoTransitionTableError):
            read_table(inner)


def _require_sound(environment: Any, table: list[Transitions]) -> None:  # noqa: ANN401 (any class with a table)
    """Look for what Gymnasium's `step` and `reset` would play without a word.

    Args:
        environment: the environment.
        table: its transitions, of each state and each of its actions.

    Raises:
        UnsuitableEnvironmentError: there is something.
    """
    starts = np.asarray(environment.initial_state_distrib, dtype=np.float64)
    if not _are_probabilities(starts):
        _refuse(environment, f"initial_state_distrib gives probabilities that sum to 1 (they sum to {starts.sum():g})")
    actions = len(table) // len(starts)
    for index, transitions in enumerate(table):
        place = f"P[{index // actions}][{index % actions}]"
        probabilities = np.array([transition[0] for transition in transitions], dtype=np.float64)
        if not _are_probabilities(probabilities):
            total = f"those of {place} are {', '.join(f'{one:g}' for one in probabilities)}"
            _refuse(environment, f"table P gives probabilities from 0 to 1 that sum to 1 ({total})")
        for transition in transitions:
            if not math.isfinite(transition[2]):
                _refuse(environment, f"table P gives finite rewards ({place} has {transition[2]})")


def _are_probabilities(numbers: NDArray[np.float64]) -> bool:
    return bool((numbers >= 0).all() and abs(numbers.sum() - 1.0) <= TOLERANCE)


def _refuse(environment: Environment, sound: str) -> NoReturn:
    raise UnsuitableEnvironmentError("id", environment_name(environment), f"an environment whose {sound}")


def _sizes(environment: Any, *, of_cells: bool) -> tuple[int, int]:  # noqa: ANN401 (any class with a table)
    """Return the numbers of states and of actions; both count from 0."""
    space, actions = environment.observation_space, environment.action_space
    values = discrete_values(space) if of_cells or isinstance(space, spaces.Discrete) else None
    if values is None or not isinstance(actions, spaces.Discrete):
        raise NoTransitionTableError("its states and actions are not both Discrete")
    if any(numbers.start != 0 for numbers in values) or actions.start != 0:
        raise NoTransitionTableError("its states or actions don't count from 0")
    states = math.prod(len(numbers) for numbers in values)
    if len(environment.initial_state_distrib) != states:
        raise NoTransitionTableError("its initial_state_distrib doesn't have a probability for each state")
    return states, int(actions.n)
