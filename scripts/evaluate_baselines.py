"""Act at random, and with each action alone, as often and from the same starts as the learned tables are played."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jobs.engines import ENGINES
from jobs.log import logging_to
from tabular.engines.engine import EngineName
from tabular.environments.settings import EnvironmentSettings
from tabular.evaluation.baselines import Baselines
from tabular.evaluation.evaluator import Evaluation
from tabular.evaluation.settings import EvaluationSettings
from tabular.results.environment import read_description
from tabular.results.returns import writing_outcomes

snakemake: Any  # what Snakemake gives a script


def evaluate_baselines(
    *, description: Path, settings: Mapping[str, Any], path: Path, engine: EngineName = "auto"
) -> None:
    """Write one row a played episode, and print a line a baseline.

    Args:
        description: the experiment's `environment.json`, which has the actions' names.
        settings: `environment`, and `evaluation` with `episodes`, `seed` and `max_steps`, as in the configuration.
        path: where the rows go.
        engine: what plays the episodes: `auto`, `compiled` or `gymnasium`; the file is the same.
    """
    environment = EnvironmentSettings(**settings["environment"])
    evaluation = EvaluationSettings(**settings["evaluation"])
    with (
        Baselines(environment, evaluation, engine) as baselines,
        writing_outcomes(path, "baseline", settings) as write,
    ):
        print(f"engine: {baselines.engine}")
        for name, outcome in baselines.play(read_description(description).actions):
            write(name, outcome)
            print(f"{name}: {Evaluation.of(outcome)}")


if __name__ == "__main__":
    with logging_to(snakemake.log[0]):
        evaluate_baselines(
            description=Path(snakemake.input.description),
            settings={
                "environment": snakemake.params.environment,
                "evaluation": snakemake.params.evaluation,
            },
            path=Path(snakemake.output.baselines),
            engine=ENGINES[snakemake.resources.engine],
        )
