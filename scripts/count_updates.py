"""Count the updates that Dyna-Q and prioritized sweeping make until they know the shortest way (Example 8.4)."""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from jobs.engines import ENGINES
from jobs.log import logging_to
from jobs.progress import Steps, reporting
from tabular.engines.engine import EngineName
from tabular.environments.settings import EnvironmentSettings
from tabular.evaluation.settings import EvaluationSettings
from tabular.exact.shortest_way import Maze, measure_maze
from tabular.learning.agent import AgentSettings
from tabular.results.updates import UpdateCount, write_updates
from tabular.studies.running import Work, run_all
from tabular.studies.trial import TrialSettings
from tabular.studies.updates_until_optimal import UpdatesOfTraining, updates_until_optimal

snakemake: Any  # what Snakemake gives a script


def count_updates(
    *,
    environment: Mapping[str, Any],
    agents: Mapping[str, Mapping[str, Any]],
    resolutions: Sequence[int],
    seeds: int,
    most_episodes: int,
    path: Path,
    engine: EngineName = "auto",
    workers: int = 1,
) -> None:
    """Write a row for each algorithm, resolution and seed.

    A maze that is n times as fine has ways that are n times as long. There the discount is the nth root of that of the
    maze as it is, so that ways keep their values: the threshold of prioritized sweeping is as small beside them.

    Args:
        environment: the maze, as in the configuration, with an argument `refine`.
        agents: by algorithm, its settings as in the configuration; the discount is that of a maze as it is.
        resolutions: how many cells each way take the place of one.
        seeds: the trainings of each: 0 … seeds - 1.
        most_episodes: after which a training is given up; its row says so.
        path: where the rows go.
        engine: what plays: `auto`, `compiled` or `gymnasium`; the file is the same.
        workers: how many trainings run at a time; the file is the same.
    """
    trials: list[TrialSettings] = []
    mazes: dict[str, Maze] = {}
    algorithms: dict[str, str] = {}
    for refine in resolutions:
        finer = EnvironmentSettings(**{**environment, "arguments": {**environment["arguments"], "refine": refine}})
        maze = measure_maze(finer)
        for algorithm, settings in agents.items():
            agent = AgentSettings.from_settings({**settings, "discount": settings["discount"] ** (1 / refine)})
            name = f"{algorithm} {refine}"
            trials.append(TrialSettings(name, finer, agent, most_episodes, EvaluationSettings(1, 0, maze.steps)))
            mazes[name], algorithms[name] = maze, algorithm
    # Seed by seed, so that long trainings and short ones take turns.
    work = [Work(trial, [seed]) for seed in range(seeds) for trial in trials]
    print(f"mazes: {len(resolutions)}, algorithms: {len(agents)}, seeds: {seeds}", flush=True)
    found: dict[tuple[str, int], UpdateCount] = {}
    progress = Steps("training", len(work))

    def done(results: Sequence[UpdatesOfTraining]) -> None:
        for result in results:
            states = mazes[result.trial].states
            found[result.trial, result.seed] = UpdateCount(algorithms[result.trial], states, *result[1:])
            progress.done += 1
            if not result.found:
                print(f"{algorithms[result.trial]}, {states} states, seed {result.seed}: given up")

    with reporting(progress):
        run_all(work, partial(updates_until_optimal, mazes=mazes), engine, workers, done)
    runs = [found[trial.name, seed] for trial in trials for seed in range(seeds)]
    settings = {
        "environment": environment,
        "agents": agents,
        "resolutions": resolutions,
        "seeds": seeds,
        "most_episodes": most_episodes,
    }
    write_updates(path, runs, settings)


if __name__ == "__main__":
    with logging_to(snakemake.log[0]):
        count_updates(
            environment=snakemake.params.environment,
            agents=snakemake.params.agents,
            resolutions=snakemake.params.resolutions,
            seeds=snakemake.params.seeds,
            most_episodes=snakemake.params.most_episodes,
            path=Path(snakemake.output.runs),
            engine=ENGINES[snakemake.resources.engine],
            workers=snakemake.threads,
        )
