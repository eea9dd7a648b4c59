"""The runs of Example 8.4 of Sutton & Barto: how many updates each made until its solution was optimal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa

from tabular.results.damage import DamagedFileError
from tabular.results.parquet import read_columns, writing_parquet

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import pandas as pd


class UpdateCount(NamedTuple):
    """A run.

    Attributes:
        algorithm: its name.
        states: the cells of the maze that aren't walls.
        seed: of the training.
        updates: of values, made by the end of the last episode.
        episodes: how many there were.
        found: whether the greedy policy took the shortest way then; if not, the run was given up.
    """

    algorithm: str
    states: int
    seed: int
    updates: int
    episodes: int
    found: bool


COLUMNS: dict[str, pa.DataType] = {
    "algorithm": pa.string(),
    "states": pa.int32(),
    "seed": pa.int32(),
    "updates": pa.int64(),
    "episodes": pa.int32(),
    "found": pa.bool_(),
}
"""The attributes of `UpdateCount`."""


def write_updates(path: Path, runs: Sequence[UpdateCount], settings: Mapping[str, Any]) -> None:
    """Write runs, in their order.

    Args:
        path: where the file goes.
        runs: at least one.
        settings: what they depend on.
    """
    columns = dict(zip(COLUMNS, zip(*runs, strict=True), strict=True))
    with writing_parquet(path, COLUMNS, settings) as write:
        write({name: list(values) if name == "algorithm" else np.array(values) for name, values in columns.items()})


def read_updates(path: Path) -> pd.DataFrame:
    """Return the runs: a row each, the columns `COLUMNS`.

    Raises:
        DamagedFileError: the file is missing or damaged, or not all algorithms and mazes have the same seeds.
    """
    # The job that writes the file does without pandas, which takes as long to load as a third of its trainings.
    import pandas as pd  # noqa: PLC0415

    runs = pd.DataFrame(read_columns(path, COLUMNS))
    if (runs[["states", "updates", "episodes"]] < 1).any(axis=None):
        raise DamagedFileError(path, "it has a run without states, updates or episodes")
    seeds = {tuple(sorted(group)) for _, group in runs.groupby(["algorithm", "states"])["seed"]}
    if len(seeds) > 1 or runs.duplicated(["algorithm", "states", "seed"]).any():
        raise DamagedFileError(path, "its algorithms and mazes don't all have the same seeds, each of them once")
    return runs
