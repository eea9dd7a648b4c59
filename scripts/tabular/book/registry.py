"""All figures by name, each in the module of its chapter, which is loaded when one of its figures is asked for."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tabular.book.figure import BookFigure

LINE_FIGURES = (
    "example_6_5",
    "example_6_6",
    "figure_6_3",
    "figure_6_5",
    "figure_8_2",
    "figure_8_4",
    "example_8_4",
    "figure_8_5",
    "figure_10_2",
    "figure_10_3",
    "figure_10_4",
    "figure_12_10",
    "figure_12_11",
)
"""Figures of lines, in the order of the book."""

TABLE_FIGURES = ("figure_8_3", "figure_10_1", "figure_10_5")
"""Figures of action values at some times of a training."""

BOOK_FIGURES = (
    *LINE_FIGURES[:5],
    "figure_8_3",
    *LINE_FIGURES[5:8],
    "figure_10_1",
    *LINE_FIGURES[8:11],
    "figure_10_5",
    *LINE_FIGURES[11:],
)
"""All figures, in the order of the book."""


def module_name(figure: str) -> str:
    """Return the module that defines a figure."""
    return f"tabular.book.chapter_{figure.split('_')[1]}"


def load_figure(figure: str) -> BookFigure:
    """Return a figure of `BOOK_FIGURES`."""
    figures = cast("Mapping[str, BookFigure]", importlib.import_module(module_name(figure)).FIGURES)
    return figures[figure]
