"""The exact references themselves, held against figures that are known and against a million hands."""

from __future__ import annotations

import numpy as np
import pytest
from tabular.environments.settings import EnvironmentSettings
from tabular.evaluation.evaluator import GreedyEvaluator
from tabular.evaluation.settings import EvaluationSettings

from tests.helpers.exact_values import (
    best_return_within,
    blackjack_return,
    blackjack_values,
    exact_return,
    expected_return,
    greedy,
    model_of,
    optimal_action_values,
    patient_table,
)


def test_frozen_lake_is_crossed_in_14_of_17_episodes_without_a_time_limit_and_in_0_7402_with_it() -> None:
    lake = model_of("FrozenLake-v1")
    table = patient_table(lake)
    assert optimal_action_values(lake).max(axis=1) @ lake.start == pytest.approx(14 / 17)
    assert lake.time_limit == 100
    assert exact_return("FrozenLake-v1", table) == pytest.approx(0.7402, abs=5e-5)
    assert best_return_within(lake, 100) == pytest.approx(0.7442, abs=5e-5), "by who counts the steps"


def test_no_other_action_in_one_state_crosses_frozen_lake_more_often() -> None:
    """All 4^11 stationary policies were tried once, in 13 s of compiled code: none is better."""
    lake = model_of("FrozenLake-v1")
    policy = greedy(patient_table(lake))
    best = expected_return(lake, policy)
    for state in range(16):
        for action in range(4):
            other = policy.copy()
            other[state] = np.eye(4)[action]
            assert expected_return(lake, other) <= best + 1e-12


def test_the_large_frozen_lake_is_crossed_in_0_8857_of_the_episodes_by_the_policy_that_always_crosses_it() -> None:
    lake = model_of("FrozenLake8x8-v1")
    assert optimal_action_values(lake).max(axis=1) @ lake.start == pytest.approx(1.0)
    assert lake.time_limit == 200
    assert exact_return("FrozenLake8x8-v1", patient_table(lake)) == pytest.approx(0.8857, abs=5e-5)
    assert best_return_within(lake, 200) == pytest.approx(0.9132, abs=5e-5), "by who counts the steps"


def test_in_the_large_frozen_lake_haste_pays_before_the_time_limit() -> None:
    """Bumping into the wall is safe and slow: other actions in the two states beside the start's corner are faster."""
    lake = model_of("FrozenLake8x8-v1")
    table = patient_table(lake)
    for state, action in ((14, 2), (15, 1)):
        table[state, action] = 2.0
    assert exact_return("FrozenLake8x8-v1", table) > 0.8932


def test_taxi_and_the_cliff() -> None:
    taxi, cliff = model_of("Taxi-v4"), model_of("CliffWalking-v1")
    assert exact_return("Taxi-v4", patient_table(taxi)) == pytest.approx(7.93)
    assert best_return_within(taxi, 200) == pytest.approx(7.93), "the time limit takes nothing away"
    assert cliff.time_limit is None
    assert exact_return("CliffWalking-v1", patient_table(cliff), steps=100) == -13.0


def test_blackjack_loses_0_0431_a_hand_and_the_table_of_it_plays_so() -> None:
    assert blackjack_return() == pytest.approx(-0.0431, abs=5e-5)
    only_stick = np.zeros((32, 11, 2, 2))
    only_stick[..., 0] = 1.0
    playing = EvaluationSettings(episodes=1_000_000, seed=1, max_steps=100)
    with GreedyEvaluator(EnvironmentSettings("Blackjack-v1"), playing, "compiled") as evaluator:
        for table in (blackjack_values(), only_stick):
            found = evaluator.evaluate(table)
            assert abs(found.mean - blackjack_return(table)) < 4 * found.std / 1000


def test_blackjack_s_best_policy_is_the_book_s() -> None:
    """Figure 5.2 of Sutton & Barto: below which sum to hit, for the dealer's ace, 2, 3, … 10."""
    best = blackjack_values().argmax(axis=-1)
    sticks_from = [[int(best[11:22, card, ace].argmin()) + 11 for card in range(1, 11)] for ace in (0, 1)]
    assert sticks_from == [[17, 13, 13, 12, 12, 12, 17, 17, 17, 17], [19, 18, 18, 18, 18, 18, 18, 18, 19, 19]]
