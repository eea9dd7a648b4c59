"""The returns of an experiment: over the episodes of its training, and at the end of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tabular.results.episodes import read_history
from tabular.results.returns import read_mean_returns
from tabular.statistics.intervals import Estimate, estimate, interval
from tabular.statistics.metrics import METRICS, mean
from tabular.statistics.windows import last_tenth, windows_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray


@dataclass(frozen=True)
class Curve:
    """A return over the episodes of training, as its mean over seeds; every array has shape (points,).

    Attributes:
        episode: the episode of training (0-based), at whose end the return was measured.
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
class ExperimentResults:
    """The returns of an experiment, over its seeds.

    Attributes:
        name: the experiment's name.
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

    def metrics(self) -> dict[str, Estimate]:
        """Return each metric of the runs by its name, the mean greedy return first."""
        greedy = {name: estimate(metric, self.scores) for name, metric in METRICS.items()}
        return {
            "greedy return": greedy.pop("mean"),
            "return while learning, all episodes": estimate(mean, self.learning),
            "return while learning, last tenth": estimate(mean, self.learning_last_tenth),
            **{f"greedy return, {name}": one for name, one in greedy.items()},
        }


def experiment_results(
    name: str,
    returns: Sequence[NDArray[np.float64]],
    snapshots: NDArray[np.int64],
    greedy_returns: NDArray[np.float64],
    window: int,
) -> ExperimentResults:
    """Sum up an experiment's runs.

    Args:
        name: the experiment's name.
        returns: of each seed, the return of each episode of the training, shape (episodes,).
        snapshots: the episodes at whose ends tables were evaluated, shape (tables,).
        greedy_returns: the mean greedy return of each table of each seed, shape (tables, seeds).
        window: episodes per point of the training curve.
    """
    training = [windows_of(run, window) for run in returns]
    return ExperimentResults(
        name=name,
        scores=greedy_returns[-1],
        learning=np.array([run.mean() for run in returns]),
        learning_last_tenth=np.array([last_tenth(run).mean() for run in returns]),
        training=Curve.of(training[0].last_episode, np.stack([run.average for run in training], axis=-1)),
        greedy=Curve.of(snapshots, greedy_returns),
    )


def read_experiment_results(
    name: str, rewards: Sequence[Path], evaluations: Sequence[Path], window: int
) -> ExperimentResults:
    """Read an experiment's results.

    Args:
        name: the experiment's name.
        rewards: one `rewards.parquet` a seed.
        evaluations: one `evaluation.parquet` a seed, in the same order.
        window: episodes per point of the training curve.
    """
    returns = [read_history(path).returns for path in rewards]
    evaluated = [read_mean_returns(path) for path in evaluations]
    greedy = np.stack([means for _, means in evaluated], axis=-1)
    return experiment_results(name, returns, evaluated[0][0], greedy, window)
