"""Plot the returns of an experiment while it learns."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from jobs.figure import FigureOutput, figure_output
from jobs.log import logging_to
from tabular.figures.rewards import draw_rewards
from tabular.pages.captions import rewards_caption
from tabular.results.environment import read_description
from tabular.results.episodes import read_history

snakemake: Any  # what Snakemake gives a script


def plot_rewards(*, rewards: Sequence[Path], description: Path, name: str, window: int, output: FigureOutput) -> None:
    """Plot average, maximum and minimum of windows of episodes, and epsilon where there is one.

    Args:
        rewards: one `rewards.parquet` a seed.
        description: the experiment's `environment.json`.
        name: the experiment's name.
        window: episodes per point of a curve.
        output: the figure's size and files.
    """
    runs = [read_history(path) for path in rewards]
    figure = draw_rewards(read_description(description), runs, name, window, output.size)
    output.save(figure, rewards_caption(name, runs, window))
    print(f"{len(runs[0].returns)} episodes of {len(runs)} seeds in windows of {window}")


if __name__ == "__main__":
    with logging_to(snakemake.log[0]):
        plot_rewards(
            rewards=[Path(path) for path in snakemake.input.rewards],
            description=Path(snakemake.input.description),
            name=snakemake.wildcards.experiment,
            window=snakemake.params.window,
            output=figure_output(snakemake),
        )
