"""A kept table, or kept weights of tiles, as a policy in the real environment, for programs of your own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from tabular.environments.actions import first_action
from tabular.environments.bins import discretise
from tabular.environments.settings import EnvironmentSettings
from tabular.environments.tiles import Tiling
from tabular.evaluation.greedy_action import acting_greedily
from tabular.q_tables.greedy import with_available_actions
from tabular.results.environment import read_description
from tabular.results.experiment import q_table_files
from tabular.results.q_table import read_table

if TYPE_CHECKING:
    from collections.abc import Callable

    from tabular.environments.make import Environment
    from tabular.results.environment import EnvironmentDescription


def greedy_policy(
    experiment: str | Path, environment: Environment, *, seed: int = 0, episode: int | None = None
) -> Callable[[Any], int]:
    """Return the greedy policy of a kept table: a function from an observation of the environment to an action.

    It chooses as the workflow's evaluation does: the best action of the observation's cell, the first of equals; with
    tiles, by the sums of the weights of the observation's own tiles.

    Args:
        experiment: the experiment's folder, such as `results/mountain_car_tutorial`.
        environment: the environment to act in, made with `gymnasium.make`.
        seed: the seed of the training.
        episode: the episode at whose end the table was kept; None: the last one.

    Raises:
        DamagedFileError: `environment.json` is missing or damaged.
        NotBuiltError: no table is kept.
        ValueError: none is kept of this episode.
        TableError: the table is damaged.
        UnsuitableEnvironmentError: the table is not one of this environment.
    """
    description = read_description(Path(experiment) / "environment.json")
    discretisation = discretise(environment.observation_space, described_settings(description))
    files = q_table_files(experiment, seed)
    kept = max(files) if episode is None else episode
    if kept not in files:
        raise ValueError(f"no table is kept of episode {kept}; kept are {', '.join(map(str, files))}")
    shape = (*discretisation.cells, description.table_shape[-1])
    best = acting_greedily(discretisation, with_available_actions(description, read_table(files[kept], shape)))
    first = first_action(environment)
    return lambda observation: best(observation) + first


def described_settings(description: EnvironmentDescription) -> EnvironmentSettings:
    """Return the settings with which a table or tiles lie over observations as described."""
    bounds = None
    if description.low is not None and description.high is not None:
        given = zip(description.low, description.high, description.periodic, strict=True)
        bounds = tuple(None if is_angle else (low, high) for low, high, is_angle in given)
    tiling = description.tiling
    return EnvironmentSettings(
        description.id,
        bins=None if description.bins is None else tuple(description.bins),
        bounds=bounds,
        angles=tuple((cosine, sine) for cosine, sine in description.angles) if description.angles else None,
        tiling=Tiling(tiling["tilings"], tuple(tiling["tiles"]), tiling["offsets"]) if tiling else None,
    )
