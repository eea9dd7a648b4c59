"""Draw the value function of the last Q-table."""

from typing import Any

from jobs.figure import FigureOutput, figure_output
from jobs.final_q_table import final_q_table_of
from jobs.log import logging_to
from tabular.figures.value_function import draw_value_function
from tabular.pages.captions import value_function_caption
from tabular.q_tables.final import FinalQTable

snakemake: Any  # what Snakemake gives a script


def plot_value_function(*, q_table: FinalQTable, discount: float, name: str, output: FigureOutput) -> None:
    """Draw the value of the best action of every cell.

    Args:
        q_table: the Q-table.
        discount: the discount that its values were learned with, from 0 to 1.
        name: the experiment's name.
        output: the figure's size and files.
    """
    figure = draw_value_function(q_table, name, discount, output.size)
    output.save(figure, value_function_caption(name, q_table, discount))
    values = q_table.values
    print(f"{values.count()} of {values.size} cells were updated; values from {values.min()} to {values.max()}")


if __name__ == "__main__":
    with logging_to(snakemake.log[0]):
        plot_value_function(
            q_table=final_q_table_of(snakemake),
            discount=snakemake.params.discount,
            name=snakemake.wildcards.experiment,
            output=figure_output(snakemake),
        )
