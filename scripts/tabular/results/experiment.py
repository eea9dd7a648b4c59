"""The results of an experiment as data frames and arrays, for notebooks and programs of your own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from tabular.errors import UserError
from tabular.results import exact_solution
from tabular.results.environment import read_description
from tabular.results.episodes import read_history
from tabular.results.q_table import read_table
from tabular.results.returns import read_outcomes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray


class NotBuiltError(UserError):
    """An experiment has no results of some kind yet."""

    def __init__(self, experiment: str | Path, there: str) -> None:
        """Say what there is, and how to build the rest."""
        name = Path(experiment).name
        super().__init__(f"{experiment}: there is {there}; build it with `snakemake --cores all results/{name}`")


def read_episodes(experiment: str | Path) -> pd.DataFrame:
    """Read how every seed of an experiment was trained, a row an episode.

    Args:
        experiment: its folder, such as `results/mountain_car_tutorial`.

    Returns:
        The columns `seed`, `episode`, `return` (the sum of the rewards), `length` in steps, `epsilon` (undefined
        where the behaviour policy has none), `learning_rate` (likewise) and `terminated`.

    Raises:
        NotBuiltError: no seed has results.
        DamagedFileError: a file is damaged.
    """
    frames = []
    for seed, folder in _seeds(experiment, "rewards.parquet"):
        columns = vars(read_history(folder / "rewards.parquet")).copy()
        returns = columns.pop("returns")
        frames.append(pd.DataFrame({"seed": seed, "episode": np.arange(len(returns)), "return": returns, **columns}))
    return pd.concat(frames, ignore_index=True)


def read_returns(experiment: str | Path) -> pd.DataFrame:
    """Read how the tables of every seed of an experiment were played greedily, a row an episode.

    Args:
        experiment: its folder.

    Returns:
        The columns `seed`, `snapshot` (the episode of the training at whose end the table was kept),
        `evaluation_episode`, `return`, `length` and `terminated`.

    Raises:
        NotBuiltError: no seed has results.
        DamagedFileError: a file is damaged.
    """
    frames = [
        pd.DataFrame({"seed": seed, **read_outcomes(folder / "evaluation.parquet", "snapshot")})
        for seed, folder in _seeds(experiment, "evaluation.parquet")
    ]
    return pd.concat(frames, ignore_index=True)


def iterate_q_tables(experiment: str | Path, seed: int = 0) -> Iterator[tuple[int, NDArray[np.float64]]]:
    """Yield every kept table of a seed with its episode, in order, one at a time.

    Args:
        experiment: its folder.
        seed: the seed of the training.

    Yields:
        The episode at whose end the table was kept, and the table, shape cells + (actions,); with tiles, the
        weights, shape (tilings, *tiles, actions), of which a value is a sum over the tilings.

    Raises:
        NotBuiltError: no table is kept.
        DamagedFileError: `environment.json` is missing or damaged.
        TableError: a table is damaged.
    """
    shape = tuple(read_description(Path(experiment) / "environment.json").table_shape)
    for episode, file in q_table_files(experiment, seed).items():
        yield episode, read_table(file, shape)


def q_table_files(experiment: str | Path, seed: int) -> dict[int, Path]:
    """Return the file of every kept table of a seed by its episode, in order.

    Raises:
        NotBuiltError: there is none.
    """
    files = sorted((Path(experiment) / f"seed-{seed}" / "qtables").glob("*.npy"))
    if not files:
        raise NotBuiltError(experiment, f"no table of seed {seed}")
    return {int(file.stem): file for file in files}


def read_q_tables(experiment: str | Path, seed: int = 0) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Read every kept table of a seed into one array.

    Returns:
        The episodes at whose ends tables were kept, shape (tables,), and the tables, shape (tables,) + cells +
        (actions,); with tiles, the weights, shape (tables, tilings, *tiles, actions). 2,501 tables of
        20 × 20 × 3 take 24 MB; `iterate_q_tables` needs the memory of one.

    Raises:
        NotBuiltError, DamagedFileError, TableError: as `iterate_q_tables` does.
    """
    episodes, tables = zip(*iterate_q_tables(experiment, seed), strict=True)
    return np.array(episodes, dtype=np.int64), np.stack(tables)


def read_optimal_values(experiment: str | Path) -> NDArray[np.float64]:
    """Read the optimal action values of an experiment's environment, with the experiment's discount.

    Returns:
        The shape of the Q-tables, cells + (actions,); −∞ for actions that are not available and for returns that fall
        without end, ∞ for those that grow without end.

    Raises:
        NotBuiltError: there are none, maybe because the environment can't be solved exactly.
        DamagedFileError: the file, or `environment.json`, is damaged.
    """
    path = _solved(experiment, exact_solution.OPTIMAL_VALUES)
    shape = tuple(read_description(Path(experiment) / "environment.json").table_shape)
    return exact_solution.read_optimal_values(path, shape)


def read_best_return(experiment: str | Path) -> exact_solution.BestReturn:
    """Read the best possible return of an evaluation episode in an experiment's environment.

    Raises:
        NotBuiltError: there is none, maybe because the environment can't be solved exactly.
        DamagedFileError: the file is damaged.
    """
    return exact_solution.read_best_return(_solved(experiment, exact_solution.BEST_RETURN))


def _solved(experiment: str | Path, file: str) -> Path:
    """Return a file of the exact solution."""
    path = Path(experiment) / file
    if not path.is_file():
        raise NotBuiltError(experiment, f"no {file}, which environments have whose transitions are all known")
    return path


def _seeds(experiment: str | Path, file: str) -> list[tuple[int, Path]]:
    """Return every seed that has a file, and its folder, in order."""
    folders = [path.parent for path in Path(experiment).glob(f"seed-*/{file}")]
    if not folders:
        raise NotBuiltError(experiment, f"no {file} of any seed")
    return sorted((int(folder.name.removeprefix("seed-")), folder) for folder in folders)
