"""Draw the last Q-table, action by action."""

from typing import Any

from jobs.figure import FigureOutput, figure_output
from jobs.final_q_table import final_q_table_of
from jobs.log import logging_to
from tabular.drawing.action_panels import MarkStyle
from tabular.figures.q_table import draw_q_table
from tabular.pages.captions import q_table_caption
from tabular.q_tables.final import FinalQTable

snakemake: Any  # what Snakemake gives a script


def plot_qtable(*, q_table: FinalQTable, episodes: int, name: str, marks: MarkStyle, output: FigureOutput) -> None:
    """Mark the best action of every cell.

    Args:
        q_table: the Q-table.
        episodes: how many episodes it was learned in.
        name: the experiment's name.
        marks: how the two kinds of mark look.
        output: the figure's size and files.
    """
    figure = draw_q_table(q_table, f"{name}: best actions after {episodes:,} episodes", marks, output.size)
    output.save(figure, q_table_caption(name, q_table, episodes))


if __name__ == "__main__":
    with logging_to(snakemake.log[0]):
        plot_qtable(
            q_table=final_q_table_of(snakemake),
            episodes=snakemake.params.episodes,
            name=snakemake.wildcards.experiment,
            marks=MarkStyle(**snakemake.params.marks),
            output=figure_output(snakemake),
        )
