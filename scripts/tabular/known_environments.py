"""Names for the actions and observations of Gymnasium's own environments and the project's, and what to show of them.

Gymnasium's spaces are numbers without names; these are from its documentation and source
(gymnasium/envs/classic_control/*.py and gymnasium/envs/toy_text/*.py, version 1.4.0).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class StateGrid:
    """How to lay out the numbered states of an environment that is no grid world, in rows and columns.

    Attributes:
        rows: number of rows.
        columns: number of columns; state number = row · columns + column.
        row_name: what the row says of a state.
        column_name: what the column says of it.
    """

    rows: int
    columns: int
    row_name: str
    column_name: str


@dataclass(frozen=True)
class KnownEnvironment:
    """What is known of an environment besides its spaces.

    Attributes:
        actions: the actions' names, in the order of their numbers.
        axes: the names of the observation's dimensions, with units where they have some; None: no names but numbers.
        angles: by the dimensions of its cosine and sine, the name of an angle.
        shown: the horizontal and the vertical dimension that say most, of more than two; None: the first two.
        state_grid: rows and columns for the states; None: the grid world's own, or one row.
    """

    actions: tuple[str, ...]
    axes: tuple[str, ...] | None = None
    angles: Mapping[tuple[int, int], str] = field(default_factory=dict)
    shown: tuple[int, int] | None = None
    state_grid: StateGrid | None = None


LAKE = KnownEnvironment(actions=("left", "down", "right", "up"))
CLIFF = KnownEnvironment(actions=("up", "right", "down", "left"))

KNOWN = {
    "MountainCar": KnownEnvironment(
        actions=("push left", "no push", "push right"),
        axes=("position", "velocity"),
    ),
    "CartPole": KnownEnvironment(
        actions=("push left", "push right"),
        axes=("cart position in m", "cart velocity in m/s", "pole angle in rad", "pole angular velocity in rad/s"),
        shown=(2, 3),
    ),
    "Acrobot": KnownEnvironment(
        actions=("torque −1 N m", "no torque", "torque +1 N m"),
        axes=("cos θ₁", "sin θ₁", "cos θ₂", "sin θ₂", "angular velocity 1 in rad/s", "angular velocity 2 in rad/s"),
        angles={(0, 1): "θ₁ in rad", (2, 3): "θ₂ in rad"},
        shown=(4, 5),
    ),
    "FrozenLake": LAKE,
    "FrozenLake8x8": LAKE,
    "CliffWalking": CLIFF,
    "CliffWalkingSlippery": CLIFF,
    "Taxi": KnownEnvironment(
        actions=("south", "north", "east", "west", "pick up", "drop off"),
        state_grid=StateGrid(25, 20, "taxi: 5 · row + column", "passenger: 4 · place + destination"),
    ),
    "Blackjack": KnownEnvironment(
        actions=("stick", "hit"),
        axes=("player's sum", "dealer's card", "usable ace"),
    ),
    "AccessControl": KnownEnvironment(
        actions=("reject", "accept"),
        axes=("free servers", "priority of the first customer"),
    ),
    "RandomWalk": KnownEnvironment(actions=("left", "right")),
    "Racetrack": KnownEnvironment(
        actions=tuple(f"right {right}, up {up}" for right in ("−1", "0", "+1") for up in ("−1", "0", "+1")),
        axes=("column", "row from the bottom", "velocity to the right in cells a step", "velocity up in cells a step"),
    ),
}
"""By the name in their id, without namespace and version."""


def known_environment(environment_id: str) -> KnownEnvironment | None:
    """Return what is known of the environment with a Gymnasium id, such as `CartPole-v1`; None: nothing."""
    return KNOWN.get(re.sub(r"-v\d+$", "", environment_id.rpartition(":")[2]))
