"""Titles, legends and names that fit into a figure, however long they are."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Literal

from tabular.drawing.canvas import DPI
from tabular.drawing.style import FIGURE_STYLE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.artist import Artist
    from matplotlib.figure import Figure
    from matplotlib.legend import Legend

    LegendEntry = Artist | tuple[Artist, ...]
    """One that has the label, or such a one with others that are drawn over it."""

COLUMN_SPACING = 1.2
"""Room between a legend's columns, in letters' heights."""

LINE_HEIGHT = 1.5
"""From one line of a legend to the next, in letters' heights, about."""

MOST_OF_HEIGHT = 0.25
"""Share of an experiment's figure that its legend may take, so that the cells and curves keep most of the room."""


def in_lines(figure: Figure, text: str) -> str:
    """Break text, as bold and as large as a title of `FIGURE_STYLE`, into as many lines as the figure's width needs."""
    room = 0.97 * figure.bbox.width
    lettering = figure.text(0, 0, text, weight="bold", size=FIGURE_STYLE["figure.titlesize"])
    for letters in range(len(text), 0, -1):
        lettering.set_text("\n".join(textwrap.wrap(text, letters)))
        if lettering.get_window_extent().width <= room:
            break
    lettering.remove()
    return lettering.get_text()


def shortened(name: str, letters: int) -> str:
    """Return a name of at most so many letters, its middle left out where it is longer."""
    end = (letters - 1) // 2
    return name if len(name) <= letters else f"{name[: letters - 1 - end]}…{name[-end:]}"


def fitted_text(figure: Figure, text: str, room: float, size: float) -> str:
    """Return a text in a size in points, its middle left out where it is wider than `room` pixels at 100 dpi."""
    letters = len(text)
    while letters > 1 and text_width(figure, shortened(text, letters), size) > room:
        letters -= 1
    return shortened(text, letters)


def write_title(figure: Figure, title: str) -> None:
    """Write a figure's title at its upper left; to be called in `FIGURE_STYLE`."""
    figure.suptitle(in_lines(figure, title), x=0.01, ha="left", weight="bold")


def fitted_legend(
    figure: Figure,
    entries: Sequence[LegendEntry],
    place: Literal["outside upper left", "outside lower left", "outside lower center"],
    *,
    title: str = "",
    handlelength: float = 1.8,
    handletextpad: float = 0.8,
    most_of_height: float = 1.0,
) -> Legend:
    """Say outside all panels what their marks mean, in as few lines as fit; to be called in `FIGURE_STYLE`.

    Args:
        figure: where the legend goes.
        entries: what is in it, in the order in which it is read, line by line.
        place: where outside.
        title: the figure's title, where it stands right above the legend.
        handlelength: length of the marks, in letters' heights, as in Matplotlib.
        handletextpad: room between a mark and its text, likewise.
        most_of_height: share of the figure's height that the lines may take; beyond it, names are shortened.
    """
    labels = [label_of(entry) for entry in entries]
    beside_text = (handlelength + handletextpad + COLUMN_SPACING) * FIGURE_STYLE["legend.fontsize"] * DPI / 72
    size = FIGURE_STYLE["legend.fontsize"]
    taken = [beside_text + text_width(figure, label, size) for label in labels]
    width, height = (float(inches) * DPI for inches in figure.get_size_inches())
    columns = next(
        count
        for count in balanced_columns(len(entries))
        if count == 1 or sum(max(taken[first::count]) for first in range(count)) <= width
    )
    most_lines = max(1, int(most_of_height * height / (LINE_HEIGHT * size * DPI / 72)))
    if -(-len(entries) // columns) > most_lines:
        columns = -(-len(entries) // most_lines)
        labels = [fitted_text(figure, label, width / columns - beside_text, size) for label in labels]
    order = reading_order(len(entries), columns)
    return figure.legend(
        handles=[entries[position] for position in order],
        labels=[labels[position] for position in order],
        ncols=columns,
        loc=place,
        title=in_lines(figure, title) if title else "",
        title_fontproperties={"weight": "bold", "size": FIGURE_STYLE["figure.titlesize"]},
        alignment="left",
        frameon=False,
        borderaxespad=0.2,
        handlelength=handlelength,
        handletextpad=handletextpad,
        columnspacing=COLUMN_SPACING,
    )


def label_of(entry: LegendEntry) -> str:
    """Return the text of a legend's entry."""
    return str((entry[0] if isinstance(entry, tuple) else entry).get_label())


def balanced_columns(entries: int) -> list[int]:
    """Return how many columns a legend of one line, of two lines, … has, with few gaps in its last line."""
    return [-(-entries // lines) for lines in range(1, entries + 1)]


def reading_order(entries: int, columns: int) -> list[int]:
    """Return the order in which Matplotlib, which fills columns downwards, takes entries that are read line by line."""
    return [position for first in range(columns) for position in range(first, entries, columns)]


def text_width(figure: Figure, label: str, size: float) -> float:
    """Return the width of a text in a size in points, in pixels at 100 dpi."""
    lettering = figure.text(0, 0, label, size=size)
    width = lettering.get_window_extent().width * DPI / figure.dpi
    lettering.remove()
    return float(width)
