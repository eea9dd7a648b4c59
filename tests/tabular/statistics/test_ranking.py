"""Who is better than whom in a study."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tabular.statistics.intervals import estimate
from tabular.statistics.metrics import METRICS
from tabular.statistics.ranking import comparable_scores, ranking, trial_scores

from tests.helpers.studies import digest, grid, study_of

NUMBERS = grid({"agent.discount": [0.1, 0.2, 0.3, 0.4], "agent.algorithm": ["a", "b"]})


@pytest.mark.parametrize("statistic", ["mean", "median"])
def test_a_trial_has_the_statistic_of_its_seeds_and_that_ones_interval(statistic: str) -> None:
    rng = np.random.default_rng(1)
    study = study_of(NUMBERS, lambda _, __: rng.normal(), seeds=5)
    ranked = ranking(study, statistic).set_index("trial")
    for trial, rows in study.scores.groupby("trial"):
        expected = estimate(METRICS[statistic], rows["score"].to_numpy())
        found = [*ranked.loc[str(trial), ["score", "low", "high"]]]
        assert found == pytest.approx([expected.value, expected.low, expected.high])
    assert ranked["score"].is_monotonic_decreasing
    assert ranked["rank"].to_list() == [*range(1, 9)]


def test_a_trial_that_survived_more_rungs_stands_above_one_with_a_larger_score() -> None:
    rungs = {0.1: 2, 0.2: 4, 0.3: 8, 0.4: 8}
    study = study_of(
        grid({"agent.discount": [*rungs]}),
        lambda one, _: -one["agent.discount"],
        lambda one: rungs[one["agent.discount"]],
    )
    ranked = ranking(study, "mean")
    assert ranked["agent.discount"].to_list() == [0.3, 0.4, 0.2, 0.1]
    assert ranked["seeds"].to_list() == [8, 8, 4, 2]


def test_equal_scores_are_in_the_order_of_their_digests() -> None:
    ranked = ranking(study_of(NUMBERS, lambda _, seed: float(seed)), "mean")
    assert ranked["trial"].to_list() == sorted(map(digest, NUMBERS))


def test_failed_trials_stand_at_the_end_without_a_score() -> None:
    study = study_of(NUMBERS, lambda _, seed: float(seed), failing=lambda one: one["agent.algorithm"] == "b")
    ranked = ranking(study, "mean")
    assert set(ranked["trial"]) == set(map(digest, NUMBERS))
    failed = ranked.tail(4)
    assert failed["trial"].to_list() == sorted(digest(one) for one in NUMBERS if one["agent.algorithm"] == "b")
    assert failed["agent.algorithm"].to_list() == ["b"] * 4
    assert failed["seeds"].to_list() == [0] * 4
    assert failed[["rank", "score", "low", "high"]].isna().all(axis=None)


def test_one_seed_has_no_interval() -> None:
    scores = trial_scores(study_of(NUMBERS, lambda *_: 3.0, seeds=1).scores, "mean")
    assert (scores["score"] == 3.0).all()
    assert scores[["low", "high"]].map(math.isnan).all(axis=None)


@given(
    scores=st.lists(st.lists(st.integers(-50, 50), min_size=3, max_size=3), min_size=2, max_size=5),
    shift=st.integers(-20, 20),
)
def test_scores_that_are_shifted_shift_the_ranking(scores: list[list[int]], shift: int) -> None:
    settings = [{"agent.discount": float(number)} for number in range(len(scores))]

    def score(one: dict[str, float], seed: int) -> float:
        return float(scores[int(one["agent.discount"])][seed])

    # Tripled, so that means are whole numbers, and nothing is rounded.
    plain = ranking(study_of(settings, lambda one, seed: 3 * score(dict(one), seed)), "mean")
    moved = ranking(study_of(settings, lambda one, seed: 3 * score(dict(one), seed) + shift), "mean")
    assert moved["trial"].to_list() == plain["trial"].to_list()
    assert (moved["score"] - shift).to_list() == plain["score"].to_list()
    for end in ("low", "high"):
        assert (moved[end] - shift).to_list() == pytest.approx(plain[end].to_list(), abs=1e-9)


def test_trials_are_compared_on_the_seeds_that_all_have() -> None:
    study = study_of(NUMBERS, lambda _, seed: float(seed**2), lambda one: 2 if one["agent.algorithm"] == "a" else 6)
    assert comparable_scores(study.scores, "mean").to_list() == [0.5] * 8
    assert sorted(set(trial_scores(study.scores, "mean")["score"])) == pytest.approx([0.5, 55 / 6])
