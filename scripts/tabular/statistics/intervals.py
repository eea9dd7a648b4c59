"""Statistics over independent runs, with bootstrap intervals.

What is reported, and why, is from Agarwal et al. (2021), "Deep reinforcement learning at the edge of the statistical
precipice", NeurIPS 34. Scores of one environment form a stratum: runs are drawn anew within each stratum, so that every
resample has as many runs of each environment as there were.

Percentile intervals are too narrow for few runs. These are expanded, as Hesterberg (2015), "What teachers should know
about the bootstrap", The American Statistician 69 (4), section 5.2, proposes: for the mean of normal scores they are
then as wide as Student's intervals.
"""

from __future__ import annotations

import math
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import stats

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    Scores = NDArray[np.float64]
    Statistic = Callable[..., Scores]

RESAMPLES = 10_000
"""Of few runs, the ends of an expanded interval lie far out in the tails."""

RESAMPLES_AT_A_TIME = 500
CONFIDENCE = 0.95
SEED = 0
"""Of the resampling, so that the same scores give the same intervals."""


@dataclass(frozen=True)
class Estimate:
    """A number with its 95 % interval.

    Attributes:
        value: the point estimate.
        low: lower end of the interval; not a number (NaN) where there is only one run.
        high: upper end, likewise.
    """

    value: float
    low: float
    high: float


def mean(*strata: Scores, axis: int = -1) -> Scores:
    """Return the mean of the strata's means."""
    return np.asarray(np.mean([scores.mean(axis=axis) for scores in strata], axis=0))


def median(*strata: Scores, axis: int = -1) -> Scores:
    """Return the median of the strata's means or, of a single stratum, of its runs."""
    if len(strata) == 1:
        return np.asarray(np.median(strata[0], axis=axis))
    return np.asarray(np.median([scores.mean(axis=axis) for scores in strata], axis=0))


def interquartile_mean(*strata: Scores, axis: int = -1) -> Scores:
    """Return the mean of the middle half of all runs: of both ends a quarter is cut off, rounded down."""
    together = np.concatenate(strata, axis=axis)
    return np.asarray(stats.trim_mean(together, 0.25, axis=axis))


def probability_of_improvement(ours: Scores, theirs: Scores, axis: int = -1) -> Scores:
    """Return how probable it is that a run of `ours` scores more than one of `theirs`; of equals, half count."""
    ours, theirs = np.moveaxis(ours, axis, -1)[..., :, None], np.moveaxis(theirs, axis, -1)[..., None, :]
    return np.asarray(((ours > theirs) + 0.5 * (ours == theirs)).mean(axis=(-2, -1)))


def performance_profile(scores: Scores, thresholds: Scores, axis: int = -1) -> Scores:
    """Return the share of runs that score more than each threshold; thresholds come last in the shape."""
    return np.asarray((np.moveaxis(scores, axis, -1)[..., None, :] > thresholds[:, None]).mean(axis=-1))


AGGREGATES: dict[str, Callable[..., NDArray[np.float64]]] = {
    "mean": mean,
    "median": median,
    "interquartile mean": interquartile_mean,
}
"""By its name, each way to say with one number how good runs are."""


def estimate(statistic: Statistic, *strata: Scores) -> Estimate:
    """Return a statistic of runs with its interval.

    Args:
        statistic: takes the strata, and the axis along which their runs lie.
        strata: the scores of each stratum, shape (runs,).
    """
    low, high = interval(statistic, *strata)
    return Estimate(float(statistic(*strata)), float(low), float(high))


def interval(statistic: Statistic, *strata: Scores) -> tuple[Scores, Scores]:
    """Return the ends of a statistic's 95 % interval, by stratified bootstrap.

    Args:
        statistic: takes the strata, and the axis along which their runs lie.
        strata: the scores of each stratum, shape (…, runs); runs are drawn anew along the last axis, for all others
            the same.

    Returns:
        Lower and upper ends, of the statistic's shape; not a number (NaN) where a stratum has only one run.
    """
    if min(scores.shape[-1] for scores in strata) == 1:
        nothing = np.full_like(statistic(*strata), np.nan)
        return nothing, nothing
    with warnings.catch_warnings():
        # SciPy warns where all runs score the same; the interval is a point then, as it should be.
        warnings.simplefilter("ignore", stats.DegenerateDataWarning)
        found = stats.bootstrap(
            strata,
            statistic,
            n_resamples=RESAMPLES,
            batch=RESAMPLES_AT_A_TIME,
            vectorized=True,
            axis=-1,
            confidence_level=expanded_level([scores.shape[-1] for scores in strata]),
            method="percentile",
            rng=np.random.default_rng(SEED),
        ).confidence_interval
    return np.asarray(found.low), np.asarray(found.high)


def expanded_level(runs: Sequence[int]) -> float:
    """Return the level at which a percentile interval is as wide as it has to be for so few runs.

    Args:
        runs: the number of runs of each stratum, at least 2.
    """
    freedom = sum(runs) - len(runs)
    student = float(stats.t.ppf((1 + CONFIDENCE) / 2, freedom))
    return 1 - 2 * float(stats.norm.cdf(-math.sqrt(min(runs) / (min(runs) - 1)) * student))
