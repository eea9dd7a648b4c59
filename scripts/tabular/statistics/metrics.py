"""How good runs are, in one number: metrics of independent runs.

The metrics are those of Agarwal et al. (2021), "Deep reinforcement learning at the edge of the statistical precipice",
NeurIPS 34. The scores of one environment are a stratum.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import stats

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Scores = NDArray[np.float64]


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


METRICS: dict[str, Callable[..., Scores]] = {
    "mean": mean,
    "median": median,
    "interquartile mean": interquartile_mean,
}
"""Metrics of the runs of one environment, by name."""
