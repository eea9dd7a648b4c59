"""Draw one of the book's figures of lines."""

from pathlib import Path
from typing import Any

from jobs.figure import FigureOutput, figure_output
from jobs.log import logging_to
from tabular.book.figure import LineFigure
from tabular.book.registry import load_figure
from tabular.figures.book_lines import draw_book_lines
from tabular.pages.book import figure_caption, figure_text
from tabular.results.book import read_findings, read_lines

snakemake: Any  # what Snakemake gives a script


def plot_book_lines(*, name: str, lines: Path, numbers: Path, output: FigureOutput) -> None:
    """Draw the figure.

    Args:
        name: the figure's, as in `tabular.book.registry`.
        lines: the points of its lines.
        numbers: what the book says beside what was found here.
        output: size and files of the figure.
    """
    figure = load_figure(name)
    assert isinstance(figure, LineFigure)  # noqa: S101 (tells the type checker)
    drawn = draw_book_lines(figure_text(name), figure, read_lines(lines), output.size)
    output.save(drawn, figure_caption(name, figure, read_findings(numbers)))


if __name__ == "__main__":
    with logging_to(snakemake.log[0]):
        plot_book_lines(
            name=snakemake.wildcards.figure,
            lines=Path(snakemake.input.lines),
            numbers=Path(snakemake.input.numbers),
            output=figure_output(snakemake),
        )
