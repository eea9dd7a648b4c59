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

STEP_COLUMNS = {
    "step": pa.int32(),
    "place": pa.list_(pa.float64()),
    "action": pa.int64(),
    "return": pa.float64(),
    "outcome": pa.string(),
}
"""Columns of a path; `action` is null at the end of an episode, and `outcome` before it."""

COLUMNS = {"evaluation_episode": pa.int64(), **STEP_COLUMNS}
"""The columns of `trajectories.parquet`."""

GREEDY_PATHS = {"snapshot": pa.int64(), **STEP_COLUMNS}
"""The columns of `greedy_paths.parquet`."""

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
        write({"evaluation_episode": [step.episode for step in steps], **_rows(steps)})


def write_greedy_paths(path: Path, paths: Mapping[int, Sequence[Step]], settings: Mapping[str, Any], seed: int) -> None:
    """Write the path of one episode for each of some tables, by the episode at whose end the table was kept."""
    steps = [step for path_of_table in paths.values() for step in path_of_table]
    snapshots = [snapshot for snapshot, path_of_table in paths.items() for _ in path_of_table]
    with writing_parquet(path, GREEDY_PATHS, settings, seed) as write:
        write({"snapshot": snapshots, **_rows(steps)})


def _rows(steps: Sequence[Step]) -> dict[str, list[Any]]:
    return {
        "step": [step.steps for step in steps],
        "place": [list(step.observation) for step in steps],
        "action": [step.action for step in steps],
        "return": [step.return_so_far for step in steps],
        "outcome": [step.outcome for step in steps],
    }


def read_trajectories(path: Path) -> list[Trajectory]:
    """Read the path of each episode, in their order.

    Raises:
        DamagedFileError: the file is missing, damaged, or doesn't have each step of each episode.
    """
    return list(_read(path, COLUMNS, read_count(path, "trajectories")).values())


def read_greedy_paths(path: Path, snapshots: Sequence[int]) -> dict[int, Trajectory]:
    """Read the path of each of these tables, by the episode at whose end it was kept.

    Raises:
        DamagedFileError: the file is missing, damaged, or doesn't have each step of each path.
    """
    paths = _read(path, GREEDY_PATHS, len(snapshots))
    if list(paths) != list(snapshots):
        raise DamagedFileError(path, f"it should have the paths of the tables {list(snapshots)}")
    return paths


def _read(path: Path, kind: Mapping[str, pa.DataType], episodes: int) -> dict[int, Trajectory]:
    """Return the path of each episode, by the first of the columns."""
    columns = read_columns(path, kind, nulls={"action", "outcome"})
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
    numbers = columns[next(iter(kind))][ends].tolist()
    return {
        number: Trajectory(part, float(columns["return"][end]), outcomes[end])
        for number, part, end in zip(numbers, np.split(observations, ends[:-1] + 1), ends.tolist(), strict=True)
    }
