"""Describe the environment that a table is laid over: bounds, bins, actions, time limit."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from jobs.log import logging_to
from tabular.environments.describe import describe
from tabular.environments.settings import EnvironmentSettings
from tabular.results.environment import write_description

snakemake: Any  # what Snakemake gives a script


def describe_environment(
    *, settings: EnvironmentSettings, actions: Sequence[str] | None, axes: Sequence[str] | None, path: Path
) -> None:
    """Write the description to `path` and print what the tutorial prints first.

    Args:
        settings: the environment and its bins.
        actions: a name for each action, or None to number them.
        axes: a name for each dimension of the observation, or None to number them.
        path: where `environment.json` goes.
    """
    description = describe(settings, actions, axes)
    write_description(path, description)
    print(f"{description.id}: {len(description.actions)} actions: {', '.join(description.actions)}")
    tiles = description.tiling["tiles"] if description.tiling else None
    parts = "tiles" if tiles else "bins"
    for dimension, (name, cells) in enumerate(zip(description.axes, tiles or description.cells, strict=True)):
        if description.low is None or description.high is None or description.bin_width is None:
            print(f"{name}: {cells} values")
        else:
            low, high, width = (
                values[dimension] for values in (description.low, description.high, description.bin_width)
            )
            print(f"{name}: {low:g} to {high:g} in {cells} {parts} of {width:g}")


if __name__ == "__main__":
    with logging_to(snakemake.log[0]):
        names = snakemake.params.names
        describe_environment(
            settings=EnvironmentSettings(**snakemake.params.environment),
            actions=names["actions"],
            axes=names["axes"],
            path=Path(snakemake.output.description),
        )
