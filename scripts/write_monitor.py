"""Write the episodes of a training as Stable-Baselines3 reads them."""

from pathlib import Path
from typing import Any

from jobs.log import logging_to
from tabular.exports.monitor import write_monitor_file
from tabular.results.episodes import read_history

snakemake: Any  # what Snakemake gives a script


def write_monitor(*, rewards: Path, environment: str, path: Path) -> None:
    """Write `monitor.csv`.

    Args:
        rewards: the seed's `rewards.parquet`.
        environment: the Gymnasium id.
        path: where the file goes.
    """
    history = read_history(rewards)
    write_monitor_file(path, history, environment)
    print(f"{len(history.returns)} episodes")


if __name__ == "__main__":
    with logging_to(snakemake.log[0]):
        write_monitor(
            rewards=Path(snakemake.input.rewards),
            environment=snakemake.params.environment,
            path=Path(snakemake.output.monitor),
        )
