"""The model of an environment that has a table of transitions `P`."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from tabular.environments.actions import action_count
from tabular.environments.available_actions import available_actions
from tabular.environments.make import environment_name
from tabular.environments.observations import discrete_values, flat_integers
from tabular.environments.transition_table import NoTransitionTableError, plays_by_its_table, read_table
from tabular.exact.model import Model, NoExactSolutionError, Transitions, available_or_all

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from tabular.environments.make import Environment
    from tabular.environments.settings import EnvironmentSettings
    from tabular.environments.transition_table import Transitions as TableEntry

MOST_PAIRS = 500_000
"""States times actions. A table `P` of so many takes about 300 MB in Python."""

ROUNDED = 1e-12
"""Sums of probabilities that are farther from 1 are meant as they are, and not only rounded by the computer."""

STEP_OF_TAXI = "gymnasium.envs.toy_text.taxi:TaxiEnv.step"
"""It does what the table says where the passenger isn't fickle."""

TRIED_STEPS = 2_000
"""Steps that an environment with a `step` of its own plays, to see whether it does what its table says."""

TRIED_EPISODE = 100
"""After so many of them, it is started again."""


def model_from_table(environment: Environment, settings: EnvironmentSettings, steps: int) -> Model:
    """Return the model that an environment's table of transitions describes.

    Args:
        environment: without the usual wrappers.
        settings: the environment's.
        steps: after which an episode is truncated.

    Raises:
        NoExactSolutionError: there is no such table, or it isn't all that happens, or it is too large.
        UnsuitableEnvironmentError: the table gives probabilities that are none, or rewards that aren't finite.
    """
    inner: Any = environment
    name = environment_name(environment)
    if not (hasattr(inner, "P") and hasattr(inner, "initial_state_distrib")):
        raise NoExactSolutionError(name, "it has no table of transitions P with an initial_state_distrib")
    if getattr(inner, "fickle_passenger", False):
        raise NoExactSolutionError(name, "its passenger may change the destination, which its table P doesn't have")
    pairs = len(inner.initial_state_distrib) * action_count(environment)
    if pairs > MOST_PAIRS:
        reason = f"it has {pairs:,} pairs of a state and an action, and no more than {MOST_PAIRS:,} are solved"
        raise NoExactSolutionError(name, reason)
    try:
        table = read_table(inner, of_cells=True)
    except NoTransitionTableError as error:
        raise NoExactSolutionError(name, str(error)) from None
    sizes = [len(numbers) for numbers in discrete_values(environment.observation_space) or ()]
    states, actions = math.prod(sizes), action_count(environment)
    available = available_or_all(available_actions(environment, settings), states, actions)
    step = type(inner).step
    if not plays_by_its_table(type(inner)) and f"{step.__module__}:{step.__qualname__}" != STEP_OF_TAXI:
        _require_played(environment, name, table, available, sizes)
    start = played_probabilities(
        np.asarray(inner.initial_state_distrib, dtype=np.float64), np.zeros(states, dtype=np.int64)
    )
    transitions, reward = _arrays(table)
    return Model(
        start=start,
        transitions=transitions,
        reward=reward.reshape(states, actions),
        available=available,
        table_shape=(*sizes, actions),
        cell=np.arange(states, dtype=np.int64),
        steps=steps,
    )


def _arrays(table: list[TableEntry]) -> tuple[Transitions, NDArray[np.float64]]:
    """Return the transitions after which an episode goes on, and the expected rewards, shape (pairs,)."""
    pair = np.repeat(np.arange(len(table)), [len(transitions) for transitions in table])
    flat = [transition for transitions in table for transition in transitions]
    probability = played_probabilities(np.array([one[0] for one in flat], dtype=np.float64), pair)
    rewards = np.array([one[2] for one in flat], dtype=np.float64)
    goes_on = ~np.array([bool(one[3]) for one in flat], dtype=np.bool_) & (probability > 0)
    next_state = np.array([one[1] for one in flat], dtype=np.int64)
    transitions = Transitions(pair[goes_on], next_state[goes_on], probability[goes_on])
    expected = np.bincount(pair, weights=probability * rewards, minlength=len(table)).astype(np.float64)
    return transitions, expected


def played_probabilities(given: NDArray[np.float64], pair: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return with which probabilities Gymnasium plays what a table has, where they don't sum to 1.

    Gymnasium takes the first entry whose cumulative probability is above a number from [0, 1), and the first of all
    where none is. So what is above 1 never happens, and what is missing is the first entry's.

    Args:
        given: the probabilities, shape (entries,).
        pair: what each of them follows, ascending, shape (entries,).
    """
    played = given.copy()
    totals = np.bincount(pair, weights=given)
    for wrong in np.flatnonzero(np.abs(totals - 1.0) > ROUNDED):
        entries = slice(*np.searchsorted(pair, [wrong, wrong + 1]))
        upto = np.minimum(np.cumsum(given[entries]), 1.0)
        played[entries] = np.diff(upto, prepend=0.0)
        played[entries.start] += 1.0 - upto[-1]
    return played


def _require_played(
    environment: Environment, name: str, table: list[TableEntry], available: NDArray[np.bool_], sizes: Sequence[int]
) -> None:
    """Play, and make sure that nothing happens which the table doesn't have.

    Raises:
        NoExactSolutionError: something does.
    """
    actions = available.shape[1]
    rng = np.random.default_rng(0)
    try:
        for episode in range(TRIED_STEPS // TRIED_EPISODE):
            state = number_of(environment.reset(seed=episode)[0], sizes)
            if not environment.unwrapped.initial_state_distrib[state] > 0:  # type: ignore[attr-defined]
                reason = f"it starts in state {state}, which its initial_state_distrib doesn't have"
                raise NoExactSolutionError(name, reason)
            for _ in range(TRIED_EPISODE):
                action = int(rng.choice(np.flatnonzero(available[state])))
                seen, reward, terminated, *_ = environment.step(action)
                following = number_of(seen, sizes)
                if not _has(table[state * actions + action], following, float(reward), terminated=bool(terminated)):
                    reason = (
                        f"its table P doesn't have what its step did: in state {state}, action {action} led to state "
                        f"{following} with reward {float(reward):g}{' and ended the episode' if terminated else ''}"
                    )
                    raise NoExactSolutionError(name, reason)
                state = following
                if terminated:
                    break
    except (ValueError, TypeError, IndexError) as error:
        raise NoExactSolutionError(name, f"playing it failed with {type(error).__name__}: {error}") from error


def number_of(observation: Any, sizes: Sequence[int]) -> int:  # noqa: ANN401 (whatever an environment gives)
    """Return the number of a state in the table.

    Args:
        observation: one whole number or several.
        sizes: how many values each of them has.

    Raises:
        ValueError: it has more or fewer numbers, or one outside these values.
    """
    return int(np.ravel_multi_index(tuple(flat_integers(observation)), tuple(sizes)))


def _has(transitions: TableEntry, following: int, reward: float, *, terminated: bool) -> bool:
    return any(
        probability > 0 and state == following and math.isclose(value, reward, rel_tol=1e-6) and bool(end) == terminated
        for probability, state, value, end in transitions
    )
