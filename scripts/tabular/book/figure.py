"""What a figure of the book is: where its numbers come from, its axes, and what the book says of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tabular.book.statements import Statement

Measure = Literal["return", "steps", "went_left", "episodes_finished"]
"""What a line of a comparison shows: the return of each episode; its steps; in per cent of runs, whether it had more
than one step; or, over time steps, how many episodes have ended by then."""


@dataclass(frozen=True)
class StudyLines:
    """Lines of a parameter study: the score of its trials over one key, a line for each value of another one.

    Attributes:
        study: the study's name.
        over: the key on the horizontal axis.
        by: the key that tells lines apart.
        names: the lines' names by the value of that key, in their order.
        first_style: place of the first line's style among all styles.
        is_negated: the study's score is the negative of what is drawn, as a return is of a number of steps.
    """

    study: str
    over: str
    by: str
    names: Mapping[str | float, str]
    first_style: int = 0
    is_negated: bool = False


@dataclass(frozen=True)
class ComparisonLines:
    """Lines of a comparison: a measure over the episodes of training, or over its time steps, a line an experiment.

    Attributes:
        comparison: the comparison's name.
        measure: what is shown.
        points: episodes, counted from 1 as in the book, or time steps.
        names: the lines' names by experiment, in their order.
        first_style: place of the first line's style among all styles.
    """

    comparison: str
    measure: Measure
    points: range
    names: Mapping[str, str]
    first_style: int = 0


@dataclass(frozen=True)
class UpdateLines:
    """Lines of Example 8.4: how many updates it takes until the solution is optimal, over the number of states.

    Attributes:
        names: the lines' names by algorithm, in their order.
        first_style: place of the first line's style among all styles.
    """

    names: Mapping[str, str]
    first_style: int = 0


Source = StudyLines | ComparisonLines | UpdateLines


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
