"""The map of a policy: which action it takes in each cell, and where the state is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np
from matplotlib.colors import to_rgb

from tabular.figure_style import BLACK, BLUE, GREEN, ORANGE, PURPLE, SKY_BLUE, VERMILLION, YELLOW
from tabular.rollout import Policy, greedy_policy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from tabular.description import EnvironmentDescription
    from tabular.table_view import Axis, TableView

ACTION_COLORS = (BLUE, YELLOW, VERMILLION, GREEN, PURPLE, SKY_BLUE, ORANGE, BLACK)
"""The first three differ most, in grey too; there are no more that can be told apart."""

OPACITY = 0.7
"""Of these colours on white, so that the state stands out over them."""

UNDECIDED_COLOR = (228, 228, 228)
"""Of cells whose values are all equal: nothing was learned there."""

SMALLEST_PITCH = 8
"""Pixels between cells below which lines between them would hide them."""

SMALLEST_ARROW = 24
"""Pixels between cells below which an arrow has no shape."""

ARROW_REACH = 0.26
"""Half of an arrow's length as a share of the distance between cells."""

GRID_COLOR, ARROW_COLOR = (255, 255, 255), (0, 0, 0)

DIRECTIONS = {
    "left": (-1, 0), "right": (1, 0), "up": (0, -1), "down": (0, 1),
    "west": (-1, 0), "east": (1, 0), "north": (0, -1), "south": (0, 1),
}  # fmt: skip
"""Where actions of these names lead in a grid world: columns to the right, rows down."""

SUBPIXEL_BITS = 4
"""OpenCV takes coordinates in fractions of a pixel, as whole numbers of 1 / 2 ** bits."""


@dataclass(frozen=True)
class Area:
    """A rectangle of pixels: its left and top edge from those of the frame, its width and its height."""

    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True)
class PolicyMap:
    """Where in a frame the cells of a table lie.

    Attributes:
        description: what the table is laid over.
        view: which two of its dimensions are shown.
        area: the pixels that the cells fill.
    """

    description: EnvironmentDescription
    view: TableView
    area: Area

    def position(self, place: Sequence[float]) -> tuple[float, float]:
        """Return the pixel coordinates of a state, at the edge where it is outside.

        Args:
            place: where it lies along the table's dimensions: the observation's numbers, or its cell's indices.
        """
        if self.view.shown is None:
            index = place[0]
            column, row = index, 0.0
            if self.view.rows.cells > 1:
                row, column = divmod(int(index), self.view.columns.cells)
        else:
            row_dimension, column_dimension = self.view.shown
            row, column = place[row_dimension], place[column_dimension]
        across, along = _share(self.view.columns, column), _share(self.view.rows, row)
        if self.view.rows.cells == 1:
            along = 0.5
        down = along if self.view.is_map else 1 - along
        return self.area.left + across * self.area.width, self.area.top + down * self.area.height

    def paint(self, shown: Policy) -> NDArray[np.uint8]:
        """Colour every cell by its action.

        Args:
            shown: what is done in each cell that is shown, shape (rows, columns).

        Returns:
            Shape (height, width, 3).
        """
        actions = np.where(shown.undecided, -1, shown.actions)
        colors = np.array([*map(action_color, range(len(self.description.actions))), UNDECIDED_COLOR], dtype=np.uint8)
        columns = np.arange(self.area.width) * self.view.columns.cells // self.area.width
        rows = np.arange(self.area.height) * self.view.rows.cells // self.area.height
        if not self.view.is_map:  # rows count from the bottom then
            rows = rows[::-1]
        painted = colors[actions].take(columns, axis=1).take(rows, axis=0)
        if self.pitch >= SMALLEST_PITCH:
            painted[1:][rows[1:] != rows[:-1]] = GRID_COLOR
            painted[:, 1:][:, columns[1:] != columns[:-1]] = GRID_COLOR
        if self.has_arrows:
            self._draw_arrows(painted, actions)
        return painted

    @property
    def has_arrows(self) -> bool:
        """Whether actions are directions on the map, and there is room to draw them."""
        names = {name.lower() for name in self.description.actions}
        return self.description.grid is not None and self.pitch >= SMALLEST_ARROW and names <= DIRECTIONS.keys()

    @property
    def pitch(self) -> float:
        """The smaller distance between two cells, in pixels."""
        return min(self.area.width / self.view.columns.cells, self.area.height / self.view.rows.cells)

    def _draw_arrows(self, painted: NDArray[np.uint8], actions: NDArray[np.intp]) -> None:
        scale = 2**SUBPIXEL_BITS
        for (row, column), action in np.ndenumerate(actions):
            if action >= 0:
                x = (column + 0.5) * self.area.width / self.view.columns.cells
                y = (row + 0.5) * self.area.height / self.view.rows.cells
                right, down = (self.pitch * ARROW_REACH * part for part in self._direction(int(action)))
                begin = round((x - right) * scale), round((y - down) * scale)
                end = round((x + right) * scale), round((y + down) * scale)
                cv2.arrowedLine(painted, begin, end, ARROW_COLOR, 2, cv2.LINE_AA, SUBPIXEL_BITS, 0.35)

    def _direction(self, action: int) -> tuple[int, int]:
        return DIRECTIONS[self.description.actions[action].lower()]


def is_outline(description: EnvironmentDescription, view: TableView) -> bool:
    """Tell whether the map shows a summary of the policy, the same for all states.

    It does where there are more than two dimensions of intervals: the state changes them so often that its part of the
    table would flicker. Whole numbers, such as the usable ace of Blackjack, are those of the state.
    """
    return description.low is not None and view.shown is not None and len(description.cells) > len(view.shown)


def outline(view: TableView, table: NDArray[np.float64]) -> Policy:
    """Return what is best in each cell that is shown, shape (rows, columns), of a table that is reduced to them."""
    return greedy_policy(np.moveaxis(view.panels(table), 0, -1))


def part_around(view: TableView, policy: Policy, cell: tuple[int, ...]) -> Policy:
    """Return what is done in each cell that is shown, shape (rows, columns), at the other dimensions of a cell."""
    if view.shown is None:
        shape = view.rows.cells, view.columns.cells
        return Policy(policy.actions.reshape(shape), policy.undecided.reshape(shape))
    row, column = view.shown
    around = tuple(slice(None) if dimension in view.shown else index for dimension, index in enumerate(cell))
    actions, undecided = policy.actions[around], policy.undecided[around]
    return Policy(actions, undecided) if row < column else Policy(actions.T, undecided.T)


def hidden_part(view: TableView, cell: tuple[int, ...]) -> tuple[int, ...]:
    """Return a cell's indices along the dimensions that aren't shown."""
    shown = view.shown or (0,)
    return tuple(index for dimension, index in enumerate(cell) if dimension not in shown)


def action_color(action: int) -> tuple[int, int, int]:
    """Return an action's colour on the map, as red, green and blue from 0 to 255."""
    red, green, blue = (round(255 * (1 - OPACITY + OPACITY * part)) for part in to_rgb(ACTION_COLORS[action]))
    return red, green, blue


def _share(axis: Axis, value: float) -> float:
    """Return how far a coordinate is along an axis, from 0 to 1."""
    return min(max((value - axis.low) / (axis.high - axis.low), 0.0), 1.0)
