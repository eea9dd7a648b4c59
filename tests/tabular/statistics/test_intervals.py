"""Intervals: held against Student's, against each other, and against simulated truth."""

from __future__ import annotations

import tracemalloc
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from tabular.statistics import intervals
from tabular.statistics.intervals import CONFIDENCE, estimate, expanded_level, interval
from tabular.statistics.metrics import interquartile_mean, mean, median

if TYPE_CHECKING:
    from collections.abc import Callable


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


def test_a_long_curve_has_the_intervals_of_its_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    curves = np.random.default_rng(6).normal(size=(10, 8))
    together = interval(mean, curves)
    monkeypatch.setattr(intervals, "POINTS_AT_A_TIME", 3)
    assert np.allclose(interval(mean, curves), together, rtol=0, atol=1e-12)


def test_an_interval_does_not_depend_on_how_many_resamples_are_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    scores = np.random.default_rng(5).normal(size=30)
    together = interval(mean, scores)
    monkeypatch.setattr(intervals, "VALUES_AT_A_TIME", 7 * 30)
    assert interval(mean, scores) == together


def test_of_many_runs_the_mean_has_the_interval_that_resampling_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    scores = np.random.default_rng(5).exponential(size=(2, intervals.MANY_RUNS))  # skewed, as returns may be
    quick = np.array(interval(mean, scores))
    monkeypatch.setattr(intervals, "MANY_RUNS", 10**9)
    resampled = np.array(interval(mean, scores))
    assert not np.array_equal(quick, resampled)
    assert np.allclose(quick, resampled, atol=0.02 * float((quick[1] - quick[0]).max()), rtol=0)


def test_the_interval_of_very_many_scores_fits_into_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """500,000 returns of an evaluation took 6 GB, as 500 resamples of them were drawn at a time."""
    monkeypatch.setattr(intervals, "RESAMPLES", 20)
    tracemalloc.start()
    estimate(median, np.zeros(500_000))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 300e6


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
