"""An environment as a finite Markov decision process: every transition, with its probability."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tabular.errors import UserError

if TYPE_CHECKING:
    from numpy.typing import NDArray


class NoExactSolutionError(UserError):
    """An environment can't be solved exactly.

    Attributes:
        environment_id: its Gymnasium id.
        reason: why, as the end of a sentence.
    """

    def __init__(self, environment_id: str, reason: str) -> None:
        """Say why not."""
        super().__init__(f"{environment_id} can't be solved exactly: {reason}")
        self.environment_id = environment_id
        self.reason = reason


@dataclass(frozen=True)
class Transitions:
    """What may follow the states and actions of an environment; one entry a possible next state.

    Attributes:
        pair: state · actions + action, shape (transitions,).
        next_state: shape (transitions,).
        probability: that the episode goes on in this state, shape (transitions,). What is missing to 1 over all
            transitions of a pair is the probability that the episode terminates.
    """

    pair: NDArray[np.int64]
    next_state: NDArray[np.int64]
    probability: NDArray[np.float64]


@dataclass(frozen=True)
class Model:
    """A finite Markov decision process, and the table that an agent learns for it.

    Attributes:
        start: probability of each state to start in, shape (states,).
        transitions: what may follow.
        reward: expected reward of each action, shape (states, actions).
        available: which actions are available, the same shape; at least one in each state.
        table_shape: of the agent's table, cells + (actions,).
        cell: where each state is in the table, as the flat (C order) index of its cell, shape (states,). Several states
            may share a cell, which the agent can't tell apart.
        steps: after which an episode is truncated.
    """

    start: NDArray[np.float64]
    transitions: Transitions
    reward: NDArray[np.float64]
    available: NDArray[np.bool_]
    table_shape: tuple[int, ...]
    cell: NDArray[np.int64]
    steps: int

    @property
    def states(self) -> int:
        """The number of states."""
        return len(self.start)

    @property
    def actions(self) -> int:
        """The number of actions."""
        return int(self.reward.shape[1])

    @property
    def cells(self) -> int:
        """The number of cells of the table."""
        return math.prod(self.table_shape[:-1])


def available_or_all(available: NDArray[np.bool_], states: int, actions: int) -> NDArray[np.bool_]:
    """Return which actions are available, shape (states, actions), as a model has it.

    Args:
        available: as `available_actions` gives it: shape (states, actions), or (0, actions) where all are everywhere. A
            state without any action is one in which an episode can only end.
        states: their number.
        actions: their number.
    """
    if len(available) == 0:
        return np.ones((states, actions), dtype=np.bool_)
    return available | ~available.any(axis=1, keepdims=True)
