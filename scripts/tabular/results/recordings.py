"""The file of a batch of a comparison's trainings: a row a training. A batch that grows keeps the rows that it has."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from tabular.errors import UserError
from tabular.results.damage import DamagedFileError, reading
from tabular.results.parquet import read_columns, writing_parquet

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray


class Recording(NamedTuple):
    """What a training brought; where it failed, every array is empty.

    Attributes:
        digest: stands for its settings and its code.
        seed: its seed.
        returns: the return of each episode of the training, shape (episodes,).
        lengths: the steps of each episode, likewise, int32.
        snapshots: the episodes at whose ends tables were played, shape (tables,), int64.
        greedy_returns: the mean return of the greedy policy of each of them, shape (tables,).
        terminated: the fraction of its episodes that ended in a terminal state, from 0 to 1, shape (tables,).
        failure: why the training failed, in a sentence; empty where it didn't.
    """

    digest: str
    seed: int
    returns: NDArray[np.float64]
    lengths: NDArray[np.int32]
    snapshots: NDArray[np.int64]
    greedy_returns: NDArray[np.float64]
    terminated: NDArray[np.float64]
    failure: str


COLUMNS: dict[str, pa.DataType] = {
    "experiment": pa.string(),
    "digest": pa.string(),
    "seed": pa.int32(),
    "returns": pa.list_(pa.float64()),
    "lengths": pa.list_(pa.int32()),
    "snapshots": pa.list_(pa.int64()),
    "greedy_returns": pa.list_(pa.float64()),
    "terminated": pa.list_(pa.float64()),
    "failure": pa.string(),
}
"""The experiment's name, and the attributes of `Recording`."""

ROWS_AT_A_TIME = 100
"""Trainings that are written together."""

MOST_FAILURES = 10
"""Failed trainings that are named, at most."""


def write_recordings(path: Path, recordings: Iterable[tuple[str, Recording]]) -> None:
    """Write trainings, each with the name of its experiment, in their order."""
    waiting = iter(recordings)
    with writing_parquet(path, COLUMNS, {}) as write:
        # Some rows at a time, so that memory has no second copy of all returns.
        while rows := list(islice(waiting, ROWS_AT_A_TIME)):
            trainings = [one for _, one in rows]
            write(
                {
                    "experiment": [experiment for experiment, _ in rows],
                    **{name: [getattr(one, name) for one in trainings] for name in Recording._fields},
                    "seed": np.array([one.seed for one in trainings], dtype=np.int32),
                }
            )


def read_recordings(path: Path) -> list[tuple[str, Recording]]:
    """Return the trainings in a batch's file, each with the name of its experiment.

    Raises:
        DamagedFileError: the file is missing or damaged.
    """
    columns = read_columns(path, COLUMNS)
    rows = zip(*(columns[name] for name in COLUMNS), strict=True)
    recordings = [(experiment, Recording(digest, int(seed), *rest)) for experiment, digest, seed, *rest in rows]
    for _, one in recordings:
        if not one.failure and not (0 < len(one.returns) == len(one.lengths) and _are_played(one)):
            raise DamagedFileError(path, f"its row of seed {one.seed} doesn't have all returns and lengths")
    return recordings


def read_trainings(seeds: Mapping[str, int], batches: Sequence[Path]) -> dict[str, list[Recording]]:
    """Return the trainings of each experiment of a comparison, in the order of their seeds.

    Args:
        seeds: by the experiment's name, how many trainings it has.
        batches: the files of all batches.

    Raises:
        UserError: a training failed.
        DamagedFileError: a file is missing or damaged, or lacks a training.
    """
    found: dict[str, list[Recording]] = {name: [] for name in seeds}
    for path in batches:
        for name, one in read_recordings(path):
            if name not in found:
                raise DamagedFileError(path, f"it has trainings of another experiment, {name}")
            found[name].append(one)
    failures = [
        f"{name}, seed {one.seed}: {one.failure}" for name, runs in found.items() for one in runs if one.failure
    ]
    if failures:
        total = sum(map(len, found.values()))
        raise UserError(
            f"{len(failures)} of {total} trainings failed, so nothing can be compared; change the settings of these "
            "experiments, or take them out of the comparison:\n  - " + "\n  - ".join(failures[:MOST_FAILURES])
        )
    for name, runs in found.items():
        runs.sort(key=lambda one: one.seed)
        if [one.seed for one in runs] != [*range(seeds[name])]:
            raise DamagedFileError(batches[0], f"the batches beside it don't have each seed of {name} once")
    return found


def kept_recordings(path: Path) -> list[Recording]:
    """Return the trainings that a batch's file has from an earlier run; none where there is no such file."""
    with reading(path, "Parquet file"):
        if not path.exists() or pq.read_metadata(path).num_rows == 0:
            return []
    return [one for _, one in read_recordings(path)]


def _are_played(one: Recording) -> bool:
    return 0 < len(one.snapshots) == len(one.greedy_returns) == len(one.terminated)
