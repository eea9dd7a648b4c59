"""Trace the paths of the greedy policy through the states, from a few starts that training never saw."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jobs.log import logging_to
from tabular.environments.actions import action_count, action_counts
from tabular.environments.bins import discretise
from tabular.environments.make import opened
from tabular.environments.settings import EnvironmentSettings
from tabular.evaluation.rollout import play
from tabular.evaluation.settings import EvaluationSettings
from tabular.formatting import return_text
from tabular.q_tables.greedy import available_values, greedy_policy
from tabular.results.q_table import read_table
from tabular.results.snapshots import episode_name
from tabular.results.trajectories import write_trajectories

snakemake: Any  # what Snakemake gives a script


def trace_trajectories(
    *, qtables: Path, episodes: int, settings: Mapping[str, Any], trajectories: int, seed: int, path: Path
) -> None:
    """Play the table at the end of the last of `episodes` episodes, and write a row for each state on the way.

    Args:
        qtables: folder of the tables.
        episodes: length of the training.
        settings: `environment`, and `evaluation` with `seed` and `max_steps`, as in the configuration: the first
            episodes of the evaluation are played again.
        trajectories: how many of them.
        seed: the seed of the training.
        path: where the rows go.
    """
    environment_settings = EnvironmentSettings(**settings["environment"])
    evaluation = EvaluationSettings(episodes=trajectories, **settings["evaluation"])
    with opened(environment_settings) as environment:
        discretisation = discretise(environment.observation_space, environment_settings)
        actions = action_count(environment)
        table = read_table(qtables / f"{episode_name(episodes - 1, episodes)}.npy", (*discretisation.cells, actions))
        limit = environment.spec.max_episode_steps if environment.spec else None
        steps = [
            *play(
                environment,
                discretisation,
                greedy_policy(available_values(table, action_counts(environment))),
                episodes=evaluation.episodes,
                seed=evaluation.seed,
                max_steps=evaluation.steps_of_episode(limit),
            )
        ]
    write_trajectories(path, steps, {**settings, "trajectories": trajectories}, seed)
    for step in steps:
        if step.outcome is not None:
            print(f"{step.outcome} after {step.steps} steps, return {return_text(step.return_so_far)}")


if __name__ == "__main__":
    with logging_to(snakemake.log[0]):
        trace_trajectories(
            qtables=Path(snakemake.input.qtables),
            episodes=snakemake.params.episodes,
            settings={
                "environment": snakemake.params.environment,
                "evaluation": snakemake.params.evaluation,
            },
            trajectories=snakemake.params.trajectories,
            seed=int(snakemake.wildcards.seed),
            path=Path(snakemake.output.trajectories),
        )
