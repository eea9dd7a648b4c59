"""Draw the paths of greedy episodes over the policy that they followed."""

from pathlib import Path
from typing import Any

from jobs.figure import FigureOutput, figure_output
from jobs.final_q_table import final_q_table_of
from jobs.log import logging_to
from tabular.figures.available import refuse_unless_drawn
from tabular.figures.trajectories import draw_trajectories
from tabular.pages.captions import trajectories_caption
from tabular.q_tables.final import FinalQTable
from tabular.results.trajectories import read_trajectories

snakemake: Any  # what Snakemake gives a script


def plot_trajectories(*, trajectories: Path, q_table: FinalQTable, name: str, output: FigureOutput) -> None:
    """Draw the path of each episode.

    Args:
        trajectories: the paths, `trajectories.parquet`.
        q_table: the Q-table whose greedy policy was followed.
        name: the experiment's name.
        output: the figure's size and files.

    Raises:
        NoSuchFigureError: the figure makes no sense for the environment.
    """
    refuse_unless_drawn("trajectories", q_table.environment)
    paths = read_trajectories(trajectories)
    output.save(draw_trajectories(q_table, paths, name, output.size), trajectories_caption(name, paths))


if __name__ == "__main__":
    with logging_to(snakemake.log[0]):
        plot_trajectories(
            trajectories=Path(snakemake.input.trajectories),
            q_table=final_q_table_of(snakemake),
            name=snakemake.wildcards.experiment,
            output=figure_output(snakemake),
        )
