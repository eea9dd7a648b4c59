"""Experiments in the same environment, held against each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tabular.outcomes import read_mean_returns
from tabular.rewards import read_rewards, windows
from tabular.statistics import (
    AGGREGATES,
    Estimate,
    estimate,
    interval,
    mean,
    performance_profile,
    probability_of_improvement,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

THRESHOLDS = 201
"""Points of a performance profile."""


@dataclass(frozen=True)
class Curve:
    """A number over the episodes of training: its mean over seeds; every array has shape (points,).

    Attributes:
        episode: the episode (0-based) at whose end it was.
        mean: mean over seeds.
        low: lower end of the mean's 95 % interval; not a number (NaN) with a single seed.
        high: upper end, likewise.
    """

    episode: NDArray[np.int64]
    mean: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]

    @classmethod
    def of(cls, episode: NDArray[np.int64], values: NDArray[np.float64]) -> Curve:
        """Return the curve of values of shape (points, seeds)."""
        low, high = interval(mean, values)
        return cls(episode, mean(values), low, high)


@dataclass(frozen=True)
class Contender:
    """An experiment that is compared with others.

    Attributes:
        name: its name.
        scores: the mean greedy return of each seed's last evaluated table, shape (seeds,).
        training: the mean reward of windows of episodes, while it learns.
        greedy: the mean greedy return of the evaluated tables.
    """

    name: str
    scores: NDArray[np.float64]
    training: Curve
    greedy: Curve

    def aggregates(self) -> dict[str, Estimate]:
        """Return each aggregate of the scores, by its name."""
        return {name: estimate(statistic, self.scores) for name, statistic in AGGREGATES.items()}


def read_contender(name: str, rewards: Sequence[Path], evaluations: Sequence[Path], window: int) -> Contender:
    """Read an experiment's results.

    Args:
        name: its name.
        rewards: one `rewards.parquet` a seed.
        evaluations: one `evaluation.parquet` a seed, in the same order.
        window: episodes per point of the training curve.
    """
    learned = [windows(read_rewards(path).reward, window) for path in rewards]
    played = [read_mean_returns(path) for path in evaluations]
    greedy = np.stack([returns for _, returns in played], axis=-1)
    return Contender(
        name=name,
        scores=greedy[-1],
        training=Curve.of(learned[0].last_episode, np.stack([run.average for run in learned], axis=-1)),
        greedy=Curve.of(played[0][0], greedy),
    )


@dataclass(frozen=True)
class Profile:
    """Which share of a contender's runs score more than a return; every array has shape (thresholds,).

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


def profiles(contenders: Sequence[Contender]) -> list[Profile]:
    """Return the performance profile of each contender, over all returns that any of them has."""
    everyone = np.concatenate([contender.scores for contender in contenders])
    room = 0.02 * max(float(np.ptp(everyone)), 1e-9)
    threshold = np.linspace(everyone.min() - room, everyone.max() + room, THRESHOLDS)
    found = []
    for contender in contenders:
        # Whether a run is above a threshold is a score as any other; so all thresholds share their resamples.
        is_above = (contender.scores > threshold[:, None]).astype(np.float64)
        low, high = interval(mean, is_above)
        found.append(Profile(threshold, performance_profile(contender.scores, threshold), low, high))
    return found


def improvement(ours: Contender, theirs: Contender) -> Estimate:
    """Return the probability that a run of ours scores more than one of theirs, with its interval."""
    return estimate(probability_of_improvement, ours.scores, theirs.scores)
