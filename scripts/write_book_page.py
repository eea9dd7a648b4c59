"""Write the page of all of the book's figures: pictures, commands, and what the book says and what was found."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from jobs.log import logging_to
from tabular.book.registry import BOOK_FIGURES, load_figure
from tabular.pages.book import book_page
from tabular.results.atomic import write_text
from tabular.results.book import read_findings

snakemake: Any  # what Snakemake gives a script


def write_book_page(*, numbers: Sequence[Path], page: Path) -> None:
    """Write the page.

    Args:
        numbers: of each figure, in the order of `BOOK_FIGURES`, what the book says beside what was found here.
        page: file for the page, in the folder of the pictures.
    """
    figures = {name: load_figure(name) for name in BOOK_FIGURES}
    findings = {name: read_findings(path) for name, path in zip(figures, numbers, strict=True)}
    write_text(page, book_page(figures, findings))


if __name__ == "__main__":
    with logging_to(snakemake.log[0]):
        write_book_page(numbers=[Path(path) for path in snakemake.input.numbers], page=Path(snakemake.output.page))
