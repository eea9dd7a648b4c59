"""Returns to compare with: the best constant action, and an episode that the time limit ends."""

from __future__ import annotations

import numpy as np
import pytest
from tabular.results.episodes import TrainingHistory
from tabular.statistics.reference_returns import best_constant_action, return_at_time_limit, with_exact


@pytest.mark.parametrize(
    ("means", "expected"),
    [
        ({"left": -200.0, "right": -200.0}, (None, -200.0)),
        ({"left": 0.1 + 0.2, "right": 0.3}, (None, 0.1 + 0.2)),
        ({"left": -200.0, "right": -199.0}, ("right", -199.0)),
        ({"left": -1.0, "right": -1.0, "none": -2.0}, ("left", -1.0)),
        ({"only": -1.0}, ("only", -1.0)),
    ],
)
def test_the_best_constant_action_is_one_that_returns_most(
    means: dict[str, float], expected: tuple[str | None, float]
) -> None:
    assert best_constant_action({"random": 7.0, **means}) == expected


def test_what_is_exact_comes_first_and_is_not_said_twice() -> None:
    found = with_exact({"best possible": 7.93}, {"DQN": 7.5, "best possible": 8.0})
    assert list(found.items()) == [("best possible", 7.93), ("DQN", 7.5)]


def run(returns: list[float], *, terminated: list[bool]) -> TrainingHistory:
    episodes = TrainingHistory.before_training(np.zeros(len(returns)), np.zeros(len(returns)))
    episodes.returns[:], episodes.terminated[:] = returns, terminated
    return episodes


def test_the_time_limit_has_a_return_where_all_episodes_that_it_ends_have_the_same_one() -> None:
    early, late = run([-200.0, -150.0], terminated=[False, True]), run([-200.0, -199.0], terminated=[False, False])
    assert return_at_time_limit([early]) == -200.0
    assert return_at_time_limit([early, late]) is None
    assert return_at_time_limit([run([-150.0], terminated=[True])]) is None, "the time limit ended none"
