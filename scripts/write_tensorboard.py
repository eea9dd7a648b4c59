"""Write a training's returns, evaluation and settings as TensorBoard reads them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jobs.log import logging_to
from tabular.exports.event_file import write_event_file
from tabular.results.episodes import read_history
from tabular.results.returns import read_mean_returns

snakemake: Any  # what Snakemake gives a script


def write_tensorboard(
    *, rewards: Path, evaluation: Path, settings: Mapping[str, Any], experiment: str, path: Path
) -> None:
    """Write an event file.

    Args:
        rewards: the seed's `rewards.parquet`.
        evaluation: the seed's `evaluation.parquet`.
        settings: what both depend on, as in the configuration.
        experiment: the experiment's name, under which TensorBoard joins its seeds.
        path: where the file goes.
    """
    history = read_history(rewards)
    snapshots, means = read_mean_returns(evaluation)
    greedy = dict(zip(snapshots.tolist(), means.tolist(), strict=True))
    write_event_file(path, history, greedy, settings, experiment)
    print(f"{len(history.returns)} episodes, {len(greedy)} evaluated tables")


if __name__ == "__main__":
    with logging_to(snakemake.log[0]):
        write_tensorboard(
            rewards=Path(snakemake.input.rewards),
            evaluation=Path(snakemake.input.evaluation),
            settings={
                "environment": snakemake.params.environment,
                "agent": snakemake.params.agent,
                "episodes": snakemake.params.episodes,
                "snapshots": snakemake.params.snapshots,
                "evaluation": snakemake.params.evaluation,
            },
            experiment=snakemake.wildcards.experiment,
            path=Path(snakemake.output.events),
        )
