"""Draw one of the book's figures of action values."""

from pathlib import Path
from typing import Any

from jobs.figure import FigureOutput, figure_output
from jobs.log import logging_to
from tabular.book.figure import TableFigure
from tabular.book.registry import load_figure
from tabular.figures.book_access_control import draw_access_control
from tabular.figures.book_costs import draw_costs
from tabular.figures.book_policies import draw_policies
from tabular.pages.book import figure_caption, figure_text
from tabular.results.book import read_cells, read_findings
from tabular.results.environment import read_description

snakemake: Any  # what Snakemake gives a script

DRAWN_BY = {"figure_8_3": draw_policies, "figure_10_1": draw_costs, "figure_10_5": draw_access_control}


def plot_book_tables(*, name: str, cells: Path, description: Path, numbers: Path, output: FigureOutput) -> None:
    """Draw the figure.

    Args:
        name: the figure's, as in `tabular.book.registry`.
        cells: the action values.
        description: the `environment.json` of its experiments.
        numbers: what the book says beside what was found here.
        output: size and files of the figure.
    """
    figure = load_figure(name)
    assert isinstance(figure, TableFigure)  # noqa: S101 (tells the type checker)
    title = f"{figure_text(name)}. {figure.title}"
    drawn = DRAWN_BY[name](title, figure, read_cells(cells), read_description(description), output.size)
    output.save(drawn, figure_caption(name, figure, read_findings(numbers)))


if __name__ == "__main__":
    with logging_to(snakemake.log[0]):
        plot_book_tables(
            name=snakemake.wildcards.figure,
            cells=Path(snakemake.input.cells),
            description=Path(snakemake.input.description),
            numbers=Path(snakemake.input.numbers),
            output=figure_output(snakemake),
        )
