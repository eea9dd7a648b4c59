"""The best possible returns: the numbers that are known, and dynamic programming of the tests' own."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from tabular.environments.settings import EnvironmentSettings
from tabular.exact.best_return import best_returns
from tabular.exact.solvable import find_model

from tests.helpers.exact_values import best_return_within, expected_return, model_of
from tests.helpers.small_models import models, onward_of

if TYPE_CHECKING:
    from tabular.exact.model import Model


def returns(environment_id: str, max_steps: int = 1000, **arguments: Any) -> tuple[float, float]:
    return best_returns(find_model(EnvironmentSettings(environment_id, arguments=arguments), max_steps))


@pytest.mark.parametrize(
    ("environment_id", "arguments", "best"),
    [
        ("FrozenLake-v1", {}, 0.7441902878),
        ("FrozenLake-v1", {"is_slippery": False}, 1.0),
        ("FrozenLake8x8-v1", {}, 0.9132201502),
        ("FrozenLake8x8-v1", {"is_slippery": False}, 1.0),
        ("FrozenLake-v1", {"map_name": "8x8"}, 0.6407192703),
        ("Taxi-v4", {}, 2379 / 300),
        ("CliffWalking-v1", {}, -13.0),
        ("CliffWalkingSlippery-v1", {}, -64.7091759),
        ("Blackjack-v1", {}, -0.0431131),
        ("Blackjack-v1", {"sab": False}, -0.0465560),
        ("Blackjack-v1", {"sab": False, "natural": True}, -0.0257292),
        ("MaximisationBias-v0", {}, 0.0),
    ],
)
def test_the_best_possible_returns_are_those_that_were_computed_elsewhere(
    environment_id: str, arguments: dict[str, Any], best: float
) -> None:
    digits = len(f"{best:.10f}".rstrip("0").partition(".")[2])
    assert returns(environment_id, **arguments)[0] == pytest.approx(best, abs=0.51 * 10.0**-digits + 1e-12)


def test_without_a_clock_frozen_lake_is_crossed_in_0_7402_and_the_large_one_more_often_than_with_patience() -> None:
    assert returns("FrozenLake-v1")[1] == pytest.approx(0.7401648978, abs=1e-10)
    # The policy that always arrives in the end has 0.8857 and 0.6317: both are improved on, by some haste.
    assert 0.89355 < returns("FrozenLake8x8-v1")[1] < 0.9132
    assert 0.63190 < returns("FrozenLake-v1", map_name="8x8")[1] < 0.6407


def test_single_other_actions_improve_on_what_discounts_find() -> None:
    lake = EnvironmentSettings("FrozenLake8x8-v1", time_limit=150)
    assert best_returns(find_model(lake, 1000))[1] > 0.81, "the best policy of the discounts has 0.8036"


@pytest.mark.parametrize(
    ("environment_id", "arguments"),
    [("Taxi-v4", {}), ("Taxi-v4", {"is_rainy": True}), ("CliffWalking-v1", {}), ("Blackjack-v1", {})],
)
def test_where_the_clock_makes_no_difference_the_best_is_the_best_of_all(
    environment_id: str, arguments: dict[str, Any]
) -> None:
    best, without_clock = returns(environment_id, **arguments)
    assert best == without_clock


@pytest.mark.parametrize("steps", [1, 7, 12, 13, 40, 200])
@pytest.mark.parametrize(
    ("environment_id", "arguments"),
    [
        ("FrozenLake-v1", {}),
        ("FrozenLake-v1", {"is_slippery": False}),
        ("FrozenLake8x8-v1", {}),
        ("CliffWalking-v1", {}),
        ("CliffWalkingSlippery-v1", {}),
        pytest.param("Taxi-v4", {}, marks=pytest.mark.thorough),
        ("Taxi-v4", {"is_rainy": True}),
    ],
)
def test_a_time_limit_of_any_length_is_looked_at(environment_id: str, arguments: dict[str, Any], steps: int) -> None:
    settings = EnvironmentSettings(environment_id, arguments=arguments, time_limit=steps)
    best, without_clock = best_returns(find_model(settings, 1000))
    expected = best_return_within(model_of(environment_id, **arguments), steps)
    assert best == pytest.approx(expected, rel=1e-12, abs=1e-12)
    assert without_clock <= best


def test_without_a_time_limit_evaluation_ends_episodes() -> None:
    assert returns("CliffWalking-v1", max_steps=13)[0] == -13
    assert returns("CliffWalking-v1", max_steps=5)[0] == -5


def every_policy(states: int, actions: int) -> itertools.product[tuple[int, ...]]:
    return itertools.product(range(actions), repeat=states)


@given(models())
def test_no_policy_of_all_is_better_than_the_best_and_the_one_that_is_found_is_one_of_them(model: Model) -> None:
    onward = onward_of(model)

    def value(policy: tuple[int, ...]) -> float:
        values = np.zeros(model.states)
        for _ in range(model.steps):
            values = np.array([model.reward[s, a] + onward[s, a] @ values for s, a in enumerate(policy)])
        return float(model.start @ values)

    to_go = np.zeros(model.states)
    for _ in range(model.steps):
        ahead = [
            [model.reward[s, a] + onward[s, a] @ to_go for a in range(model.actions) if model.available[s, a]]
            for s in range(model.states)
        ]
        to_go = np.array([max(one) for one in ahead])
    allowed = [p for p in every_policy(model.states, model.actions) if model.available[range(model.states), p].all()]
    stationary = [value(policy) for policy in allowed]
    best, found = best_returns(model)
    assert best == pytest.approx(float(model.start @ to_go), rel=1e-9, abs=1e-9)
    assert found <= max(stationary) + 1e-8
    assert min(abs(found - one) for one in stationary) < 1e-8


def test_the_policy_without_a_clock_is_worth_what_playing_it_gives() -> None:
    """The found return is one of a policy: no other single action of FrozenLake's best policy is better."""
    lake = model_of("FrozenLake-v1")
    best = returns("FrozenLake-v1")[1]
    rng = np.random.default_rng(0)
    others = np.eye(4)[rng.integers(0, 4, (2000, 16))]
    assert max(expected_return(lake, other) for other in others[:300]) <= best
