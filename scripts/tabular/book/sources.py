"""Where the lines of a figure of the book come from: a study, a comparison, or the runs of Example 8.4."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

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
