"""What each episode of a training returned, as a table in a Parquet file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from tabular.results.damage import DamagedFileError
from tabular.results.parquet import read_columns, read_count, writing_parquet

if TYPE_CHECKING:
    from collections.abc import Mapping
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
"""The columns of `rewards.parquet`. The `reward` of an episode is its return."""


@dataclass(frozen=True)
class TrainingHistory:
    """The episodes of a training, in order; every array has shape (episodes,).

    Attributes:
        returns: undiscounted sum of each episode's rewards, in the environment's units.
        length: number of steps.
        epsilon: probability of a random action; not a number (NaN) where the behaviour policy has none.
        learning_rate: step size; not a number where the algorithm has none of its own.
        terminated: whether it ended in a terminal state (a goal or a failure), as opposed to the time limit.
    """

    returns: NDArray[np.float64]
    length: NDArray[np.int32]
    epsilon: NDArray[np.float64]
    learning_rate: NDArray[np.float64]
    terminated: NDArray[np.bool_]

    @classmethod
    def before_training(cls, epsilon: NDArray[np.float64], learning_rate: NDArray[np.float64]) -> TrainingHistory:
        """Make room for as many episodes as the schedules have."""
        episodes = len(epsilon)
        return cls(
            returns=np.zeros(episodes, dtype=np.float64),
            length=np.zeros(episodes, dtype=np.int32),
            epsilon=epsilon,
            learning_rate=learning_rate,
            terminated=np.zeros(episodes, dtype=np.bool_),
        )


def write_history(path: Path, history: TrainingHistory, settings: Mapping[str, Any], seed: int) -> None:
    """Write `rewards.parquet`: a row an episode; its metadata has the settings, the seed and the packages' versions."""
    columns = vars(history) | {"episode": np.arange(len(history.returns)), "reward": history.returns}
    with writing_parquet(path, COLUMNS, settings, seed) as write:
        write(columns)


def read_history(path: Path) -> TrainingHistory:
    """Read what `write_history` wrote.

    Raises:
        DamagedFileError: the file is missing, damaged, or doesn't have a row for each episode in order.
    """
    columns = read_columns(path, COLUMNS, undefined={"epsilon", "learning_rate"})
    episodes = read_count(path, "episodes")
    number = columns.pop("episode")
    if not np.array_equal(number, np.arange(episodes)):
        raise DamagedFileError(path, f"it has {len(number):,} rows, where episodes 0 to {episodes - 1:,} should be")
    return TrainingHistory(returns=columns.pop("reward"), **columns)
