"""Exact solutions of the project's own environments beside episodes that are played."""

from __future__ import annotations

import math

import numpy as np
import pytest
from tabular.environments.settings import EnvironmentSettings
from tabular.evaluation.evaluator import GreedyEvaluator
from tabular.evaluation.settings import EvaluationSettings
from tabular.exact.best_return import best_returns
from tabular.exact.optimal_values import optimal_action_values
from tabular.exact.solvable import find_model

DISCOUNT = 0.95


@pytest.mark.parametrize(
    ("environment_id", "steps"), [("WindyGridWorld-v0", 15), ("DynaMaze-v0", 14), ("BlockingMaze-v0", 16)]
)
def test_the_greedy_policy_of_optimal_values_takes_the_shortest_way(environment_id: str, steps: int) -> None:
    """Example 6.5 and Figure 8.2 of Sutton & Barto; the blocking maze as it is in the end, when it is evaluated."""
    settings = EnvironmentSettings(environment_id)
    model = find_model(settings, 1000)
    values = optimal_action_values(model, DISCOUNT)
    with GreedyEvaluator(settings, EvaluationSettings(episodes=1, seed=1, max_steps=1000), "gymnasium") as evaluator:
        outcome = evaluator.outcome(values)
    assert outcome.lengths.tolist() == [steps]
    assert outcome.returns.tolist() == [pytest.approx(best) for best in best_returns(model)[:1]]
    start = float(model.start @ values.max(axis=1))
    costs = environment_id == "WindyGridWorld-v0"
    assert start == pytest.approx(-(1 - DISCOUNT**steps) / (1 - DISCOUNT) if costs else DISCOUNT ** (steps - 1))


@pytest.mark.thorough
def test_the_racetrack_is_driven_as_fast_as_can_be() -> None:
    settings = EnvironmentSettings("Racetrack-v0")
    model = find_model(settings, 1000)
    values = optimal_action_values(model, 1.0)
    assert values.shape == (17, 32, 5, 5, 9)
    best, without_clock = best_returns(model)
    assert best == without_clock
    playing = EvaluationSettings(episodes=100_000, seed=1, max_steps=1000)
    with GreedyEvaluator(settings, playing, "compiled") as evaluator:
        returns = evaluator.outcome(np.where(np.isfinite(values), values, -1e9)).returns
    assert abs(returns.mean() - best) < 4 * returns.std() / math.sqrt(len(returns))
