"""Which figures make sense for an environment, and why the others don't."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tabular.errors import UserError

if TYPE_CHECKING:
    from tabular.results.environment import EnvironmentDescription

FIGURES = (
    "rewards",
    "qtable",
    "learning_curve",
    "value_function",
    "cost_to_go",
    "policy",
    "visits",
    "trajectories",
    "optimality",
)
"""The figures of an experiment."""

MOST_ACTIONS = 8
"""Actions that the colours of `tabular.drawing.actions` tell apart. Every start of Snakemake needs the number, and that
module loads Matplotlib."""

PLANE = 2
"""Dimensions of a plane."""


class NoSuchFigureError(UserError):
    """A figure was asked for that makes no sense for the environment."""


def why_not_drawn(figure: str, description: EnvironmentDescription, why_not_solved: str | None = None) -> str | None:
    """Return why a figure makes no sense for an environment; None where it does.

    Args:
        figure: its name.
        description: the environment's.
        why_not_solved: why there are no exact values to compare an agent's with; None: there are.
    """
    if figure == "optimality":
        return why_not_solved
    name, dimensions, actions = description.id, len(description.axes), len(description.actions)
    has_intervals = description.low is not None
    if figure == "cost_to_go" and not (has_intervals and dimensions == PLANE):
        return f"a surface needs a table over two dimensions of intervals, which that of {name} is not"
    if figure in {"policy", "trajectories"} and actions > MOST_ACTIONS:
        return f"{name} has {actions} actions, and no more than {MOST_ACTIONS} colours can be told apart"
    if figure == "trajectories" and has_intervals and dimensions < PLANE:
        return f"{name} has one dimension, and a path needs two"
    if figure == "trajectories" and not has_intervals and 1 in (description.grid or [1]):  # no grid, or only a row
        return f"the states of {name} are no places in a plane"
    return None


def refuse_unless_drawn(figure: str, description: EnvironmentDescription) -> None:
    """End where a figure makes no sense.

    Raises:
        NoSuchFigureError: with the reason.
    """
    reason = why_not_drawn(figure, description)
    if reason is not None:
        raise NoSuchFigureError(f"{figure}.png can't be drawn: {reason}")
