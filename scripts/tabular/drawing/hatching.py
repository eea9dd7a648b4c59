"""How every picture shows cells whose values were never updated: hatched in grey, whatever their values are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.patches import Patch

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

NEVER_UPDATED = "never updated"
"""What legends call these cells."""

FACE, LINES, PATTERN = "#f2f2f2", "#9a9a9a", "////"
"""Colours of the ground and of the lines on it, and Matplotlib's name of the lines."""

FACE_PIXEL, LINE_PIXEL = (0xF2,) * 3, (0x9A,) * 3
"""The same colours, as red, green and blue from 0 to 255."""

LINE_DISTANCE, LINE_WIDTH = 8, 2
"""Pixels along a row, from one line of `hatched_pixels` to the next, and over a line."""


def hatch_behind(axes: Axes) -> None:
    """Hatch what is behind the cells of axes: it is seen where no cell is filled."""
    axes.patch.set(facecolor=FACE, edgecolor=LINES, hatch=PATTERN, linewidth=0)


def hatched_patch() -> Patch:
    """Return the legend's entry."""
    return Patch(facecolor=FACE, edgecolor=LINES, hatch=PATTERN, linewidth=0.5, label=NEVER_UPDATED)


def hatched_pixels(height: int, width: int) -> NDArray[np.uint8]:
    """Return a hatched area, shape (height, width, 3); lines go on from cell to cell, however small cells are."""
    rows, columns = np.indices((height, width))
    is_line = (rows + columns) % LINE_DISTANCE < LINE_WIDTH
    colors = np.array([FACE_PIXEL, LINE_PIXEL], dtype=np.uint8)
    return colors[is_line.astype(np.intp)]
