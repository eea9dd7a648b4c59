"""Environments that are given by a table of transitions: FrozenLake, CliffWalking, Taxi, and any of their kind.

After Gymnasium 1.4.0: `step` and `reset` in gymnasium/envs/toy_text/frozen_lake.py, cliffwalking.py and
taxi.py, which agree, and `categorical_sample` in gymnasium/envs/toy_text/utils.py. The table itself, `P`, is the
instance's own, so that whatever its constructor made of it is honoured.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from tabular.engines.dynamics.functional import FunctionalEnvironment, NoDynamicsError, require_unchanged
from tabular.environments.transition_table import NoTransitionTableError, plays_by_its_table, read_table

if TYPE_CHECKING:
    import gymnasium
    from numpy.typing import NDArray


class Env(NamedTuple):
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


def functional_environment(environment: gymnasium.Env[Any, Any], rng: np.random.Generator) -> FunctionalEnvironment:
    """Take over an environment's table of transitions.

    Raises:
        NoDynamicsError: its `step` or `reset` aren't those of Gymnasium's, or its table is not complete.
    """
    require_unchanged(environment, {})
    if not plays_by_its_table(type(environment)):
        raise NoDynamicsError(
            "its step and reset are its own; those of FrozenLakeEnv or CliffWalkingEnv, inherited, would be compiled"
        )
    return FunctionalEnvironment(reset, step, observe, make_env(environment, rng))


def make_env(environment: Any, rng: np.random.Generator) -> Env:  # noqa: ANN401 (any class with a table)
    """Write an environment's table of transitions in arrays.

    Raises:
        NoDynamicsError: the table doesn't say what follows every state and action.
        UnsuitableEnvironmentError: it gives probabilities that are none, or rewards that aren't finite.
    """
    try:
        table = read_table(environment)
    except NoTransitionTableError as error:
        raise NoDynamicsError(str(error)) from None
    states, actions = len(environment.initial_state_distrib), environment.action_space.n
    lengths = np.array([len(transitions) for transitions in table], dtype=np.int64)
    stop = lengths.cumsum()
    flat = [transition for transitions in table for transition in transitions]
    return Env(
        rng=rng,
        start=np.cumsum(np.asarray(environment.initial_state_distrib, dtype=np.float64)),
        first=(stop - lengths).reshape(states, actions),
        stop=stop.reshape(states, actions),
        cumulative=np.concatenate(
            [np.cumsum([transition[0] for transition in transitions], dtype=np.float64) for transitions in table]
        ),
        next_state=np.array([transition[1] for transition in flat], dtype=np.int64),
        reward=np.array([transition[2] for transition in flat], dtype=np.float64),
        terminated=np.array([transition[3] for transition in flat], dtype=np.bool_),
    )


def reset(env: Env) -> int:
    """Draw the state to start in."""
    return sample(env.start, 0, env.start.shape[0], env.rng.random())


def step(env: Env, state: int, action: int) -> tuple[int, float, bool, bool]:
    """Draw one of the transitions of a state and an action."""
    first = env.first[state, action]
    transition = first + sample(env.cumulative, first, env.stop[state, action], env.rng.random())
    return env.next_state[transition], env.reward[transition], env.terminated[transition], False


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
