"""The best possible return of an episode, and the best that is found without looking at the clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tabular.exact.bellman import Bellman
from tabular.exact.optimal_values import best_policy, of_cells, reward_scale

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from tabular.exact.model import Model

DISCOUNTS = (1.0, 0.9999, 0.999, 0.998, 0.995, 0.99, 0.98, 0.95, 0.9, 0.8)
"""By which policies hurry more and more: before a time limit, haste may pay."""

EQUAL = 1e-9
"""Returns that differ by no more than this share are the same but for rounding."""

MOST_TRIED_WORK = 500_000_000
"""Steps times numbers that one step takes, of all policies that are tried with single other actions: some seconds."""

WORK_OF_CALLS = 5_000
"""Numbers that could be added up in the time in which Python begins to."""

MOST_REMEMBERED = 50_000_000
"""Steps times values that the search for such actions keeps in memory."""


def best_returns(model: Model) -> tuple[float, float]:
    """Return the best expected undiscounted return of an episode from the starts, and the best found without a clock.

    The first is that of any policy, even one that counts its steps: the time limit ends its episodes too. The second is
    that of the best policy found which does the same in a cell of the table at any time, as that of a table does. No
    more than the first is possible; where it is the same, it is proven to be the best of its kind too.

    Raises:
        NoExactSolutionError: policy iteration doesn't end.
    """
    bellman = Bellman(model)
    best = bellman.best_return_within(model.steps)
    tolerance = EQUAL * max(reward_scale(model), abs(best))
    found, policy, optimal = -np.inf, None, None
    for discount in DISCOUNTS:
        optimal = best_policy(bellman, discount, optimal)
        candidate = _alike_in_cells(bellman, optimal, discount)
        value = bellman.return_within(candidate, model.steps)
        if value > found:
            found, policy = value, candidate
        if best - found <= tolerance:
            return best, best
    assert policy is not None  # noqa: S101 (there are discounts)
    return best, _with_other_actions(bellman, policy, found)


def _alike_in_cells(bellman: Bellman, policy: NDArray[np.intp], discount: float) -> NDArray[np.intp]:
    """Return a policy that does in all states of a cell what is best by the values of the cell."""
    model = bellman.model
    if np.array_equal(model.cell, np.arange(model.cells)):
        return policy
    values = bellman.values_of_policy(policy, min(discount, DISCOUNTS[1]))
    chosen: NDArray[np.intp] = of_cells(bellman, bellman.action_values(values, discount)).argmax(axis=1)[model.cell]
    return chosen


def _with_other_actions(bellman: Bellman, policy: NDArray[np.intp], found: float) -> float:
    """Return the best return that is found by changing one action of a policy after the other.

    Args:
        bellman: the model; each state has a cell of its own.
        policy: to begin with.
        found: its return.
    """
    model = bellman.model
    work = model.steps * (len(model.transitions.pair) // model.actions + model.states + WORK_OF_CALLS)
    tries = MOST_TRIED_WORK // work
    if model.steps * model.reward.size > MOST_REMEMBERED or not np.array_equal(model.cell, np.arange(model.cells)):
        return found
    while tries > 0:
        for state, action in _promising(bellman, policy):
            tries -= 1
            other = policy.copy()
            other[state] = action
            value = bellman.return_within(other, model.steps)
            if value > found + EQUAL * reward_scale(model):
                policy, found = other, value
                break
            if tries == 0:
                return found
        else:
            return found
    return found


def _promising(bellman: Bellman, policy: NDArray[np.intp]) -> Iterator[tuple[int, int]]:
    """Yield states and actions, those first whose rare use instead of the policy's would gain most.

    The gain of an action taken once in so many visits is its advantage, over all steps of an episode. Taking it always
    changes which states are visited, and so may gain more or less, or lose.
    """
    model = bellman.model
    onward, reward = bellman.of_policy(policy)
    to_go = [np.zeros(model.states)]
    for _ in range(model.steps):
        to_go.append(reward + onward @ to_go[-1])
    gain = np.zeros_like(model.reward)
    reached = model.start
    for left in range(model.steps, 0, -1):
        ahead = bellman.action_values(to_go[left - 1], 1.0)
        visited = reached > 0
        gain[visited] += reached[visited, np.newaxis] * (ahead - to_go[left][:, np.newaxis])[visited]
        reached = onward.T @ reached
    gain[np.arange(model.states), policy] = 0.0  # and not what rounding left
    order = np.argsort(-gain, axis=None, kind="stable")
    for pair in order[: np.count_nonzero(gain > 0)]:
        yield divmod(int(pair), model.actions)
