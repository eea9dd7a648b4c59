"""Trace the paths of greedy policies through the states, from starts that training never saw."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from jobs.log import logging_to
from tabular.environments.actions import action_count
from tabular.environments.available_actions import available_actions
from tabular.environments.bins import discretise
from tabular.environments.make import finish_changes, opened
from tabular.environments.settings import EnvironmentSettings
from tabular.evaluation.greedy_action import acting_greedily
from tabular.evaluation.rollout import play
from tabular.evaluation.settings import EvaluationSettings
from tabular.formatting import return_text
from tabular.q_tables.greedy import masked_values
from tabular.results.q_table import read_table
from tabular.results.snapshots import episode_name
from tabular.results.steps import Step
from tabular.results.trajectories import write_greedy_paths, write_trajectories

snakemake: Any  # what Snakemake gives a script


def trace_trajectories(
    *,
    qtables: Path,
    episodes: int,
    snapshots: Sequence[int],
    settings: Mapping[str, Any],
    trajectories: int,
    seed: int,
    last: Path,
    evaluated: Path,
) -> None:
    """Play the last table from several starts, and each evaluated table from the first of them.

    Args:
        qtables: folder of the tables.
        episodes: length of the training.
        snapshots: the episodes at whose end the evaluated tables were kept.
        settings: `environment`, and `evaluation` with `seed` and `max_steps`, as in the configuration: the first
            episodes of the evaluation are played again.
        trajectories: how many of them, by the last table.
        seed: the seed of the training.
        last: where the paths of the last table go.
        evaluated: where the path of each evaluated table goes.
    """
    environment_settings = EnvironmentSettings(**settings["environment"])
    evaluation = EvaluationSettings(episodes=trajectories, **settings["evaluation"])
    with opened(environment_settings) as environment:
        finish_changes(environment)
        discretisation = discretise(environment.observation_space, environment_settings)
        shape = (*discretisation.cells, action_count(environment))
        available = available_actions(environment, environment_settings)
        limit = environment.spec.max_episode_steps if environment.spec else None

        def paths(snapshot: int, starts: int) -> list[Step]:
            table = read_table(qtables / f"{episode_name(snapshot, episodes)}.npy", shape)
            return list(
                play(
                    environment,
                    discretisation,
                    acting_greedily(discretisation, masked_values(table, available)),
                    episodes=starts,
                    seed=evaluation.seed,
                    max_steps=evaluation.steps_of_episode(limit),
                )
            )

        steps = paths(episodes - 1, trajectories)
        write_trajectories(last, steps, {**settings, "trajectories": trajectories}, seed)
        write_greedy_paths(evaluated, {snapshot: paths(snapshot, 1) for snapshot in snapshots}, settings, seed)
    for step in steps:
        if step.outcome is not None:
            print(f"{step.outcome} after {step.steps} steps, return {return_text(step.return_so_far)}")


if __name__ == "__main__":
    with logging_to(snakemake.log[0]):
        trace_trajectories(
            qtables=Path(snakemake.input.qtables),
            episodes=snakemake.params.episodes,
            snapshots=snakemake.params.snapshots,
            settings={
                "environment": snakemake.params.environment,
                "evaluation": snakemake.params.evaluation,
            },
            trajectories=snakemake.params.trajectories,
            seed=int(snakemake.wildcards.seed),
            last=Path(snakemake.output.trajectories),
            evaluated=Path(snakemake.output.paths),
        )
