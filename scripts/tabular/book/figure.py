"""What a figure of the book is: its panels and axes, and what the book says of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tabular.book.sources import Source
    from tabular.book.statements import Statement


@dataclass(frozen=True)
class Axis:
    """An axis.

    Attributes:
        label: what it shows, with its unit.
        limits: where it begins and ends; None: where the lines do.
        is_logarithmic: whether equal lengths are equal factors.
        ticks: numbers that are written; none: Matplotlib chooses.
    """

    label: str
    limits: tuple[float, float] | None = None
    is_logarithmic: bool = False
    ticks: tuple[float, ...] = ()


@dataclass(frozen=True)
class Panel:
    """A panel of lines.

    Attributes:
        x: the horizontal axis.
        sources: where its lines come from.
        title: what is only in this panel; empty for a figure of one panel.
    """

    x: Axis
    sources: tuple[Source, ...]
    title: str = ""


@dataclass(frozen=True)
class BookFigure:
    """What every figure has.

    Attributes:
        title: what it shows.
        about: what the page says of it: the settings, how many runs the book has, what is seen.
        shape: which shape the figure has in the book and here, as far as no number says it.
        statements: what the book says, to be compared with what came out.
        remark: why something differs from the book, or what is open; empty where nothing is.
    """

    title: str
    about: str
    shape: str = ""
    statements: tuple[Statement, ...] = ()
    remark: str = ""


@dataclass(frozen=True, kw_only=True)
class LineFigure(BookFigure):
    """A figure of lines.

    Attributes:
        panels: side by side; they share the vertical axis.
        y: the vertical axis.
        levels: horizontal lines by what they are.
        undrawn: where further lines come from, which only statements are about.
    """

    panels: tuple[Panel, ...]
    y: Axis
    levels: Mapping[str, float] = field(default_factory=dict)
    undrawn: tuple[Source, ...] = ()

    @property
    def sources(self) -> tuple[Source, ...]:
        """Where all lines come from."""
        return (*(source for panel in self.panels for source in panel.sources), *self.undrawn)


@dataclass(frozen=True, kw_only=True)
class TableFigure(BookFigure):
    """A figure of action values at some times of a training.

    Attributes:
        experiments: the experiments that are trained, each with what its panels are called.
        times: what the panels of a training are called, each with the episodes that are over and the steps taken in the
            next one; `half`, half of those that it takes.
        seed: of the training whose values are drawn.
        average_rewards: of so many trainings, the average reward that was learned is among the numbers.
        row_names: names of the rows of cells, where their numbers say nothing.
    """

    experiments: Mapping[str, str]
    times: Mapping[str, tuple[int, int | Literal["half"]]]
    seed: int = 0
    average_rewards: int = 0
    row_names: tuple[str, ...] = ()
