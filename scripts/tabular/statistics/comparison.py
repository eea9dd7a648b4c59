"""Experiments in the same environment, compared with each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tabular.results.episodes import last_tenth, read_rewards, windows
from tabular.results.returns import read_mean_returns
from tabular.statistics.intervals import (
    AGGREGATES,
    Estimate,
    estimate,
    interval,
    mean,
    performance_profile,
    probability_of_improvement,
)
from tabular.statistics.ranges import limits_around

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

THRESHOLDS = 201
"""Points of a performance profile, at most, between the smallest and the largest score."""


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
        learning: the mean return of all episodes of each seed's training, shape (seeds,).
        learning_last_tenth: the mean return of the last tenth of them, shape (seeds,).
        training: the mean return of windows of episodes, while it learns.
        greedy: the mean greedy return of the evaluated tables.
    """

    name: str
    scores: NDArray[np.float64]
    learning: NDArray[np.float64]
    learning_last_tenth: NDArray[np.float64]
    training: Curve
    greedy: Curve

    def aggregates(self) -> dict[str, Estimate]:
        """Return how good the runs are, by the name of each number, the mean greedy return first."""
        greedy = {name: estimate(statistic, self.scores) for name, statistic in AGGREGATES.items()}
        return {
            "greedy return": greedy.pop("mean"),
            "return while learning, all episodes": estimate(mean, self.learning),
            "return while learning, last tenth": estimate(mean, self.learning_last_tenth),
            **{f"greedy return, {name}": one for name, one in greedy.items()},
        }


def read_contender(name: str, rewards: Sequence[Path], evaluations: Sequence[Path], window: int) -> Contender:
    """Read an experiment's results.

    Args:
        name: its name.
        rewards: one `rewards.parquet` a seed.
        evaluations: one `evaluation.parquet` a seed, in the same order.
        window: episodes per point of the training curve.
    """
    returns = [read_rewards(path).reward for path in rewards]
    learned = [windows(run, window) for run in returns]
    played = [read_mean_returns(path) for path in evaluations]
    greedy = np.stack([means for _, means in played], axis=-1)
    return Contender(
        name=name,
        scores=greedy[-1],
        learning=np.array([run.mean() for run in returns]),
        learning_last_tenth=np.array([last_tenth(run).mean() for run in returns]),
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
    threshold = _thresholds(np.concatenate([contender.scores for contender in contenders]))
    found = []
    for contender in contenders:
        # Whether a run is above a threshold is a score as any other; so all thresholds share their resamples.
        is_above = (contender.scores > threshold[:, None]).astype(np.float64)
        low, high = interval(mean, is_above)
        found.append(Profile(threshold, performance_profile(contender.scores, threshold), low, high))
    return found


def _thresholds(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return where profiles change: scores, more of them where many runs score alike, and one point on either side."""
    steps = np.unique(np.quantile(scores, np.linspace(0.0, 1.0, THRESHOLDS), method="nearest"))
    low, high = limits_around(steps, room=0.02)
    return np.array([low, *steps.tolist(), high])


def improvement(ours: Contender, theirs: Contender) -> Estimate:
    """Return the probability that a run of ours scores more than one of theirs, with its interval."""
    return estimate(probability_of_improvement, ours.scores, theirs.scores)
