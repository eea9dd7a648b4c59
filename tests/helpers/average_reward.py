"""The access-control queuing task solved exactly, from its description in the book alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import binom

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


def transitions(servers: int, free_probability: float) -> NDArray[np.float64]:
    """Return the probability of each number of free servers after a step, by how many are busy when it ends."""
    after = np.zeros((servers + 1, servers + 1))
    for busy in range(servers + 1):
        for freed in range(busy + 1):
            after[busy, servers - busy + freed] = binom.pmf(freed, busy, free_probability)
    return after


def optimal_average_reward(servers: int, free_probability: float, payments: Sequence[float]) -> float:
    """Return the largest average reward a step, by relative value iteration over the numbers of free servers."""
    after, worth = transitions(servers, free_probability), np.array(payments)
    value, average = np.zeros(servers + 1), 0.0
    for _ in range(100_000):
        rejected = np.array([after[servers - free] @ value for free in range(servers + 1)])
        best = rejected[:, np.newaxis].repeat(len(worth), axis=1)
        for free in range(1, servers + 1):
            accepted = after[servers - free + 1] @ value
            best[free] = np.maximum(best[free], worth + accepted)
        new = best.mean(axis=1)
        step = new - value
        average, value = float(step.mean()), new - new[0]
        if step.max() - step.min() < 1e-12:
            break
    return average


def average_reward_of(
    accepts: NDArray[np.bool_], servers: int, free_probability: float, payments: Sequence[float]
) -> float:
    """Return the average reward a step of a policy, from its stationary distribution.

    Args:
        accepts: whether a customer is accepted, shape (servers + 1, priorities).
        servers: their number.
        free_probability: with which a busy server becomes free in a step.
        payments: by priority.
    """
    after, priorities = transitions(servers, free_probability), len(payments)
    chain, reward = np.zeros((servers + 1, servers + 1)), np.zeros(servers + 1)
    for free in range(servers + 1):
        for priority, payment in enumerate(payments):
            accepted = bool(accepts[free, priority]) and free > 0
            chain[free] += after[servers - free + accepted] / priorities
            reward[free] += payment * accepted / priorities
    equations = np.vstack([chain.T - np.eye(servers + 1), np.ones(servers + 1)])
    stationary, *_ = np.linalg.lstsq(equations, np.append(np.zeros(servers + 1), 1.0), rcond=None)
    return float(stationary @ reward)
