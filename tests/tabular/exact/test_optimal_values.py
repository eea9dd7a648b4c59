"""Optimal action values: Bellman's equations, linear programming, and returns that have no limit."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog
from tabular.environments.settings import EnvironmentSettings
from tabular.exact.optimal_values import optimal_action_values
from tabular.exact.solvable import find_model

from tests.helpers.exact_values import blackjack_values, model_of
from tests.helpers.own_tables import BENCH, CORRIDOR, MINE, PIT, OwnTable, Table
from tests.helpers.registering import register
from tests.helpers.small_models import models, onward_of

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from tabular.exact.model import Model

    from tests.helpers.exact_values import Model as Known


def solved(environment_id: str, discount: float, **arguments: Any) -> NDArray[np.float64]:
    return optimal_action_values(find_model(EnvironmentSettings(environment_id, arguments=arguments), 1000), discount)


def by_linear_programming(known: Known, discount: float) -> NDArray[np.float64]:
    """Return optimal action values: the smallest state values that no action improves on."""
    states = len(known.start)
    rows = discount * known.onward - np.eye(states)[:, np.newaxis]
    found = linprog(
        np.ones(states), A_ub=rows.reshape(-1, states), b_ub=-known.reward.ravel(), bounds=(None, None), method="highs"
    )
    assert found.x is not None
    return known.reward + discount * (known.onward @ found.x)


@pytest.mark.parametrize("discount", [0.9, 0.99, 1.0])
@pytest.mark.parametrize(
    ("environment_id", "arguments"),
    [
        ("FrozenLake-v1", {}),
        ("FrozenLake-v1", {"is_slippery": False}),
        ("FrozenLake8x8-v1", {}),
        ("CliffWalking-v1", {}),
        ("CliffWalkingSlippery-v1", {}),
        ("Taxi-v4", {}),
        pytest.param("Taxi-v4", {"is_rainy": True}, marks=pytest.mark.thorough),
    ],
)
def test_the_values_are_those_of_linear_programming(
    environment_id: str, arguments: dict[str, Any], discount: float
) -> None:
    expected = by_linear_programming(model_of(environment_id, **arguments), discount)
    assert solved(environment_id, discount, **arguments) == pytest.approx(expected, abs=1e-6)


def test_the_values_of_frozen_lake_without_a_discount_are_fractions() -> None:
    values = solved("FrozenLake-v1", 1.0)
    assert values[0].max() == pytest.approx(14 / 17, abs=1e-14)
    assert solved("FrozenLake8x8-v1", 1.0).max(axis=1)[0] == pytest.approx(1.0, abs=1e-13)


def test_blackjack_s_values_are_those_of_the_other_tests_where_the_hand_is_no_natural() -> None:
    expected, found = blackjack_values(), solved("Blackjack-v1", 1.0)
    assert found.shape == expected.shape == (32, 11, 2, 2)
    has_hand = np.zeros(expected.shape, dtype=np.bool_)
    has_hand[4:22, 1:, 0] = has_hand[12:22, 1:, 1] = True
    naturals = np.zeros(expected.shape, dtype=np.bool_)
    naturals[21, 1:, 1] = True
    known = has_hand & ~naturals
    assert np.abs(found - expected)[known].max() < 1e-14
    # A natural is beaten by nothing but another one: the cell that it shares with 21 points of three cards is nearly
    # worth as much, because few hands get there in another way.
    of_naturals = 1 - np.array([4, 1]) / 13
    weight = (found - expected)[21, [1, 10], 1, 0] / (of_naturals - expected[21, [1, 10], 1, 0])
    assert weight == pytest.approx([0.9, 0.9], abs=0.1)
    assert weight[0] == pytest.approx(weight[1])
    assert (found[~has_hand] == 0).all()


@given(models(), st.sampled_from([0.0, 0.5, 0.9, 0.999]))
def test_no_policy_of_all_has_larger_values(model: Model, discount: float) -> None:
    found = optimal_action_values(model, discount)
    onward = onward_of(model)
    best = np.full(model.states, -np.inf)
    states = np.arange(model.states)
    for policy in itertools.product(range(model.actions), repeat=model.states):
        if model.available[states, policy].all():
            system = np.eye(model.states) - discount * onward[states, policy]
            best = np.maximum(best, np.linalg.solve(system, model.reward[states, policy]))
    assert found.max(axis=1) == pytest.approx(best, rel=1e-9, abs=1e-9)
    assert (found[~model.available] == -np.inf).all()


def own(name: str, table: Table, discount: float) -> NDArray[np.float64]:
    start = np.eye(len(table))[0]
    register(f"{name}-v0", lambda: OwnTable(table, start), max_episode_steps=10)
    return solved(f"{name}-v0", discount)


def test_resting_for_nothing_is_better_than_paying_to_get_home() -> None:
    assert own("Bench", BENCH, 1.0).tolist() == [[-1.0, -5.0], [0.0, -5.0]]


def test_where_returns_fall_or_grow_without_end_values_are_infinite() -> None:
    assert own("Pit", PIT, 1.0).tolist() == [[-np.inf, -3.0], [-np.inf, -np.inf]]
    assert own("Mine", MINE, 1.0).tolist() == [[np.inf, 3.0], [np.inf, 0.0]]
    assert own("Mine9", MINE, 0.9) == pytest.approx(np.array([[-7 + 9.0, 3.0], [10.0, 0.0]]))


def test_among_equal_ways_without_a_discount_values_are_those_of_arriving() -> None:
    """Nothing costs anything here, so that even a policy that never moves is greedy."""
    assert own("ShortCorridor", CORRIDOR, 1.0)[:4] == pytest.approx(np.ones((4, 2)))


def test_actions_that_are_not_available_are_the_worst() -> None:
    values = solved("MaximisationBias-v0", 1.0)
    assert values[0].tolist() == [pytest.approx(-0.1), 0.0, *[-np.inf] * 8]
    assert values[1].tolist() == [pytest.approx(-0.1)] * 10
    masked = optimal_action_values(find_model(EnvironmentSettings("Taxi-v4", action_mask=True), 1000), 1.0)
    plain = solved("Taxi-v4", 1.0)
    assert (masked == -np.inf).sum() > 500
    assert masked.max(axis=1) == pytest.approx(plain.max(axis=1)), "the mask takes away only what does nothing"
