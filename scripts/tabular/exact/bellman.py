"""Bellman's equations of a model: one step ahead, and the values of a policy (Sutton & Barto, 2nd ed., chapter 4)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse
from scipy.sparse.linalg import splu

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tabular.exact.model import Model


CERTAIN = 1e-12
"""An episode that terminates with no more than this probability doesn't: it is what rounding leaves."""


@dataclass(frozen=True)
class Bellman:
    """A model as matrices."""

    model: Model

    @cached_property
    def onward(self) -> Any:  # noqa: ANN401 (SciPy's sparse matrices)
        """The probability that an episode goes on in each state, shape (states · actions, states)."""
        transitions, states = self.model.transitions, self.model.states
        shape = (states * self.model.actions, states)
        return sparse.csr_array((transitions.probability, (transitions.pair, transitions.next_state)), shape=shape)

    def action_values(self, values: NDArray[np.float64], discount: float) -> NDArray[np.float64]:
        """Return the value of each action where those of the next states are known.

        Args:
            values: of the states, shape (states,).
            discount: from 0 to 1.

        Returns:
            Shape (states, actions); −∞ for actions that are not available.
        """
        ahead = self.model.reward + discount * (self.onward @ values).reshape(self.model.reward.shape)
        return np.where(self.model.available, ahead, -np.inf)

    def of_policy(self, policy: NDArray[np.intp]) -> tuple[Any, NDArray[np.float64]]:
        """Return where a policy leads, shape (states, states), and its expected rewards, shape (states,)."""
        states = np.arange(self.model.states)
        return self.onward[states * self.model.actions + policy], self.model.reward[states, policy]

    def values_of_policy(self, policy: NDArray[np.intp], discount: float) -> NDArray[np.float64]:
        """Return the values of a policy without a time limit, shape (states,).

        Args:
            policy: the action in each state, shape (states,).
            discount: from 0 to 1, exclusive.
        """
        onward, reward = self.of_policy(policy)
        return solve(onward, reward, discount)

    def return_within(self, policy: NDArray[np.intp], steps: int) -> float:
        """Return the expected undiscounted return of a policy from the starts, in episodes of so many steps at most."""
        onward, reward = self.of_policy(policy)
        values = np.zeros(self.model.states)
        for _ in range(steps):
            before, values = values, reward + onward @ values
            if np.array_equal(before, values):
                break
        return float(self.model.start @ values)

    def best_return_within(self, steps: int) -> float:
        """Return the best expected undiscounted return from the starts, of any policy, even one that counts its steps.

        Args:
            steps: after which an episode is truncated.
        """
        values = np.zeros(self.model.states)
        for _ in range(steps):
            before, values = values, self.action_values(values, 1.0).max(axis=1)
            if np.array_equal(before, values):
                break
        return float(self.model.start @ values)


def solve(onward: Any, reward: NDArray[np.float64], discount: float) -> NDArray[np.float64]:  # noqa: ANN401 (as above)
    """Return the values that a reward and the discounted value of the next state make up, shape (states,).

    Args:
        onward: where each state leads, shape (states, states).
        reward: of each state, shape (states,).
        discount: from 0 to 1; below 1, or no state leads on for ever.
    """
    system = sparse.csc_array(sparse.eye_array(len(reward)) - discount * onward)
    factors = splu(system)
    values: NDArray[np.float64] = factors.solve(reward)
    # Once more for what rounding left of the rewards.
    return values + factors.solve(reward - system @ values)
