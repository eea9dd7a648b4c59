"""What there is to know of an episode after each of its steps, and how it ended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Outcome = Literal["terminated", "truncated", "cut off"]
"""How an episode ended: in a terminal state, at the environment's time limit, or because it was watched long enough."""


@dataclass(frozen=True)
class Step:
    """What there is to know of an episode after some of its steps.

    Attributes:
        episode: which of the episodes, counted from 0.
        steps: how many steps were taken in it.
        return_so_far: the sum of their rewards, in the environment's units; at the end, the return.
        action: the action that is taken next, counted from 0; None at the end.
        outcome: how the episode ended; None while it goes on.
        cell: the cell that the observation falls into, of the table or, with tiles, of the grid that is shown; one
            index a dimension, or none where there are only tiles.
        observation: the observation's numbers, one for each of the table's dimensions, angles in rad; the cell's
            indices where the observation is discrete.
    """

    episode: int
    steps: int
    return_so_far: float
    action: int | None
    outcome: Outcome | None
    cell: tuple[int, ...]
    observation: tuple[float, ...]
