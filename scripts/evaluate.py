"""Play the greedy policies of some of a training's tables, on starts that the training never saw."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from jobs.engines import ENGINES
from jobs.log import logging_to
from tabular.engines.engine import EngineName
from tabular.environments.settings import EnvironmentSettings
from tabular.evaluation.evaluator import Evaluation, GreedyEvaluator
from tabular.evaluation.settings import EvaluationSettings
from tabular.results.q_table import read_table
from tabular.results.returns import writing_outcomes
from tabular.results.snapshots import episode_name

snakemake: Any  # what Snakemake gives a script


def evaluate(
    *,
    qtables: Path,
    snapshots: Sequence[int],
    episodes: int,
    settings: Mapping[str, Any],
    seed: int,
    path: Path,
    engine: EngineName = "auto",
) -> None:
    """Write one row a played episode, and print a line a table.

    Args:
        qtables: folder of the tables.
        snapshots: the episodes at whose end the tables were kept that are played.
        episodes: length of the training.
        settings: `environment`, and `evaluation` with `episodes`, `seed` and `max_steps`, as in the configuration.
        seed: the seed of the training.
        path: where the rows go.
        engine: what plays the episodes: `auto`, `compiled` or `gymnasium`; the file is the same.
    """
    environment = EnvironmentSettings(**settings["environment"])
    evaluation = EvaluationSettings(**settings["evaluation"])
    with (
        GreedyEvaluator(environment, evaluation, engine) as evaluator,
        writing_outcomes(path, "snapshot", settings, seed) as write,
    ):
        print(f"engine: {evaluator.engine}")
        for snapshot in snapshots:
            table = read_table(qtables / f"{episode_name(snapshot, episodes)}.npy", evaluator.table_shape)
            outcome = evaluator.outcome(table)
            write(snapshot, outcome)
            print(f"snapshot {snapshot}: {Evaluation.of(outcome)}")


if __name__ == "__main__":
    with logging_to(snakemake.log[0]):
        print(f"seed: {snakemake.wildcards.seed}")
        evaluate(
            qtables=Path(snakemake.input.qtables),
            snapshots=snakemake.params.snapshots,
            episodes=snakemake.params.episodes,
            settings={
                "environment": snakemake.params.environment,
                "evaluation": snakemake.params.evaluation,
            },
            seed=int(snakemake.wildcards.seed),
            path=Path(snakemake.output.evaluation),
            engine=ENGINES[snakemake.resources.engine],
        )
