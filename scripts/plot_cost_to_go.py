"""Draw the cost to go of the last Q-table as a surface."""

from typing import Any

from jobs.figure import FigureOutput, figure_output
from jobs.final_q_table import final_q_table_of
from jobs.log import logging_to
from tabular.figures.available import refuse_unless_drawn
from tabular.figures.cost_to_go import draw_cost_to_go
from tabular.pages.captions import cost_to_go_caption
from tabular.q_tables.final import FinalQTable

snakemake: Any  # what Snakemake gives a script


def plot_cost_to_go(*, q_table: FinalQTable, discount: float, name: str, output: FigureOutput) -> None:
    """Draw the negative value of the best action of every cell.

    Args:
        q_table: the Q-table.
        discount: the discount that its values were learned with, from 0 to 1.
        name: the experiment's name.
        output: the figure's size and files.

    Raises:
        NoSuchFigureError: the figure makes no sense for the environment.
    """
    refuse_unless_drawn("cost_to_go", q_table.environment)
    figure = draw_cost_to_go(q_table, name, discount, output.size)
    output.save(figure, cost_to_go_caption(name, q_table, discount))


if __name__ == "__main__":
    with logging_to(snakemake.log[0]):
        plot_cost_to_go(
            q_table=final_q_table_of(snakemake),
            discount=snakemake.params.discount,
            name=snakemake.wildcards.experiment,
            output=figure_output(snakemake),
        )
