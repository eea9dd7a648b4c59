"""Draw one of the book's figures of lines."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from jobs.log import logging_to
from tabular.book.figure import LineFigure
from tabular.book.registry import load_figure
from tabular.drawing.canvas import save_figure
from tabular.figures.book_lines import draw_book_lines
from tabular.pages.book import figure_text
from tabular.results.book import read_lines

snakemake: Any  # what Snakemake gives a script


def plot_book_lines(*, name: str, lines: Path, png: Path, svg: Path, size: Sequence[int], dpi: int) -> None:
    """Draw the figure.

    Args:
        name: the figure's, as in `tabular.book.registry`.
        lines: the points of its lines.
        png: file for the figure's pixels.
        svg: file for its vectors.
        size: width and height in pixels at 100 dpi.
        dpi: resolution of the pixels.
    """
    figure = load_figure(name)
    assert isinstance(figure, LineFigure)  # noqa: S101 (tells the type checker)
    save_figure(draw_book_lines(figure_text(name), figure, read_lines(lines), size), png, svg, dpi)


if __name__ == "__main__":
    with logging_to(snakemake.log[0]):
        plot_book_lines(
            name=snakemake.wildcards.figure,
            lines=Path(snakemake.input.lines),
            png=Path(snakemake.output.png),
            svg=Path(snakemake.output.svg),
            **snakemake.params.style,
        )
