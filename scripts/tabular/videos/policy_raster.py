"""The map of a policy: which action it takes in each cell, and where the state is."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from tabular.drawing.actions import TIED_COLOR, action_color, are_directions, arrow_direction
from tabular.drawing.hatching import hatched_pixels

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from tabular.q_tables.greedy import Policy
    from tabular.q_tables.view import Axis, TableView
    from tabular.results.environment import EnvironmentDescription

SMALLEST_PITCH = 8
"""Pixels between cells below which lines between them would hide them."""

SMALLEST_ARROW = 24
"""Pixels between cells below which an arrow has no shape."""

ARROW_REACH = 0.26
"""Half of an arrow's length as a share of the distance between cells."""

GRID_COLOR, ARROW_COLOR = (255, 255, 255), (0, 0, 0)

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
        if self.view.dimensions is None:
            index = place[0]
            column, row = index, 0.0
            if self.view.rows.cells > 1:
                row, column = divmod(int(index), self.view.columns.cells)
        else:
            row_dimension, column_dimension = self.view.dimensions
            row, column = place[row_dimension], place[column_dimension]
        across, along = _share(self.view.columns, column), _share(self.view.rows, row)
        if self.view.rows.cells == 1:
            along = 0.5
        down = along if self.view.is_map else 1 - along
        return self.area.left + across * self.area.width, self.area.top + down * self.area.height

    @property
    def longest_step(self) -> tuple[float, float]:
        """Pixels across and down that a state moves at most in a step that doesn't go over an edge, round a circle."""
        return (
            self.area.width / 2 if self.view.columns.periodic else math.inf,
            self.area.height / 2 if self.view.rows.periodic else math.inf,
        )

    def paint(self, policy: Policy) -> NDArray[np.uint8]:
        """Colour every cell by its action, and hatch those of which no value was ever updated.

        Args:
            policy: what is done in each cell that is shown, shape (rows, columns).

        Returns:
            Shape (height, width, 3).
        """
        actions = np.where(policy.tied, -1, policy.actions)
        colors = np.array([*map(action_color, range(len(self.description.actions))), TIED_COLOR], dtype=np.uint8)
        columns = np.arange(self.area.width) * self.view.columns.cells // self.area.width
        rows = np.arange(self.area.height) * self.view.rows.cells // self.area.height
        if not self.view.is_map:  # rows count from the bottom then
            rows = rows[::-1]
        painted = colors[actions].take(columns, axis=1).take(rows, axis=0)
        never_updated = ~policy.known.take(columns, axis=1).take(rows, axis=0)
        painted[never_updated] = hatched_pixels(*never_updated.shape)[never_updated]
        if self.pitch >= SMALLEST_PITCH:
            painted[1:][rows[1:] != rows[:-1]] = GRID_COLOR
            painted[:, 1:][:, columns[1:] != columns[:-1]] = GRID_COLOR
        if self.has_arrows:
            self._draw_arrows(painted, np.where(policy.known, actions, -1))
        return painted

    @property
    def has_arrows(self) -> bool:
        """Whether actions are directions on the map, and there is room to draw them."""
        is_grid_world = self.description.grid is not None and are_directions(self.description.actions)
        return is_grid_world and self.pitch >= SMALLEST_ARROW

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

    def _direction(self, action: int) -> tuple[float, float]:
        return arrow_direction(self.description.actions[action])


def _share(axis: Axis, value: float) -> float:
    """Return how far a coordinate is along an axis, from 0 to 1."""
    return min(max((value - axis.low) / (axis.high - axis.low), 0.0), 1.0)
