"""What the book says of a figure beside what was found here: as a file, and in the log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tabular.book.statements import find_all
from tabular.pages.book import finding_table
from tabular.pages.tables import write_csv

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tabular.book.figure import BookFigure
    from tabular.book.lines import Line


def write_numbers(path: Path, figure: BookFigure, lines: Iterable[Line]) -> None:
    """Write a row for each statement of the book about a figure, and print it.

    Args:
        path: where the rows go.
        figure: what the book says.
        lines: those that its statements are about.
    """
    found = finding_table(find_all(figure.statements, {line.name: line for line in lines}))
    for row in found.itertuples(index=False):
        print(f"{row.what}: the book {row.book}, here {row.here}, agrees: {row.agrees}")
    write_csv(path, found)
