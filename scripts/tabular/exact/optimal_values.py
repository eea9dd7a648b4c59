"""Optimal action values without a time limit, by policy iteration (Sutton & Barto, 2nd ed., section 4.3).

Each policy is evaluated by solving its linear equations, so that the values are exact but for rounding.

With discount 1, policies that differ in when they arrive may have the same values, and a greedy policy of such values
may never arrive. So the policy is found with a discount so close to 1 that of equally good ways the shorter one is
better, and its values are then those of discount 1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import breadth_first_order

from tabular.exact.bellman import CERTAIN, Bellman, solve
from tabular.exact.model import NoExactSolutionError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tabular.exact.model import Model

PATIENT = 1.0 - 1e-6
"""The discount in place of 1."""

STRICTLY = 1e-11
"""An action is better only if it is by more than this share of the values, which rounding alone doesn't make."""

MOST_SWEEPS = 1_000
"""Sweeps of value iteration, which find a good policy to begin with."""

SETTLED = 1e-9
"""Values that change by no more than this share in a sweep are good enough for that."""

MOST_POLICIES = 1_000
"""Policies after which something must be wrong: a handful is usual."""

GROWS = 1e-7
"""A mean reward a step above this share of the largest reward makes the return of an endless episode infinite."""

WALKED_STEPS = 10_000
"""Steps of acting at random by which states that share a cell are weighed."""


def optimal_action_values(model: Model, discount: float) -> NDArray[np.float64]:
    """Return the optimal action values, of the shape of the agent's table.

    Args:
        model: the environment.
        discount: from 0 to 1.

    Returns:
        −∞ for actions that are not available. With discount 1, also −∞ or ∞ where the return falls or grows without
        end. Where states share a cell, it has their mean, weighed by how often acting at random visits them; a cell
        that no state has is 0.

    Raises:
        NoExactSolutionError: policy iteration doesn't end.
    """
    bellman = Bellman(model)
    policy = best_policy(bellman, discount)
    if discount < 1:
        values = bellman.values_of_policy(policy, discount)
    else:
        policy, values = best_policy_without_discount(bellman, policy)
    return of_cells(bellman, bellman.action_values(values, discount)).reshape(model.table_shape)


def best_policy(bellman: Bellman, discount: float, first: NDArray[np.intp] | None = None) -> NDArray[np.intp]:
    """Return an optimal policy without a time limit; with discount 1, one that arrives as soon as it can.

    Args:
        bellman: the model.
        discount: from 0 to 1.
        first: a policy that may be nearly as good, to begin with; None: one is found.

    Returns:
        The action in each state, shape (states,).

    Raises:
        NoExactSolutionError: policy iteration doesn't end.
    """
    effective = min(discount, PATIENT)
    policy = _first_policy(bellman, effective) if first is None else first
    for _ in range(MOST_POLICIES):
        values = bellman.values_of_policy(policy, effective)
        better = improved(bellman, policy, bellman.action_values(values, effective))
        if better is None:
            return policy
        policy = better
    raise NoExactSolutionError("the environment", f"policy iteration didn't end after {MOST_POLICIES} policies")


def best_policy_without_discount(
    bellman: Bellman, policy: NDArray[np.intp]
) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """Return an optimal policy with discount 1 and its values, beginning with the patient one.

    Raises:
        NoExactSolutionError: policy iteration doesn't end.
    """
    for _ in range(MOST_POLICIES):
        values = undiscounted_values(bellman, policy)
        better = improved(bellman, policy, bellman.action_values(values, 1.0))
        if better is None:
            return policy, values
        policy = better
    raise NoExactSolutionError("the environment", f"policy iteration didn't end after {MOST_POLICIES} policies")


def improved(bellman: Bellman, policy: NDArray[np.intp], action_values: NDArray[np.float64]) -> NDArray[np.intp] | None:
    """Return the policy with the better action wherever there is one; None where there is none anywhere.

    A policy keeps its action among equals, so that one that arrives goes on to arrive.
    """
    states = np.arange(len(policy))
    present, best = action_values[states, policy], action_values.max(axis=1)
    size = np.maximum(reward_scale(bellman.model), np.where(np.isfinite(best), np.abs(best), 0.0))
    with np.errstate(invalid="ignore"):  # ∞ − ∞, which is no improvement
        is_better = best - present > STRICTLY * size
    return np.where(is_better, action_values.argmax(axis=1), policy) if is_better.any() else None


def undiscounted_values(bellman: Bellman, policy: NDArray[np.intp]) -> NDArray[np.float64]:
    """Return the values of a policy with discount 1, shape (states,).

    Where the policy never ends an episode, it is ∞ or −∞ if rewards add up without end, and 0 if there are none.
    """
    onward, reward = bellman.of_policy(policy)
    without_reward = ~leading_to(onward, reward != 0)
    may_end = np.asarray(onward.sum(axis=1)).ravel() < 1.0 - CERTAIN
    settles = leading_to(onward, may_end | without_reward)
    values = np.zeros(len(policy))
    if not settles.all():
        patient = bellman.values_of_policy(policy, PATIENT)
        mean_reward = (1.0 - PATIENT) * patient
        is_infinite = np.abs(mean_reward) > GROWS * reward_scale(bellman.model)
        values[~settles] = np.where(is_infinite, np.copysign(np.inf, mean_reward), patient)[~settles]
        for infinite in (np.inf, -np.inf):  # what may lead to both is −∞
            values[leading_to(onward, values == infinite)] = infinite
    sought = np.flatnonzero(settles & ~without_reward & np.isfinite(values))
    known = np.where(np.isfinite(values), values, 0.0)
    values[sought] = solve(onward[sought][:, sought], reward[sought] + (onward @ known)[sought], 1.0)
    return values


def leading_to(onward: Any, goals: NDArray[np.bool_]) -> NDArray[np.bool_]:  # noqa: ANN401 (SciPy's sparse matrices)
    """Tell for each state whether it leads to one of the goals, in any number of steps; shape (states,)."""
    states = len(goals)
    steps = onward.tocoo()
    # A place behind the last state, from which the goals are one step away; all steps are taken backwards.
    origins = np.concatenate([steps.coords[1], np.full(goals.sum(), states)])
    ends = np.concatenate([steps.coords[0], np.flatnonzero(goals)])
    graph = sparse.csr_array((np.ones(len(ends)), (origins, ends)), shape=(states + 1, states + 1))
    reached = np.zeros(states + 1, dtype=np.bool_)
    reached[breadth_first_order(graph, states, return_predecessors=False)] = True
    return reached[:states]


def of_cells(bellman: Bellman, action_values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the action values of cells, shape (cells, actions), from those of states."""
    model = bellman.model
    if np.array_equal(model.cell, np.arange(model.cells)):
        return action_values
    visits = _visits_at_random(bellman)
    total = np.bincount(model.cell, weights=visits, minlength=model.cells)[model.cell]
    states_of_cell = np.bincount(model.cell, minlength=model.cells)[model.cell]
    share = np.where(total > 0, visits / np.where(total > 0, total, 1.0), 1.0 / states_of_cell)
    found = np.zeros((model.cells, model.actions))
    np.add.at(found, model.cell, share[:, np.newaxis] * action_values)
    return found


def reward_scale(model: Model) -> float:
    """Return the size of the largest expected reward; 1 where all are 0."""
    return float(np.abs(model.reward[model.available]).max()) or 1.0


def _first_policy(bellman: Bellman, discount: float) -> NDArray[np.intp]:
    """Return the greedy policy after some sweeps of value iteration."""
    values = np.zeros(bellman.model.states)
    for _ in range(MOST_SWEEPS):
        action_values = bellman.action_values(values, discount)
        before, values = values, action_values.max(axis=1)
        if np.abs(values - before).max() <= SETTLED * np.abs(values).max():
            break
    policy: NDArray[np.intp] = action_values.argmax(axis=1)
    return policy


def _visits_at_random(bellman: Bellman) -> NDArray[np.float64]:
    """Return how often an episode of random actions is in each state, shape (states,)."""
    model = bellman.model
    chance = (model.available / model.available.sum(axis=1, keepdims=True)).ravel()
    reached, visits = model.start, np.zeros(model.states)
    for _ in range(WALKED_STEPS):
        visits += reached
        reached = bellman.onward.T @ (np.repeat(reached, model.actions) * chance)
        if reached.sum() < CERTAIN:
            break
    return visits
