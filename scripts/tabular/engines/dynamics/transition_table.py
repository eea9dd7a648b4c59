"""Environments that are given by a table of transitions: FrozenLake, CliffWalking, Taxi, and any of their kind.

Restated from Gymnasium 1.4.0: `step` and `reset` in gymnasium/envs/toy_text/frozen_lake.py, cliffwalking.py and
taxi.py, which agree, and `categorical_sample` in gymnasium/envs/toy_text/utils.py. The table itself, `P`, is the
instance's own, so that whatever its constructor made of it is honoured.
"""

from __future__ import annotations

import contextlib
import math
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

import numpy as np
from gymnasium import spaces

from tabular.engines.dynamics.functional import NotRestatedError, Restatement, require_unchanged
from tabular.environments.make import UnsuitableEnvironmentError, environment_name

if TYPE_CHECKING:
    import gymnasium
    from numpy.typing import NDArray

    from tabular.environments.make import Environment

Transitions = list[tuple[float, int, float, bool]]
"""What may follow a state and an action: probability, next state, reward, whether the episode terminates."""


TOLERANCE = 2e-5
"""How far the sum of probabilities, which a user may have rounded to five digits, may lie from 1."""


class World(NamedTuple):
    """The table, with the transitions of all states and actions one after the other.

    Attributes:
        rng: the environment's random numbers.
        start: cumulative probability of the states to start in, shape (states,).
        first: where the transitions of a state and an action begin, shape (states, actions).
        stop: where they end, shape (states, actions).
        cumulative: cumulative probability, within one state and action, shape (transitions,).
        next_state: shape (transitions,).
        reward: shape (transitions,).
        terminated: shape (transitions,).
    """

    rng: np.random.Generator
    start: NDArray[np.float64]
    first: NDArray[np.int64]
    stop: NDArray[np.int64]
    cumulative: NDArray[np.float64]
    next_state: NDArray[np.int64]
    reward: NDArray[np.float64]
    terminated: NDArray[np.bool_]


def restate(environment: gymnasium.Env[Any, Any], rng: np.random.Generator) -> Restatement:
    """Take over an environment's table of transitions.

    Raises:
        NotRestatedError: its `step` or `reset` aren't those of Gymnasium's, or its table is not complete.
    """
    require_unchanged(environment, {})
    if not _plays_by_its_table(type(environment)):
        raise NotRestatedError(
            "its step and reset are its own; those of FrozenLakeEnv or CliffWalkingEnv, inherited, would be compiled"
        )
    return Restatement(reset, step, observe, world(environment, rng))


def world(environment: Any, rng: np.random.Generator) -> World:  # noqa: ANN401 (any class with a table)
    """Write an environment's table of transitions in arrays.

    Raises:
        NotRestatedError: the table doesn't say what follows every state and action.
        UnsuitableEnvironmentError: it gives probabilities that are none, or rewards that aren't finite.
    """
    states, actions = _sizes(environment)
    table: list[Transitions] = []
    try:
        for state in range(states):
            table.extend(list(environment.P[state][action]) for action in range(actions))
    except (KeyError, IndexError, TypeError):
        raise NotRestatedError("its table P has no entry for some state and action") from None
    lengths = np.array([len(transitions) for transitions in table], dtype=np.int64)
    if lengths.min() == 0:
        raise NotRestatedError("its table P has an empty entry for some state and action")
    stop = lengths.cumsum()
    flat = [transition for transitions in table for transition in transitions]
    next_state = np.array([transition[1] for transition in flat], dtype=np.int64)
    if next_state.min() < 0 or next_state.max() >= states:
        raise NotRestatedError("its table P leads to a state that is none of its states")
    _require_sound(environment, table)
    return World(
        rng=rng,
        start=np.cumsum(np.asarray(environment.initial_state_distrib, dtype=np.float64)),
        first=(stop - lengths).reshape(states, actions),
        stop=stop.reshape(states, actions),
        cumulative=np.concatenate(
            [np.cumsum([transition[0] for transition in transitions], dtype=np.float64) for transitions in table]
        ),
        next_state=next_state,
        reward=np.array([transition[2] for transition in flat], dtype=np.float64),
        terminated=np.array([transition[3] for transition in flat], dtype=np.bool_),
    )


def check_table(environment: Environment) -> None:
    """Make sure that an environment which plays by a table of transitions has a sound one; others are left alone.

    Raises:
        UnsuitableEnvironmentError: the table gives probabilities that are none, or rewards that aren't finite.
    """
    inner = environment.unwrapped
    has_table = hasattr(inner, "P") and hasattr(inner, "initial_state_distrib")
    if has_table and _plays_by_its_table(type(inner)):
        with contextlib.suppress(NotRestatedError):
            world(inner, np.random.default_rng(0))


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


def reset(world: World) -> int:
    """Draw the state to start in."""
    return sample(world.start, 0, world.start.shape[0], world.rng.random())


def step(world: World, state: int, action: int) -> tuple[int, float, bool, bool]:
    """Draw one of the transitions of a state and an action."""
    first = world.first[state, action]
    transition = first + sample(world.cumulative, first, world.stop[state, action], world.rng.random())
    return world.next_state[transition], world.reward[transition], world.terminated[transition], False


def observe(state: int) -> tuple[int]:
    """Show the state."""
    return (state,)


def sample(cumulative: NDArray[np.float64], first: int, stop: int, drawn: float) -> int:
    """Return which of the entries `first` … `stop - 1` is the first above what was drawn from [0, 1).

    Counted from `first`; 0 as well when rounding left the last one below 1, and the number drawn lies above it.
    """
    for index in range(first, stop):
        if cumulative[index] > drawn:
            return index - first
    return 0


def _plays_by_its_table(kind: type[Any]) -> bool:
    """Tell whether a class has Gymnasium's own `step` and `reset`, which look everything up in the table."""
    # Loading them takes 10 ms of each start of Snakemake, which only environments with a table are worth.
    from gymnasium.envs.toy_text import CliffWalkingEnv, FrozenLakeEnv  # noqa: PLC0415

    return any(kind.step is known.step and kind.reset is known.reset for known in (FrozenLakeEnv, CliffWalkingEnv))


def _sizes(environment: Any) -> tuple[int, int]:  # noqa: ANN401 (any class with a table)
    """Return the numbers of states and of actions; both count from 0."""
    states, actions = environment.observation_space, environment.action_space
    if not isinstance(states, spaces.Discrete) or not isinstance(actions, spaces.Discrete):
        raise NotRestatedError("its states and actions are not both Discrete")
    if states.start != 0 or actions.start != 0:
        raise NotRestatedError("its states or actions don't count from 0")
    if len(environment.initial_state_distrib) != states.n:
        raise NotRestatedError("its initial_state_distrib doesn't have a probability for each state")
    return int(states.n), int(actions.n)
