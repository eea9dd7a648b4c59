"""Bootstrap intervals of metrics over independent runs.

The scores of one environment are a stratum, as in Agarwal et al. (2021), "Deep reinforcement learning at the edge of
the statistical precipice", NeurIPS 34. Runs are resampled within each stratum, so that every resample has as many runs
of each environment as the original.

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

from tabular.statistics.metrics import mean

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    Scores = NDArray[np.float64]
    Statistic = Callable[..., Scores]

RESAMPLES = 10_000
"""With few runs, the ends of an expanded interval lie far out in the tails, and so many resamples are needed."""

RESAMPLES_AT_A_TIME = 500
VALUES_AT_A_TIME = 5_000_000
"""Resampled scores that are in memory together, 40 MB, where so many resamples would have more.

Neither number changes an interval."""

POINTS_AT_A_TIME = 1_000
"""Points of a curve whose resampled means are in memory together, 80 MB; nor does this one."""

MANY_RUNS = 2_000
"""Runs from which the mean's interval is Student's: resampling so many takes minutes, and gives the same ends."""

CONFIDENCE = 0.95
SEED = 0
"""The seed of the resampling: the same scores give the same intervals."""


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


def estimate(statistic: Statistic, *strata: Scores) -> Estimate:
    """Return a statistic of runs with its interval.

    Args:
        statistic: takes the strata, and the axis along which their runs lie.
        strata: the scores of each stratum, shape (runs,).
    """
    low, high = interval(statistic, *strata)
    return Estimate(float(statistic(*strata)), float(low), float(high))


def interval(statistic: Statistic, *strata: Scores) -> tuple[Scores, Scores]:
    """Return the ends of a statistic's 95 % interval, by stratified bootstrap; of the mean of many runs, Student's.

    Args:
        statistic: takes the strata, and the axis along which their runs lie.
        strata: the scores of each stratum, shape (…, runs). Runs are resampled along the last axis, and every other
            axis has the same resamples.

    Returns:
        Lower and upper ends, of the statistic's shape; not a number (NaN) where a stratum has only one run.
    """
    if strata[0].ndim > 1 and len(strata[0]) > POINTS_AT_A_TIME:
        parts = [
            interval(statistic, *(scores[first : first + POINTS_AT_A_TIME] for scores in strata))
            for first in range(0, len(strata[0]), POINTS_AT_A_TIME)
        ]
        return np.concatenate([low for low, _ in parts]), np.concatenate([high for _, high in parts])
    if min(scores.shape[-1] for scores in strata) == 1:
        undefined = np.full_like(statistic(*strata), np.nan)
        return undefined, undefined
    if statistic is mean and len(strata) == 1 and strata[0].shape[-1] >= MANY_RUNS:
        return _students_interval(strata[0])
    with warnings.catch_warnings():
        # SciPy warns where all runs score the same; the interval is a point then, as it should be.
        warnings.simplefilter("ignore", stats.DegenerateDataWarning)
        ends = stats.bootstrap(
            strata,
            statistic,
            n_resamples=RESAMPLES,
            batch=max(1, min(RESAMPLES_AT_A_TIME, VALUES_AT_A_TIME // max(scores.size for scores in strata))),
            vectorized=True,
            axis=-1,
            confidence_level=expanded_level([scores.shape[-1] for scores in strata]),
            method="percentile",
            rng=np.random.default_rng(SEED),
        ).confidence_interval
    return np.asarray(ends.low), np.asarray(ends.high)


def _students_interval(scores: Scores) -> tuple[Scores, Scores]:
    """Return the ends of the mean's interval, for scores of shape (…, runs)."""
    runs = scores.shape[-1]
    half = stats.t.ppf((1 + CONFIDENCE) / 2, runs - 1) * scores.std(axis=-1, ddof=1) / math.sqrt(runs)
    middle = scores.mean(axis=-1)
    return np.asarray(middle - half), np.asarray(middle + half)


def expanded_level(runs: Sequence[int]) -> float:
    """Return the confidence level at which a percentile interval is wide enough for so few runs.

    Args:
        runs: the number of runs of each stratum, at least 2.
    """
    freedom = sum(runs) - len(runs)
    student = float(stats.t.ppf((1 + CONFIDENCE) / 2, freedom))
    return 1 - 2 * float(stats.norm.cdf(-math.sqrt(min(runs) / (min(runs) - 1)) * student))
