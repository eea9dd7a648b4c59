"""Paths through the states of an environment, as a table in a Parquet file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from tabular.results.damage import DamagedFileError, reading
from tabular.results.parquet import read_columns, read_count, writing_parquet

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from tabular.results.steps import Outcome, Step

COLUMNS = {
    "evaluation_episode": pa.int64(),
    "step": pa.int32(),
    "place": pa.list_(pa.float64()),
    "action": pa.int64(),
    "return": pa.float64(),
    "outcome": pa.string(),
}
"""The columns of `trajectories.parquet`; `action` is null at the end of an episode, and `outcome` before it."""


PATH_DIMENSIONS = 2
"""Of the array of all observations: one for the states, one for the table's dimensions."""


@dataclass(frozen=True)
class Trajectory:
    """The path of one episode.

    Attributes:
        observations: the observations at the start and after each step, one number for each of the table's dimensions:
            those of the observation or, where it is discrete, the cell's indices; shape (steps + 1, dimensions).
        total: the undiscounted return, in the environment's units of reward.
        outcome: how the episode ended.
    """

    observations: NDArray[np.float64]
    total: float
    outcome: Outcome


def write_trajectories(path: Path, steps: Sequence[Step], settings: Mapping[str, Any], seed: int) -> None:
    """Write one row for each start and each step; the metadata says which settings, seed and packages made it."""
    with writing_parquet(path, COLUMNS, settings, seed) as write:
        write(
            {
                "evaluation_episode": [step.episode for step in steps],
                "step": [step.steps for step in steps],
                "place": [list(step.observation) for step in steps],
                "action": [step.action for step in steps],
                "return": [step.return_so_far for step in steps],
                "outcome": [step.outcome for step in steps],
            }
        )


def read_trajectories(path: Path) -> list[Trajectory]:
    """Read the path of each episode, in their order.

    Raises:
        DamagedFileError: the file is missing, damaged, or doesn't have each step of each episode.
    """
    columns = read_columns(path, COLUMNS, nulls={"action", "outcome"})
    episodes = read_count(path, "trajectories")
    outcomes = columns["outcome"]
    ends = np.flatnonzero(np.array([outcome is not None for outcome in outcomes]))
    lengths = np.diff(ends, prepend=-1)
    steps = np.concatenate([np.arange(length) for length in lengths]) if len(ends) else np.zeros(0)
    if len(ends) != episodes or not np.array_equal(columns["step"], steps):
        raise DamagedFileError(path, f"it doesn't have each step of {episodes} episodes")
    with reading(path, "table of paths"):
        observations = np.array(columns["place"], dtype=np.float64)
    if observations.ndim != PATH_DIMENSIONS or not np.isfinite(observations).all():
        raise DamagedFileError(path, "its column 'place' has numbers that are missing or not finite")
    return [
        Trajectory(part, float(columns["return"][end]), outcomes[end])
        for part, end in zip(np.split(observations, ends[:-1] + 1), ends.tolist(), strict=True)
    ]
