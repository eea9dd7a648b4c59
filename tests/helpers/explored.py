"""Results of real trainings and made-up studies, made without Snakemake, as the explorer reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from describe_environment import describe_environment
from evaluate import evaluate
from evaluate_baselines import evaluate_baselines
from tabular.environments.settings import EnvironmentSettings
from tabular.learning.agent import used_settings
from tabular.pages.explorer.contents import ExperimentFiles
from tabular.pages.explorer.studies import StudyFiles
from tabular.results.best_trial import BestTrial, write_best
from tabular.results.snapshots import SnapshotPolicy, choose
from trace_trajectories import trace_trajectories
from train import train

from tests.helpers.configurations import load
from tests.helpers.studies import rank

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from tabular.results.studies import Study

VIEW = {"axes": None, "reduce": "mean", "grid": None}
EVALUATION = {"episodes": 5, "seed": 1000000, "max_steps": 100}


def explored_experiment(
    folder: Path,
    environment: Mapping[str, Any],
    *,
    episodes: int,
    every: int,
    seeds: int = 1,
    actions: Sequence[str] | None = None,
    axes: Sequence[str] | None = None,
    **changes: Any,
) -> tuple[dict[str, Any], ExperimentFiles]:
    """Train, evaluate and describe an experiment in a folder; return the page's settings of it, and its files."""
    snapshots = {"every": every}
    kept = SnapshotPolicy(every=every).episodes(episodes)
    evaluated = list(choose(kept, 4))
    files = ExperimentFiles(
        qtables=[folder / f"seed-{seed}/qtables" for seed in range(seeds)],
        rewards=[folder / f"seed-{seed}/rewards.parquet" for seed in range(seeds)],
        evaluations=[folder / f"seed-{seed}/evaluation.parquet" for seed in range(seeds)],
        visits=folder / "seed-0/visits.npy",
        first_updates=folder / "seed-0/first_updates.npy",
        baselines=folder / "baselines.parquet",
        description=folder / "environment.json",
        paths=folder / "seed-0/greedy_paths.parquet",
    )
    agent = used_settings(load({}).experiments["mountain_car_textbook"]["agent"])
    learned = {"environment": dict(environment), "agent": agent, "episodes": episodes, "snapshots": snapshots}
    for seed in range(seeds):
        own = folder / f"seed-{seed}"
        train(
            settings=learned,
            seed=seed,
            window=100,
            qtables=files.qtables[seed],
            digest=own / "qtables.sha256",
            rewards=files.rewards[seed],
            visits=own / "visits.npy",
            first_updates=own / "first_updates.npy",
        )
        evaluate(
            qtables=files.qtables[seed],
            snapshots=evaluated,
            episodes=episodes,
            settings={"environment": dict(environment), "evaluation": EVALUATION},
            seed=seed,
            path=files.evaluations[seed],
        )
    describe_environment(
        settings=EnvironmentSettings(**environment), actions=actions, axes=axes, path=files.description
    )
    evaluate_baselines(
        description=files.description,
        settings={"environment": dict(environment), "evaluation": EVALUATION},
        path=files.baselines,
    )
    trace_trajectories(
        qtables=files.qtables[0],
        episodes=episodes,
        snapshots=evaluated,
        settings={"environment": dict(environment), "evaluation": {"seed": 1000000, "max_steps": 100}},
        trajectories=2,
        seed=0,
        last=folder / "seed-0/trajectories.parquet",
        evaluated=files.paths,
    )
    settings = {
        "seeds": seeds,
        "episodes": episodes,
        "snapshots": snapshots,
        "evaluated": evaluated,
        "window": 100,
        "view": VIEW,
        "references": {},
        "has_paths": True,
        "rollout": None,
    }
    return settings | changes, files


def studied(
    study: Study, folder: Path, confirmation: tuple[float, float, float, int] | None = None, **changes: Any
) -> tuple[dict[str, Any], StudyFiles]:
    """Write the results of a study; return the page's settings of it, and its files.

    Args:
        study: its trials and scores.
        folder: where the files go.
        confirmation: score, ends of its interval, and number of seeds of the best trial, trained again.
        changes: of the settings.
    """
    files = rank(study, folder)
    best, confirmed = folder / "best.json", folder / "confirmation.csv"
    write_best(best, BestTrial("b" * 16, 1.0, 3, {}, {"agent": {"algorithm": "sarsa"}}))
    if confirmation:
        score, low, high, seeds = confirmation
        confirmed.write_text(f"trial,seeds,score,low,high\n{'b' * 16},{seeds},{score},{low},{high}\n", encoding="utf-8")
    settings = {
        "base": "lake",
        "environment": "FrozenLake-v1",
        "score": "greedy return",
        "statistic": "mean",
        "method": "grid",
        "is_confirmed": confirmation is not None,
    }
    return settings | changes, StudyFiles(
        trials=files["trials"],
        ranking=files["csv"],
        importance=files["importance"],
        sensitivity=files["sensitivity"],
        best=best,
        confirmation=confirmed if confirmation else None,
    )
