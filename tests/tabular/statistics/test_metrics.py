"""Metrics of runs: held against plain re-statements, and against rliable's own example."""

from __future__ import annotations

import itertools
import statistics

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from tabular.statistics.metrics import (
    interquartile_mean,
    mean,
    median,
    performance_profile,
    probability_of_improvement,
)

SCORES = st.lists(st.integers(-20, 20).map(float), min_size=1, max_size=24)


@given(SCORES)
def test_point_estimates_are_those_of_plain_python(scores: list[float]) -> None:
    runs = np.array(scores)
    assert mean(runs) == pytest.approx(statistics.fmean(scores))
    assert median(runs) == pytest.approx(statistics.median(scores))
    cut = len(scores) // 4
    assert interquartile_mean(runs) == pytest.approx(statistics.fmean(sorted(scores)[cut : len(scores) - cut]))


@given(SCORES, SCORES)
def test_improvement_counts_the_pairs_that_are_better_and_half_of_the_equal_ones(
    ours: list[float], theirs: list[float]
) -> None:
    pairs = list(itertools.product(ours, theirs))
    better = sum(1.0 if one > other else 0.5 if one == other else 0.0 for one, other in pairs)
    assert probability_of_improvement(np.array(ours), np.array(theirs)) == pytest.approx(better / len(pairs))
    mann_whitney = stats.mannwhitneyu(ours, theirs).statistic / len(pairs)
    assert probability_of_improvement(np.array(ours), np.array(theirs)) == pytest.approx(mann_whitney)


@given(SCORES, SCORES)
def test_a_profile_says_how_many_runs_are_above_each_threshold(scores: list[float], thresholds: list[float]) -> None:
    profile = performance_profile(np.array(scores), np.array(thresholds))
    expected = [sum(score > threshold for score in scores) / len(scores) for threshold in thresholds]
    assert profile.tolist() == pytest.approx(expected)


def test_several_strata_count_alike_however_many_runs_they_have() -> None:
    """Agarwal et al.: aggregates are over environments; the interquartile mean is over all runs of all of them."""
    one, other, third = np.array([0.0, 2.0]), np.array([10.0, 10.0, 10.0, 10.0]), np.array([4.0, 6.0])
    assert mean(one, other, third) == pytest.approx((1 + 10 + 5) / 3)
    assert median(one, other, third) == pytest.approx(5.0)
    assert interquartile_mean(one, other, third) == pytest.approx((4 + 6 + 10 + 10) / 4)


def test_rliables_own_example_comes_out() -> None:
    """The numbers of rliable's tests (tests/rliable/metrics_test.py), whose columns are our strata."""
    ours = [np.array([1.0, 2.0, 1.0, 2.0]), np.array([2.0, 2.0, 1.0, 1.0])]
    theirs = [np.array([1.0, 2.0, 3.0]), np.array([1.0, 2.0, 3.0])]
    assert [statistic(*ours) for statistic in (median, mean, interquartile_mean)] == [1.5, 1.5, 1.5]
    assert [statistic(*theirs) for statistic in (median, mean, interquartile_mean)] == [2.0, 2.0, 2.0]
    better = [probability_of_improvement(one, other) for one, other in zip(ours, theirs, strict=True)]
    assert np.mean(better) == pytest.approx(1 / 3)
