"""Pictures of drawn maps: cells, the agent, and the wind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from PIL import ImageDraw

LONGEST_SIDE = 640
"""Pixels of the longer side of a picture, about."""

LARGEST_CELL, SMALLEST_CELL = 72, 4
"""Pixels of a cell."""

SMALLEST_WITH_LINES = 8
"""Pixels of a cell from which lines are drawn between cells."""

COLORS = {"#": (64, 64, 64), "C": (120, 72, 40), "G": (255, 226, 130), "F": (255, 226, 130), "S": (206, 235, 206)}
"""By character; everything else is white."""

LETTERS = "SGF"
"""Characters that are written into their cells."""

WHITE, LINE, INK = (255, 255, 255), (190, 190, 190), (32, 32, 32)

AGENT = (0, 114, 178)

WIND = (120, 190, 225)
"""Of the marks of the wind, a triangle for each cell that it carries the agent."""


def draw_grid(
    rows: Sequence[str], agent: tuple[int, int], wind: Sequence[int] = (), way: Sequence[tuple[int, int]] = ()
) -> NDArray[np.uint8]:
    """Return a picture of a map, uint8, shape (height, width, 3).

    Args:
        rows: the map, a character a cell.
        agent: row and column of the agent.
        wind: cells by which the wind of each column carries the agent upwards; empty: no wind.
        way: rows and columns of cells that the agent came through.
    """
    from PIL import Image, ImageDraw, ImageFont  # noqa: PLC0415 (only pictures need it)

    size = min(max(LONGEST_SIDE // max(len(rows), len(rows[0])), SMALLEST_CELL), LARGEST_CELL)
    picture = Image.new("RGB", (len(rows[0]) * size + 1, len(rows) * size + 1), WHITE)
    pen = ImageDraw.Draw(picture)
    font = ImageFont.load_default(max(0.5 * size, 6))
    outline = LINE if size >= SMALLEST_WITH_LINES else None
    for row, line in enumerate(rows):
        for column, character in enumerate(line):
            left, top = column * size, row * size
            fill = COLORS.get(character, WHITE)
            pen.rectangle((left, top, left + size, top + size), fill=fill, outline=outline)
            if wind and wind[column] and character not in "#CG":
                _draw_wind(pen, left, top, size, wind[column])
            if character in LETTERS:
                pen.text((left + size / 2, top + size / 2), character, fill=INK, font=font, anchor="mm")
    for row, column in way:
        _draw_disc(pen, row, column, size, 0.12)
    _draw_disc(pen, *agent, size, 0.34)
    return np.array(picture, dtype=np.uint8)


def _draw_disc(pen: ImageDraw.ImageDraw, row: int, column: int, size: int, radius: float) -> None:
    """Draw a disc, whose radius is a share of a cell, in the middle of a cell."""
    x, y, reach = (column + 0.5) * size, (row + 0.5) * size, radius * size
    pen.ellipse((x - reach, y - reach, x + reach, y + reach), fill=AGENT)


def _draw_wind(pen: ImageDraw.ImageDraw, left: int, top: int, size: int, wind: int) -> None:
    """Draw a triangle for each cell that the wind carries the agent, at the right of a cell."""
    height = min(0.22, 0.8 / abs(wind)) * size
    for number in range(abs(wind)):
        base, tip = top + size * 0.92 - number * height, top + size * 0.92 - (number + 0.85) * height
        if wind < 0:
            base, tip = tip, base
        x = left + 0.85 * size
        pen.polygon([(x - 0.1 * size, base), (x + 0.1 * size, base), (x, tip)], fill=WIND)
