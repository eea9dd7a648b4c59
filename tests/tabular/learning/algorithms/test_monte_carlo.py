"""Monte Carlo control finds the exact values of Blackjack, and knows what a time limit leaves open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from tabular.environments.settings import EnvironmentSettings
from tabular.learning.algorithms import monte_carlo, off_policy_monte_carlo
from tabular.learning.training import Training

from tests.helpers.agents import make_agent
from tests.helpers.exact_values import blackjack_return, blackjack_values, stick_value

if TYPE_CHECKING:
    from tabular.engines.engine import EngineName

MONTE_CARLO = ("monte_carlo", "off_policy_monte_carlo")
STICK = 0


def trained(environment: EnvironmentSettings, episodes: int, engine: EngineName = "compiled", **agent: Any) -> Training:
    training = Training(environment, make_agent(**agent), episodes, 1, engine)
    list(training.run([episodes]))
    return training


def blackjack(algorithm: str, episodes: int, epsilon: float) -> Training:
    environment = EnvironmentSettings("Blackjack-v1")
    return trained(environment, episodes, algorithm=algorithm, discount=1.0, exploration=epsilon, initial_high=0.0)


@pytest.mark.slow  # like those below, because of the machine code
@pytest.mark.parametrize("algorithm", MONTE_CARLO)
def test_values_are_averages_of_returns_and_so_become_exact(algorithm: str) -> None:
    """What sticking is worth depends on no later action. Returns lie in [-1, 1], so their deviation is at most 1."""
    training = blackjack(algorithm, 300_000, 0.5)
    compared = 0
    for points in range(12, 22):
        for open_card in range(1, 11):
            for usable_ace in range(2 if points < 21 else 1):  # a natural, which pays differently, has 21 with an ace
                place = points, open_card, usable_ace, STICK
                visits = int(training.visits[place])
                error = abs(training.q_table[place] - stick_value(points, open_card))
                assert error < 4.5 / np.sqrt(visits), place
                compared += visits > 300
    assert compared > 100, "or the test would say little"


@pytest.mark.slow
def test_acting_at_random_off_policy_learns_the_best_policy() -> None:
    training = blackjack("off_policy_monte_carlo", 1_000_000, 1.0)
    often = training.visits > 1000
    often[21, :, 1] = False  # a natural pays differently
    assert often.sum() > 200
    errors = np.abs(training.q_table - blackjack_values())[often]
    assert (errors < 5 / np.sqrt(training.visits[often])).all()
    assert blackjack_return(training.q_table) > blackjack_return() - 0.001


@pytest.mark.slow
def test_exploring_on_policy_learns_a_policy_that_is_nearly_as_good() -> None:
    training = blackjack("monte_carlo", 1_000_000, 0.1)
    assert blackjack_return(training.q_table) > blackjack_return() - 0.005


ROOM = EnvironmentSettings(
    "FrozenLake-v1",
    arguments={"desc": ["SFFG"], "is_slippery": False, "reward_schedule": (5.0, 0.0, 1.0)},
    time_limit=3,
)
"""Whoever goes left stays where he is, and receives 1 in each of three steps."""


@pytest.mark.parametrize("algorithm", MONTE_CARLO)
@pytest.mark.parametrize(
    ("at_truncation", "expected"), [("skip", 8.0), ("terminate", 1.75), ("bootstrap", 1.75 + 0.125 * 8.0)]
)
def test_a_time_limit_leaves_the_return_open(algorithm: str, at_truncation: str, expected: float) -> None:
    training = trained(
        ROOM, 1, "gymnasium", algorithm=algorithm, at_truncation=at_truncation,
        initial_low=8.0, initial_high=8.0, discount=0.5, exploration=0.0,
    )  # fmt: skip
    learned = training.q_table[0, 0]
    if algorithm == "monte_carlo":  # from the first visit only
        assert learned == expected
        assert training.visits.sum() == (at_truncation != "skip")
    elif at_truncation == "skip":
        assert learned == expected
    else:  # from the last visit, after which going left is no longer the best
        assert learned == {"terminate": 1.0, "bootstrap": 1.0 + 0.5 * 8.0}[at_truncation]
        assert training.visits.sum() == 1
    assert training.q_table.ravel()[1:].tolist() == [8.0] * 15


@pytest.mark.parametrize("engine", ["gymnasium", pytest.param("compiled", marks=pytest.mark.slow)])
@pytest.mark.parametrize("algorithm", MONTE_CARLO)
def test_an_episode_that_would_never_end_is_cut_off(
    algorithm: str, engine: EngineName, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The cliff has no time limit, and an agent that explores nothing may go round in circles for ever."""
    for module in (monte_carlo, off_policy_monte_carlo):
        monkeypatch.setattr(module, "LONGEST_EPISODE", 40)
    rewards = trained(EnvironmentSettings("CliffWalking-v1"), 50, engine, algorithm=algorithm, exploration=0.0).rewards
    assert rewards.length.max() == 40
    assert (rewards.terminated == (rewards.length < 40)).all()
