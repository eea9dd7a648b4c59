"""The access-control queuing task is the book's, and differential Sarsa solves it."""

from __future__ import annotations

from typing import Any

import gymnasium
import numpy as np
import pytest
import tabular.environments.own  # noqa: F401 (registers the environment)
from scipy.stats import binom
from tabular.environments.settings import EnvironmentSettings
from tabular.learning.schedules import Schedule
from tabular.learning.training import Training

from tests.helpers.agents import make_agent
from tests.helpers.average_reward import average_reward_of, optimal_average_reward

REJECT, ACCEPT = 0, 1
BOOK: dict[str, Any] = {"servers": 10, "free_probability": 0.06, "payments": (1.0, 2.0, 4.0, 8.0)}


def test_the_exact_solution_is_the_one_that_can_be_seen_at_once() -> None:
    # Every server is free again at once, so that all are accepted: the mean of the payments.
    assert optimal_average_reward(3, 1.0, (1.0, 2.0, 6.0)) == pytest.approx(3.0)
    # One server, one kind of customer: a cycle of one step that pays and (1 - p) / p in which the server is busy.
    assert optimal_average_reward(1, 0.25, (5.0,)) == pytest.approx(5.0 * 0.25)
    everyone = np.ones((2, 1), dtype=np.bool_)
    assert average_reward_of(everyone, 1, 0.25, (5.0,)) == pytest.approx(5.0 * 0.25)


def test_customers_pay_by_priority_and_servers_become_free_as_the_book_says() -> None:
    env = gymnasium.make("AccessControl-v0", max_episode_steps=10**9)
    (free, priority), _ = env.reset(seed=3)
    assert free == 10
    counts, priorities = np.zeros((11, 11)), np.zeros(4)
    rng = np.random.default_rng(0)
    for _ in range(40_000):
        action = int(rng.integers(2))
        (after, next_priority), reward, terminated, truncated, _ = env.step(action)
        accepted = action == ACCEPT and free > 0
        assert reward == (BOOK["payments"][priority] if accepted else 0.0)
        assert not terminated
        assert not truncated
        busy = 10 - free + accepted
        counts[busy, after - (10 - busy)] += 1
        priorities[next_priority] += 1
        free, priority = after, next_priority
    assert priorities / priorities.sum() == pytest.approx(np.full(4, 0.25), abs=0.01)
    for busy in np.flatnonzero(counts.sum(axis=1) > 2000):
        expected = binom.pmf(np.arange(11), busy, 0.06)
        assert counts[busy] / counts[busy].sum() == pytest.approx(expected, abs=0.03)


@pytest.mark.parametrize(
    ("arguments", "named"),
    [({"servers": 0}, "servers"), ({"free_probability": 1.5}, "free_probability"), ({"payments": ()}, "payments")],
)
def test_numbers_that_cannot_be_are_refused(arguments: dict[str, Any], named: str) -> None:
    with pytest.raises(ValueError, match=f"{named}: .* is not allowed; allowed: "):
        gymnasium.make("AccessControl-v0", **arguments)


def test_differential_sarsa_learns_nearly_the_best_policy_and_its_average_reward() -> None:
    best = optimal_average_reward(**BOOK)
    settings = EnvironmentSettings("AccessControl-v0", time_limit=10_000)
    agent = make_agent(
        algorithm="differential_sarsa",
        initial_high=0.0,
        learning_rate=Schedule("exponential", 0.1, 0.001, 0, "last"),
        exploration=0.1,
        average_reward_step_size=0.001,
    )
    training = Training(settings, agent, 400, 0, "compiled")
    list(training.run([400]))
    policy = training.q_table.argmax(axis=-1) == ACCEPT
    assert average_reward_of(policy, **BOOK) > 0.99 * best
    # What it earned itself: one of ten of its actions is drawn.
    earned = training.rewards.returns[-100:].mean() / 10_000
    assert 0.9 * best < earned < best
