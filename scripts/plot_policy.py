"""Draw the greedy policy of the last Q-table."""

from typing import Any

from jobs.figure import FigureOutput, figure_output
from jobs.final_q_table import final_q_table_of
from jobs.log import logging_to
from tabular.figures.available import refuse_unless_drawn
from tabular.figures.policy import draw_policy
from tabular.pages.captions import policy_caption
from tabular.q_tables.final import FinalQTable

snakemake: Any  # what Snakemake gives a script


def plot_policy(*, q_table: FinalQTable, name: str, output: FigureOutput) -> None:
    """Draw the best action of every cell.

    Args:
        q_table: the Q-table.
        name: the experiment's name.
        output: the figure's size and files.

    Raises:
        NoSuchFigureError: the figure makes no sense for the environment.
    """
    refuse_unless_drawn("policy", q_table.environment)
    output.save(draw_policy(q_table, name, output.size), policy_caption(name, q_table))


if __name__ == "__main__":
    with logging_to(snakemake.log[0]):
        plot_policy(
            q_table=final_q_table_of(snakemake),
            name=snakemake.wildcards.experiment,
            output=figure_output(snakemake),
        )
