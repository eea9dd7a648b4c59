"""What each episode of a training returned, as a table in a Parquet file, and averages over episodes."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from tabular.results.damage import DamagedFileError
from tabular.results.parquet import read_columns, read_count, writing_parquet

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

COLUMNS = {
    "episode": pa.int64(),
    "reward": pa.float64(),
    "length": pa.int32(),
    "epsilon": pa.float64(),
    "learning_rate": pa.float64(),
    "terminated": pa.bool_(),
}
"""The columns of `rewards.parquet`."""


@dataclass(frozen=True)
class EpisodeRewards:
    """One entry an episode; every array has shape (episodes,).

    Attributes:
        reward: sum of the episode's rewards (its undiscounted return), in the environment's units.
        length: number of steps.
        epsilon: probability of a random action; not a number (NaN) where the behaviour policy has none.
        learning_rate: step size.
        terminated: whether it ended in a terminal state (a goal or a failure), as opposed to the time limit.
    """

    reward: NDArray[np.float64]
    length: NDArray[np.int32]
    epsilon: NDArray[np.float64]
    learning_rate: NDArray[np.float64]
    terminated: NDArray[np.bool_]

    @classmethod
    def before_training(cls, epsilon: NDArray[np.float64], learning_rate: NDArray[np.float64]) -> EpisodeRewards:
        """Make room for as many episodes as the schedules have."""
        episodes = len(epsilon)
        return cls(
            reward=np.zeros(episodes, dtype=np.float64),
            length=np.zeros(episodes, dtype=np.int32),
            epsilon=epsilon,
            learning_rate=learning_rate,
            terminated=np.zeros(episodes, dtype=np.bool_),
        )


def write_rewards(path: Path, rewards: EpisodeRewards, settings: Mapping[str, Any], seed: int) -> None:
    """Write one row an episode; the schema's metadata says which settings, seed and packages made it."""
    with writing_parquet(path, COLUMNS, settings, seed) as write:
        write({"episode": np.arange(len(rewards.reward)), **vars(rewards)})


def read_rewards(path: Path) -> EpisodeRewards:
    """Read what `write_rewards` wrote.

    Raises:
        DamagedFileError: the file is missing, damaged, or doesn't have a row for each episode in order.
    """
    columns = read_columns(path, COLUMNS, undefined={"epsilon"})
    episodes = read_count(path, "episodes")
    number = columns.pop("episode")
    if not np.array_equal(number, np.arange(episodes)):
        raise DamagedFileError(path, f"it has {len(number):,} rows, where episodes 0 to {episodes - 1:,} should be")
    return EpisodeRewards(**columns)


@dataclass(frozen=True)
class Windows:
    """Returns of consecutive windows of episodes; every array has shape (windows,).

    Attributes:
        last_episode: the last episode (0-based) of each window; the last window may be shorter than the others.
        average: mean of the episodes' returns.
        maximum: largest of them.
        minimum: smallest of them.
    """

    last_episode: NDArray[np.int64]
    average: NDArray[np.float64]
    maximum: NDArray[np.float64]
    minimum: NDArray[np.float64]


def windows(reward: NDArray[np.float64], window: int) -> Windows:
    """Aggregate the returns of episodes 0 … window - 1, then window … 2 · window - 1, and so on to the last episode."""
    starts = np.arange(0, len(reward), window)
    stops = np.minimum(starts + window, len(reward))
    return Windows(
        last_episode=stops - 1,
        average=np.add.reduceat(reward, starts) / (stops - starts),
        maximum=np.maximum.reduceat(reward, starts),
        minimum=np.minimum.reduceat(reward, starts),
    )


def last_tenth(reward: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the returns of the last tenth of a training's episodes, rounded up to whole episodes."""
    return reward[-math.ceil(len(reward) / 10) :]


def reward_at_the_time_limit(runs: Sequence[EpisodeRewards]) -> float | None:
    """Return the return of an episode cut off by the time limit, where all such have the same one, else None."""
    truncated = np.unique(np.concatenate([run.reward[~run.terminated] for run in runs]))
    return float(truncated[0]) if len(truncated) == 1 else None


def recent_average(reward: NDArray[np.float64], episode: int, window: int) -> float:
    """Return the mean return of the last `window` episodes up to and including `episode` (fewer at the start)."""
    return float(reward[max(0, episode + 1 - window) : episode + 1].mean())
