"""Draw the value function of the last Q-table."""

from typing import Any

from jobs.figure import FigureOutput, figure_output
from jobs.final_q_table import read_final_q_table
from jobs.log import logging_to
from tabular.figures.value_function import draw_value_function
from tabular.q_tables.final import LastTable

snakemake: Any  # what Snakemake gives a script


def plot_value_function(*, table: LastTable, discount: float, name: str, output: FigureOutput) -> None:
    """Draw the value of the best action of every cell.

    Args:
        table: the Q-table.
        discount: the discount that its values were learned with, from 0 to 1.
        name: the experiment's name.
        output: the figure's size and files.
    """
    output.save(draw_value_function(table, name, discount, output.size))
    values = table.values
    print(f"{values.count()} of {values.size} cells were updated; values from {values.min()} to {values.max()}")


if __name__ == "__main__":
    with logging_to(snakemake.log[0]):
        plot_value_function(
            table=read_final_q_table(snakemake),
            discount=snakemake.params.discount,
            name=snakemake.wildcards.experiment,
            output=figure_output(snakemake),
        )
