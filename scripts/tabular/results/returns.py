"""What played episodes returned, as a table in a Parquet file: one row an episode."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np
import pyarrow as pa

from tabular.results.damage import DamagedFileError
from tabular.results.environment import RANDOM
from tabular.results.parquet import read_columns, read_count, writing_parquet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from numpy.typing import NDArray


PLAYED = {"snapshot": pa.int64(), "baseline": pa.string()}
"""What may have been played: the table at the end of an episode, or a policy that wasn't learned, by its name."""

COLUMNS = {
    "evaluation_episode": pa.int64(),
    "return": pa.float64(),
    "length": pa.int32(),
    "terminated": pa.bool_(),
}
"""The other columns."""


class Outcome(NamedTuple):
    """What each of some episodes brought; every array has shape (episodes,).

    Attributes:
        returns: the undiscounted sum of its rewards, in the environment's units.
        lengths: its number of steps.
        terminated: whether it ended in a terminal state, as opposed to having been truncated.
    """

    returns: NDArray[np.float64]
    lengths: NDArray[np.int32]
    terminated: NDArray[np.bool_]


@contextmanager
def writing_outcomes(
    path: Path, played: Literal["snapshot", "baseline"], settings: Mapping[str, Any], seed: int | None = None
) -> Iterator[Callable[[int | str, Outcome], None]]:
    """Give a function that appends the outcomes of one policy's episodes, one policy after the other.

    Args:
        path: where the file goes.
        played: the name of the first column.
        settings: what the rows depend on, besides the seed.
        seed: the seed of the training; None where nothing was trained.

    Yields:
        A function that takes the value of the first column, and the outcome of each episode.
    """
    with writing_parquet(path, {played: PLAYED[played], **COLUMNS}, settings, seed) as write:

        def append(policy: int | str, outcome: Outcome) -> None:
            episodes = len(outcome.returns)
            write(
                {
                    played: [policy] * episodes if isinstance(policy, str) else np.full(episodes, policy),
                    "evaluation_episode": np.arange(episodes),
                    "return": outcome.returns,
                    "length": outcome.lengths,
                    "terminated": outcome.terminated,
                }
            )

        yield append


def read_mean_returns(path: Path) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return the snapshots of an `evaluation.parquet`, ascending, and the mean return of each."""
    snapshots, means = _means(path, "snapshot")
    return np.array(snapshots), means


def read_baseline_means(path: Path) -> dict[str, float]:
    """Return the mean return of each baseline of a `baselines.parquet`, by its name, in the order of the file."""
    names, means = _means(path, "baseline")
    known = dict(zip(names, means.tolist(), strict=True))
    if RANDOM not in known or len(known) == 1:
        raise DamagedFileError(path, f"it should have {RANDOM!r} and each action")
    return known


def read_outcomes(path: Path, played: Literal["snapshot", "baseline"]) -> dict[str, Any]:
    """Return the columns of a file of played episodes, each of shape (rows,); baselines are a list of names.

    Raises:
        DamagedFileError: the file is missing, damaged, or doesn't have all episodes of something that was played.
    """
    columns = read_columns(path, {played: PLAYED[played], **COLUMNS})
    episodes = read_count(path, "evaluation", "episodes")
    number = columns["evaluation_episode"]
    if len(number) % episodes or not (number.reshape(-1, episodes) == np.arange(episodes)).all():
        raise DamagedFileError(path, f"it has {len(number):,} rows, which are not {episodes:,} for each {played}")
    return columns


def _means(path: Path, played: Literal["snapshot", "baseline"]) -> tuple[list[Any], NDArray[np.float64]]:
    """Return what was played, in the order of the file, and the mean return of each."""
    columns = read_outcomes(path, played)
    episodes = read_count(path, "evaluation", "episodes")
    values = list(columns[played][::episodes])
    which = np.repeat(np.arange(len(values)), episodes)
    return values, np.bincount(which, weights=columns["return"]) / episodes
