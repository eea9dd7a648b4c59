"""How important keys are, held against an analysis of variance by hand."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import qmc
from tabular.statistics.importance import explained_share, importance

from tests.helpers.studies import grid, study_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

RATES, ALGORITHMS = [0.1, 0.2, 0.5, 1.0], ["a", "b", "c"]
FULL = grid({"agent.learning_rate.start": RATES, "agent.algorithm": ALGORITHMS})


def shares(
    settings: list[dict[str, Any]], score: Callable[[Mapping[str, Any]], float], seeds: int = 2
) -> dict[str, float]:
    """Return the importance of each key where a trial has the same score with each seed."""
    table = importance(study_of(settings, lambda one, _: score(one), seeds), "mean")
    return dict(zip(table["key"], table["importance"], strict=True))


def by_hand(scores: np.ndarray[Any, Any]) -> tuple[float, float]:
    """Return the shares of two factors, of a grid of scores: sums of squares, as every book on experiments has them."""
    rows, columns = scores.shape
    middle = scores.sum() / scores.size
    total = sum((scores[row, column] - middle) ** 2 for row in range(rows) for column in range(columns))
    of_rows = sum(columns * (scores[row].sum() / columns - middle) ** 2 for row in range(rows))
    of_columns = sum(rows * (scores[:, column].sum() / rows - middle) ** 2 for column in range(columns))
    return of_rows / total, of_columns / total


@given(
    values=st.lists(st.integers(-20, 20), min_size=12, max_size=12).filter(lambda values: len(set(values)) > 1),
)
def test_shares_are_those_of_an_analysis_of_variance(values: list[int]) -> None:
    scores = np.array(values, dtype=float).reshape(4, 3)
    found = shares(
        FULL,
        lambda one: scores[RATES.index(one["agent.learning_rate.start"]), ALGORITHMS.index(one["agent.algorithm"])],
    )
    assert (found["agent.learning_rate.start"], found["agent.algorithm"]) == pytest.approx(by_hand(scores), abs=1e-9)
    assert sum(found.values()) <= 1 + 1e-9


@given(
    of_rate=st.lists(st.integers(-9, 9), min_size=4, max_size=4, unique=True),
    of_algorithm=st.lists(st.integers(-9, 9), min_size=3, max_size=3, unique=True),
)
def test_the_shares_of_effects_that_add_up_add_up_to_everything(of_rate: list[int], of_algorithm: list[int]) -> None:
    rate, algorithm = dict(zip(RATES, of_rate, strict=True)), dict(zip(ALGORITHMS, of_algorithm, strict=True))
    found = shares(FULL, lambda one: rate[one["agent.learning_rate.start"]] + algorithm[one["agent.algorithm"]])
    assert sum(found.values()) == pytest.approx(1)
    expected = np.var(of_rate) / (np.var(of_rate) + np.var(of_algorithm))
    assert found["agent.learning_rate.start"] == pytest.approx(expected)


def test_what_keys_do_only_together_belongs_to_none_of_them() -> None:
    crossed = grid({"a": [0.0, 1.0], "b": [0.0, 1.0]})
    assert shares(crossed, lambda one: float(one["a"] != one["b"])) == {"a": 0.0, "b": 0.0}


@pytest.mark.parametrize("score", [0.0, -200.0, 0.1 + 0.2])
def test_where_all_scores_are_the_same_no_key_matters(score: float) -> None:
    assert set(shares(FULL, lambda _: score, seeds=7).values()) == {0.0}
    assert set(shares(FULL[:1], lambda _: score).values()) == {0.0}


def test_the_most_important_key_comes_first_and_of_equals_that_which_the_study_names_first() -> None:
    table = importance(study_of(FULL, lambda one, _: float(ALGORITHMS.index(one["agent.algorithm"]))), "mean")
    assert table["key"].to_list() == ["agent.algorithm", "agent.learning_rate.start"]
    assert table["values"].to_list() == [3, 4]
    equal = importance(study_of(FULL, lambda *_: 1.0), "mean")
    assert equal["key"].to_list() == ["agent.learning_rate.start", "agent.algorithm"]


def test_numbers_that_were_drawn_at_random_are_put_into_ten_bins() -> None:
    points = qmc.Sobol(2, rng=1).random(64)
    settings = [{"rate": float(rate), "other": float(other)} for rate, other in points]
    table = importance(study_of(settings, lambda one, _: one["rate"]), "mean").set_index("key")
    assert table["values"].to_list() == [10, 10]
    assert 0.95 < table["importance"]["rate"] < 1
    assert table["importance"]["other"] < 0.3
    assert table["by_chance"].to_list() == [9 / 63] * 2


def test_a_number_that_varies_alone_is_not_binned_and_explains_everything() -> None:
    settings = [{"rate": rate, "other": "always"} for rate in np.linspace(0, 1, 19).tolist()]
    table = importance(study_of(settings, lambda one, _: one["rate"] ** 2), "mean")
    assert (table["values"][0], table["importance"][0]) == (19, pytest.approx(1))
    assert table["importance"][1] == 0


def test_by_chance_is_the_mean_share_over_all_orders_of_the_scores() -> None:
    groups = np.array([0, 0, 0, 1, 1, 2])
    found = [explained_share(np.array(order), groups) for order in permutations([1.0, 2.0, 4.0, 8.0, 16.0, 23.0])]
    assert np.mean(found) == pytest.approx(2 / 5)
    settings = [{"a": "xyz"[group], "b": float(number)} for number, group in enumerate(groups)]
    table = importance(study_of(settings, lambda one, _: one["b"]), "mean").set_index("key")
    assert table.loc["a", "by_chance"] == pytest.approx(2 / 5)


def test_seeds_that_only_survivors_have_count_nowhere() -> None:
    study = study_of(
        FULL,
        lambda one, seed: RATES.index(one["agent.learning_rate.start"]) if seed < 2 else 1e6,
        lambda one: 8 if one["agent.algorithm"] == "a" else 2,
    )
    table = importance(study, "mean").set_index("key")["importance"]
    assert table.to_dict() == pytest.approx({"agent.learning_rate.start": 1, "agent.algorithm": 0})


def test_failed_trials_count_nowhere() -> None:
    with_failures = study_of(
        FULL,
        lambda one, _: RATES.index(one["agent.learning_rate.start"]),
        failing=lambda one: one["agent.algorithm"] == "c",
    )
    table = importance(with_failures, "mean").set_index("key")
    assert table.loc["agent.learning_rate.start", "importance"] == pytest.approx(1)
    assert table["values"].to_dict() == {"agent.learning_rate.start": 4, "agent.algorithm": 2}
