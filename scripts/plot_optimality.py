"""Draw where the last Q-table differs from the optimal values, and where its greedy action isn't optimal."""

from pathlib import Path
from typing import Any

from jobs.figure import FigureOutput, figure_output
from jobs.final_q_table import final_q_table_of
from jobs.log import logging_to
from tabular.figures.optimality import draw_optimality
from tabular.pages.optimality_caption import optimality_caption
from tabular.q_tables.final import FinalQTable
from tabular.q_tables.optimality import compare
from tabular.results.exact_solution import read_optimal_values

snakemake: Any  # what Snakemake gives a script


def plot_optimality(
    *, q_table: FinalQTable, optimal_values: Path, discount: float, name: str, output: FigureOutput
) -> None:
    """Draw the difference of the state values, and mark the cells whose greedy action isn't optimal.

    Args:
        q_table: the Q-table.
        optimal_values: the experiment's `optimal_values.npy`.
        discount: the discount of both, from 0 to 1.
        name: the experiment's name.
        output: the figure's size and files.
    """
    optimality = compare(q_table, read_optimal_values(optimal_values, tuple(q_table.environment.table_shape)))
    figure = draw_optimality(q_table, optimality, name, output.size)
    caption = optimality_caption(name, optimality, discount)
    output.save(figure, caption)
    print(caption.strip())


if __name__ == "__main__":
    with logging_to(snakemake.log[0]):
        plot_optimality(
            q_table=final_q_table_of(snakemake),
            optimal_values=Path(snakemake.input.optimal_values),
            discount=snakemake.params.discount,
            name=snakemake.wildcards.experiment,
            output=figure_output(snakemake),
        )
