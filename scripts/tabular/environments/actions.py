"""The actions of an environment: how many there are, in each state, and from which number it counts them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import gymnasium
import numpy as np

from tabular.environments.make import environment_name
from tabular.environments.refusals import UnsuitableEnvironmentError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tabular.environments.make import Environment


def action_count(environment: Environment) -> int:
    """Return the number of actions."""
    return int(_actions(environment).n)


def action_counts(environment: Environment) -> NDArray[np.int64]:
    """Return how many actions are available in each state, shape (states,); empty where all are in every state.

    Where the number differs from state to state, the environment has an attribute `action_counts`, one number a state.
    The actions that are not available are the last ones, and behaviour policies don't choose them.

    Raises:
        UnsuitableEnvironmentError: the attribute doesn't have a number from 1 to all actions for each state.
    """
    counts = getattr(environment.unwrapped, "action_counts", None)
    if counts is None:
        return np.zeros(0, dtype=np.int64)
    states = environment.observation_space
    known = np.asarray(counts)
    sound = isinstance(states, gymnasium.spaces.Discrete) and known.shape == (int(states.n),)
    if not sound or known.dtype.kind not in "iu" or known.min() < 1 or known.max() > action_count(environment):
        allowed = "an environment whose action_counts has, for each of its discrete states, a number of its actions"
        raise UnsuitableEnvironmentError("id", environment_name(environment), allowed)
    return known.astype(np.int64)


def first_action(environment: Environment) -> int:
    """Return the number from which the environment counts its actions; tables count from 0."""
    return int(_actions(environment).start)


def _actions(environment: Environment) -> gymnasium.spaces.Discrete:
    """Return the action space; every environment made here has a discrete one."""
    space = environment.action_space
    if not isinstance(space, gymnasium.spaces.Discrete):
        raise TypeError(f"actions are not discrete: {space}")
    return space
