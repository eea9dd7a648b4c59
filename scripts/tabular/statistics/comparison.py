"""Experiments in the same environment, compared with each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tabular.statistics.intervals import Estimate, estimate, interval
from tabular.statistics.metrics import mean, performance_profile, probability_of_improvement
from tabular.statistics.ranges import limits_around

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from tabular.statistics.learning_curves import ExperimentResults

THRESHOLDS = 201
"""Points of a performance profile, at most, between the smallest and the largest score."""


@dataclass(frozen=True)
class Profile:
    """The share of an experiment's runs that score more than a return; every array has shape (thresholds,).

    Attributes:
        threshold: the return, in the environment's units of reward.
        share: the share of runs that score more, from 0 to 1.
        low: lower end of its 95 % interval, point by point; not a number (NaN) with a single seed.
        high: upper end, likewise.
    """

    threshold: NDArray[np.float64]
    share: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]


def profiles(experiments: Sequence[ExperimentResults]) -> list[Profile]:
    """Return the performance profile of each experiment, at thresholds from the scores of all of them."""
    threshold = _thresholds(np.concatenate([experiment.scores for experiment in experiments]))
    performance_profiles = []
    for experiment in experiments:
        # Whether a run is above a threshold is a score as any other, so that all thresholds share their resamples.
        is_above = (experiment.scores > threshold[:, None]).astype(np.float64)
        low, high = interval(mean, is_above)
        share = performance_profile(experiment.scores, threshold)
        performance_profiles.append(Profile(threshold, share, low, high))
    return performance_profiles


def _thresholds(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return where profiles change: at quantiles of the scores, and at one point on either side of all scores."""
    steps = np.unique(np.quantile(scores, np.linspace(0.0, 1.0, THRESHOLDS), method="nearest"))
    low, high = limits_around(steps, room=0.02)
    return np.array([low, *steps.tolist(), high])


def improvement(ours: ExperimentResults, theirs: ExperimentResults) -> Estimate:
    """Return the probability that a run of `ours` scores more than a run of `theirs`, with its interval."""
    return estimate(probability_of_improvement, ours.scores, theirs.scores)
