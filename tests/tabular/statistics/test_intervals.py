"""Statistics over runs: held against plain re-statements, against each other, and against simulated truth."""

from __future__ import annotations

import itertools
import statistics
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from tabular.statistics.intervals import (
    CONFIDENCE,
    estimate,
    expanded_level,
    interquartile_mean,
    interval,
    mean,
    median,
    performance_profile,
    probability_of_improvement,
)

if TYPE_CHECKING:
    from collections.abc import Callable

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


@given(scores=st.lists(st.floats(-1, 1), min_size=2, max_size=12), scale=st.floats(0.5, 4), shift=st.floats(-3, 3))
def test_intervals_move_and_stretch_as_the_scores_do(scores: list[float], scale: float, shift: float) -> None:
    plain, moved = (estimate(mean, scale_ * np.array(scores) + shift_) for scale_, shift_ in ((1, 0), (scale, shift)))
    assert moved.low == pytest.approx(scale * plain.low + shift, abs=1e-9)
    assert moved.high == pytest.approx(scale * plain.high + shift, abs=1e-9)
    assert plain.low <= plain.value + 1e-12
    assert plain.value <= plain.high + 1e-12


def test_the_same_scores_give_the_same_interval_and_equal_ones_a_point() -> None:
    runs = np.random.default_rng(3).normal(size=20)
    assert estimate(interquartile_mean, runs) == estimate(interquartile_mean, runs.copy())
    alike = estimate(mean, np.full(7, -13.0))
    assert (alike.low, alike.value, alike.high) == (-13.0, -13.0, -13.0)


def test_one_run_has_no_interval() -> None:
    alone = estimate(mean, np.array([4.0]))
    assert alone.value == 4.0
    assert np.isnan([alone.low, alone.high]).all()


def test_a_curve_has_the_interval_of_each_of_its_points() -> None:
    curves = np.random.default_rng(4).normal(size=(5, 12))
    low, high = interval(mean, curves)
    for point, lower, upper in zip(curves, low, high, strict=True):
        alone = interval(mean, point)
        assert (lower, upper) == (pytest.approx(float(alone[0])), pytest.approx(float(alone[1])))


def test_runs_are_drawn_within_their_stratum() -> None:
    """Strata far apart, without any spread inside: whoever mixed them would find one."""
    found = estimate(mean, np.zeros(6), np.full(6, 100.0))
    assert (found.low, found.value, found.high) == (50.0, 50.0, 50.0)


@pytest.mark.parametrize("runs", [3, 5, 20, 100])
def test_an_interval_of_the_mean_is_as_wide_as_students(runs: int) -> None:
    """Normal scores: a percentile interval has the width of z · s / √n, with n in place of n − 1 in s."""
    level = expanded_level([runs])
    z = stats.norm.ppf((1 + level) / 2) * np.sqrt((runs - 1) / runs)
    assert z == pytest.approx(stats.t.ppf((1 + CONFIDENCE) / 2, runs - 1))


STATISTICS = {"mean": mean, "median": median, "interquartile mean": interquartile_mean}
SPREADS: dict[str, Callable[[np.random.Generator, int], np.ndarray[tuple[int], np.dtype[np.float64]]]] = {
    "normal": lambda rng, runs: rng.normal(size=runs),
    "uniform": lambda rng, runs: rng.random(runs),
    "heavy-tailed": lambda rng, runs: rng.standard_t(3, runs),
    "skewed": lambda rng, runs: rng.exponential(size=runs),
}
TOO_NARROW = {("mean", "skewed", 5), ("mean", "skewed", 10)}
"""Where intervals cover less than 92 %: the README says so."""


@pytest.mark.slow
@pytest.mark.parametrize("runs", [5, 10, 20, 50])
@pytest.mark.parametrize("spread", SPREADS)
@pytest.mark.parametrize("name", STATISTICS)
def test_intervals_of_95_percent_cover_between_92_and_98(name: str, spread: str, runs: int) -> None:
    rng = np.random.default_rng(20261122)
    population = np.sort(SPREADS[spread](rng, 1_000_000))
    quarter = len(population) // 4
    truth = {"mean": population.mean(), "median": np.median(population)}.get(name, population[quarter:-quarter].mean())
    repetitions = 1000
    covered = 0
    for _ in range(repetitions):
        low, high = interval(STATISTICS[name], SPREADS[spread](rng, runs))
        covered += bool(low <= truth <= high)
    # Three standard errors of a simulation of this length are 0.02.
    error = 0.02
    if (name, spread, runs) in TOO_NARROW:
        assert 0.85 - error < covered / repetitions < 0.92 + error
    else:
        assert 0.92 - error < covered / repetitions < 0.98 + error
