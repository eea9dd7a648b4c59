"""How actions look in every picture of a policy: a colour each, and a mark that says where the action leads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.colors import to_rgb

from tabular.drawing.style import BLACK, BLUE, GREEN, ORANGE, PURPLE, SKY_BLUE, VERMILLION, YELLOW

if TYPE_CHECKING:
    from collections.abc import Sequence

ACTION_COLORS = (BLUE, YELLOW, VERMILLION, GREEN, PURPLE, SKY_BLUE, ORANGE, BLACK)
"""The first three differ most, in grey too; there are no more that can be told apart."""

OPACITY = 0.7
"""Of these colours on white, so that what is drawn over them stands out."""

TIED_COLOR = (228, 228, 228)
"""Of cells whose values are all equal: nothing was learned there."""

DIRECTIONS = {
    "left": (-1, 0), "right": (1, 0), "up": (0, -1), "down": (0, 1),
    "west": (-1, 0), "east": (1, 0), "north": (0, -1), "south": (0, 1),
    "up-right": (1, -1), "down-right": (1, 1), "down-left": (-1, 1), "up-left": (-1, -1),
}  # fmt: skip
"""Where actions of these names lead in a grid world: columns to the right, rows down."""

DIRECTION_MARKERS = {(-1, 0): "<", (1, 0): ">", (0, -1): "^", (0, 1): "v"}
"""Matplotlib's markers that point there; it has none that point diagonally."""

DIAGONAL = 0.8
"""Length of an arrow across and down, where it points diagonally, as a share of one that points straight."""

OTHER_MARKERS = ("o", "s", "D", "X", "P", "*", "p", "h")
"""Those of actions whose names don't say where they lead."""


def action_color(action: int) -> tuple[int, int, int]:
    """Return an action's colour on a map, as red, green and blue from 0 to 255."""
    red, green, blue = (round(255 * (1 - OPACITY + OPACITY * part)) for part in to_rgb(ACTION_COLORS[action]))
    return red, green, blue


def arrow_direction(action: str) -> tuple[float, float]:
    """Return where an action with the name of a direction leads, to the right and down, as an arrow about 1 long."""
    right, down = DIRECTIONS[action.lower()]
    share = DIAGONAL if right and down else 1.0
    return share * right, share * down


def are_directions(actions: Sequence[str]) -> bool:
    """Tell whether every action's name is a direction on a map."""
    return {name.lower() for name in actions} <= DIRECTIONS.keys()


def action_markers(actions: Sequence[str]) -> list[str]:
    """Return a marker for each action, no two alike: a triangle where its name has a direction, as `push left` has."""
    others = iter(OTHER_MARKERS)
    markers: list[str] = []
    for name in actions:
        directions = [DIRECTIONS[word] for word in name.lower().split() if word in DIRECTIONS]
        pointing = DIRECTION_MARKERS.get(directions[0]) if len(directions) == 1 else None
        markers.append(pointing if pointing is not None and pointing not in markers else next(others))
    return markers
