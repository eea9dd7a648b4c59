"""How each of many experiments is drawn, so that no two look alike."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tabular.drawing.style import BLACK, BLUE, GREEN, ORANGE, PURPLE, SKY_BLUE, VERMILLION

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_TOLD_APART = 20
"""Of more experiments, only the first, the best and the worst are drawn so that they can be told apart."""

COLORS = (BLUE, VERMILLION, GREEN, PURPLE, ORANGE, SKY_BLUE, BLACK)

DASHES: tuple[Any, ...] = ("-", "--", "-.", (0, (1, 1)), (0, (8, 2)))

MARKERS = ("o", "s", "^", "D", "v", "P", "X", "*", "<", ">", "h")


@dataclass(frozen=True)
class ExperimentStyle:
    """How an experiment's lines are drawn.

    Attributes:
        color: can be told from the others by the colour-blind too.
        dashes: Matplotlib's line style.
        marker: Matplotlib's marker.
    """

    color: str
    dashes: Any
    marker: str


@dataclass(frozen=True)
class DrawnExperiment:
    """An experiment that is drawn so that it can be told from the others.

    Attributes:
        style: how it is drawn.
        remark: why it is drawn so, where most aren't, such as "best"; empty elsewhere.
    """

    style: ExperimentStyle
    remark: str


def experiment_style(position: int) -> ExperimentStyle:
    """Return the style of an experiment by its place in the comparison.

    The numbers of colours, dashes and markers have no common divisor, so that any two of the first 20 styles share at
    most one of the three. They can also be told apart where one of them isn't seen, in grey or on short lines.
    """
    return ExperimentStyle(
        COLORS[position % len(COLORS)], DASHES[position % len(DASHES)], MARKERS[position % len(MARKERS)]
    )


def told_apart(scores: Mapping[str, float]) -> dict[str, DrawnExperiment]:
    """Return which experiments are drawn so that they can be told apart; the others are only background.

    Args:
        scores: the mean greedy return of each experiment, in the order of the comparison.
    """
    if len(scores) <= MOST_TOLD_APART:
        return {name: DrawnExperiment(experiment_style(position), "") for position, name in enumerate(scores)}
    remarks = {next(iter(scores)): ["first"]}
    best, worst = max(scores.values()), min(scores.values())
    if best > worst:
        for extreme, what in ((best, "best"), (worst, "worst")):
            equals = [name for name, score in scores.items() if math.isclose(score, extreme, rel_tol=1e-9)]
            remark = what if len(equals) == 1 else f"one of {len(equals)} {what}"
            remarks.setdefault(equals[0], []).append(remark)
    return {
        name: DrawnExperiment(experiment_style(position), ", ".join(reasons))
        for position, (name, reasons) in enumerate(remarks.items())
    }
