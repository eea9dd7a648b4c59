"""What the explorer says of one experiment, as its page reads it."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from tabular.pages.explorer.packing import pack_tables, packed
from tabular.q_tables.sampling import ShownValues, fitting
from tabular.q_tables.view_settings import ViewSettings
from tabular.results.environment import RANDOM, read_description
from tabular.results.exact_solution import read_best_return
from tabular.results.first_updates import NEVER
from tabular.results.q_table import read_first_updates, read_table, read_visits
from tabular.results.returns import read_baseline_means, read_outcomes
from tabular.results.snapshots import SnapshotPolicy, choose, episode_name
from tabular.results.trajectories import read_greedy_paths
from tabular.statistics.intervals import estimate
from tabular.statistics.learning_curves import read_experiment_results
from tabular.statistics.metrics import mean
from tabular.statistics.reference_returns import best_constant_action, with_exact

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from tabular.results.environment import EnvironmentDescription
    from tabular.statistics.intervals import Estimate
    from tabular.statistics.learning_curves import Curve

MOST_VALUES = 6_000_000
"""Values of all tables of an experiment together: what a browser decodes in a moment, and keeps in 12 MB."""

FEWEST_TABLES = 2
"""The first and the last, however large they are."""

MOST_SAMPLED_VALUES = MOST_VALUES // 20
"""Values on which tiles are sampled for the page: so few that time has at least so many steps there."""


@dataclass(frozen=True)
class ExperimentFiles:
    """Where an experiment's results are; one entry a seed where there are several.

    Attributes:
        qtables: folders of the tables.
        rewards: `rewards.parquet`.
        evaluations: `evaluation.parquet`.
        visits: `visits.npy` of the first seed.
        first_updates: `first_updates.npy` of the first seed.
        baselines: `baselines.parquet`.
        paths: `greedy_paths.parquet` of the first seed.
        description: `environment.json`.
        best_return: `best_return.json`; None where the environment has no exact solution.
    """

    qtables: Sequence[Path]
    rewards: Sequence[Path]
    evaluations: Sequence[Path]
    visits: Path
    first_updates: Path
    baselines: Path
    description: Path
    paths: Path
    best_return: Path | None = None


def experiment_contents(name: str, settings: Mapping[str, Any], files: ExperimentFiles) -> dict[str, Any]:
    """Return all that the page shows of an experiment, ready for JSON.

    Args:
        name: the experiment's name.
        settings: `episodes`, `snapshots`, `evaluated` (the episodes whose tables were evaluated), `window` (episodes
            per point of the learning curve), `view`, `references`, `has_paths` (whether states are places in a plane)
            and `rollout` (the video of the agent acting, relative to the page, or None).
        files: its results.

    Raises:
        DamagedFileError, TableError: a file is missing or damaged.
    """
    described = read_description(files.description)
    shown = ShownValues.of(described, fitting(described, ViewSettings(**settings["view"]), MOST_SAMPLED_VALUES))
    description, view = shown.description, shown.view
    episodes: int = settings["episodes"]
    kept = SnapshotPolicy(**settings["snapshots"]).episodes(episodes)
    chosen = snapshots_of_page(kept, math.prod(description.table_shape))
    tables = read_tables(files.qtables[0], chosen, episodes, shown)
    available = available_actions(description)
    of_others = [read_tables(folder, chosen[-1:], episodes, shown) for folder in files.qtables[1:]]
    first_updates = shown.first_updates(read_first_updates(files.first_updates, shown.shape))
    return {
        "name": name,
        "environment": asdict(description),
        "episodes": episodes,
        "snapshots": {"kept": len(kept), "episodes": list(chosen)},
        "tables": asdict(pack_tables(tables, available)),
        "lastOfSeeds": asdict(pack_tables(np.concatenate([tables[-1:], *of_others]), available)),
        "firstUpdates": packed(first_snapshots(first_updates, chosen)),
        "visits": packed(shown.visits(read_visits(files.visits, shown.shape))),
        "view": {
            "columns": asdict(view.columns),
            "rows": asdict(view.rows),
            "isMap": view.is_map,
            "note": view.note,
            "shown": view.dimensions,
            "reduction": view.reduction,
            "sampling": view.sampling,
        },
        "results": results(name, settings, files),
        "paths": greedy_paths(files.paths, settings["evaluated"]) if settings["has_paths"] else [],
        "rollout": settings["rollout"],
    }


def greedy_paths(file: Path, evaluated: Sequence[int]) -> list[dict[str, Any]]:
    """Return the greedy path of each evaluated table."""
    return [
        {"episode": episode, "points": path.observations.tolist(), "total": path.total, "outcome": path.outcome}
        for episode, path in read_greedy_paths(file, evaluated).items()
    ]


def snapshots_of_page(kept: Sequence[int], values: int) -> tuple[int, ...]:
    """Return the episodes whose tables are on the page: all that are kept, or as many, evenly, as fit.

    Args:
        kept: the episodes whose tables are kept.
        values: of one table.
    """
    return choose(kept, max(FEWEST_TABLES, MOST_VALUES // values))


def read_tables(folder: Path, snapshots: Sequence[int], episodes: int, shown: ShownValues) -> NDArray[np.float64]:
    """Read some of the tables of a seed as they are shown, shape (tables, cells, actions)."""
    actions = shown.shape[-1]
    files = [folder / f"{episode_name(snapshot, episodes)}.npy" for snapshot in snapshots]
    return np.stack([shown.values(read_table(file, shown.shape)).reshape(-1, actions) for file in files])


def available_actions(description: EnvironmentDescription) -> NDArray[np.bool_]:
    """Tell which actions are available in each cell, shape (cells, actions)."""
    if description.action_mask is not None:
        mask = np.array(description.action_mask, dtype=np.bool_)
        return mask | ~mask.any(axis=-1, keepdims=True)
    actions = description.table_shape[-1]
    counts = description.action_counts or [actions] * math.prod(description.cells)
    available: NDArray[np.bool_] = np.arange(actions) < np.array(counts)[:, np.newaxis]
    return available


def first_snapshots(first_updates: NDArray[np.int32], chosen: Sequence[int]) -> NDArray[np.uint32]:
    """Return the number of the first table on the page by which each value had been updated, from 0.

    Args:
        first_updates: the same as the episode at whose end a table was kept, or `NEVER`.
        chosen: the episodes whose tables are on the page.

    Returns:
        The shape of `first_updates`; the number of tables where a value was never updated.
    """
    number = np.searchsorted(np.array(chosen), first_updates)
    return np.where(first_updates == NEVER, len(chosen), number).astype(np.uint32)


def results(name: str, settings: Mapping[str, Any], files: ExperimentFiles) -> dict[str, Any]:
    """Return the returns of an experiment, and what they are compared with."""
    learned = read_experiment_results(name, files.rewards, files.evaluations, settings["window"])
    baselines = read_baseline_means(files.baselines)
    action, constant = best_constant_action(baselines)
    exact = read_best_return(files.best_return).references if files.best_return else {}
    one_seed = len(files.evaluations) == 1
    final = last_returns(files.evaluations[0]) if one_seed else learned.scores
    return {
        "seeds": len(files.rewards),
        "window": settings["window"],
        "greedyReturn": _estimate(estimate(mean, final)),
        "runs": len(final),
        "random": baselines[RANDOM],
        "bestConstantAction": action,
        "bestConstantReturn": constant,
        "references": with_exact(exact, settings["references"]),
        "training": _curve(learned.training),
        "greedy": _curve(learned.greedy),
    }


def last_returns(evaluation: Path) -> NDArray[np.float64]:
    """Return the returns of the last evaluated table of a seed, shape (episodes,)."""
    columns = read_outcomes(evaluation, "snapshot")
    returns: NDArray[np.float64] = columns["return"][columns["snapshot"] == columns["snapshot"].max()]
    return returns


def _estimate(number: Estimate) -> dict[str, float | None]:
    return {key: _finite(value) for key, value in asdict(number).items()}


def _curve(curve: Curve) -> dict[str, list[Any]]:
    return {
        "episode": curve.episode.tolist(),
        "mean": [_finite(value) for value in curve.mean.tolist()],
        "low": [_finite(value) for value in curve.low.tolist()],
        "high": [_finite(value) for value in curve.high.tolist()],
    }


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None
