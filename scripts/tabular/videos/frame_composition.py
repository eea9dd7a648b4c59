"""Frames at the cost of their encoding: everything is drawn once, then each frame is looked up.

A template holds three pictures: every cell marked as best, every cell marked as other, and every cell hatched because
its value was never updated. It also knows which cell each pixel belongs to. Marks never reach into another cell, so a
frame is, pixel by pixel, one of the three. From frame to frame many marks change, but few values are updated for the
first time: what depends on that, which is most of the pixels, is kept until it changes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from tabular.drawing.action_panels import HEADER_HEIGHT, draw_image, draw_marks
from tabular.drawing.canvas import DPI
from tabular.drawing.style import STYLE
from tabular.results.atomic import replacing
from tabular.videos.frame_picture import MARGIN
from tabular.videos.lettering import font, written

if TYPE_CHECKING:
    from pathlib import Path

    from matplotlib.artist import Artist
    from numpy.typing import NDArray
    from PIL import ImageFont

    from tabular.drawing.action_panels import Panels

TEXT_TOP = 36
"""Pixels from the top of the picture to the line of changing text."""

GREYS = 16
"""Steps from black to white that the palette keeps for text."""

FRAME_COMPRESSION = 1
"""zlib level of the PNG files; higher levels cost several times the time and save little on such pictures."""


@dataclass(frozen=True)
class Marks:
    """The pixels that depend on whether their cell is the best; every array has shape (pixels,).

    Attributes:
        places: their flat indices in the picture.
        cells: flat index, over (actions, rows, columns), of the cell of each.
        best: palette index of each where its cell is the best.
        other: palette index of each where it isn't.
    """

    places: NDArray[np.intp]
    cells: NDArray[np.intp]
    best: NDArray[np.uint8]
    other: NDArray[np.uint8]

    def some(self, chosen: NDArray[np.bool_]) -> Marks:
        """Return some of them."""
        return Marks(self.places[chosen], self.cells[chosen], self.best[chosen], self.other[chosen])


@dataclass(frozen=True)
class Ground:
    """What frames share as long as no other value is updated for the first time.

    Attributes:
        updated: whether each value was updated, shape (actions, rows, columns).
        picture: palette indices of the picture in which these are marked as other and the rest is hatched.
        marks: the pixels of the marks in cells that are not hatched.
    """

    updated: NDArray[np.bool_]
    picture: NDArray[np.uint8]
    marks: Marks


@dataclass
class FrameTemplate:
    """What all frames of an experiment share.

    Attributes:
        palette: colours, uint8, shape (colours, 3).
        hatched: palette indices of the picture with every cell hatched, uint8, shape (height, width).
        other: palette indices of the picture with every cell marked as other, the same shape.
        cells: flat index, over (actions, rows, columns), of the cell of each pixel, the same shape; any cell outside
            the panels, where all pictures are the same.
        marks: the pixels that depend on whether their cell is the best.
        greys: palette index for each grey level of text, uint8, shape (256,).
        font: what text is written with.
        ground: what the frame composed last shares with the next one; None before the first.
    """

    palette: NDArray[np.uint8]
    hatched: NDArray[np.uint8]
    other: NDArray[np.uint8]
    cells: NDArray[np.intp]
    marks: Marks
    greys: NDArray[np.uint8]
    font: ImageFont.FreeTypeFont
    ground: Ground | None = None

    def compose(self, best: NDArray[np.bool_], updated: NDArray[np.bool_], text: str) -> Image.Image:
        """Compose one frame.

        Args:
            best: whether no other action is better, shape (actions, rows, columns).
            updated: whether the cell's value was ever updated, the same shape.
            text: the line that changes from frame to frame.

        Returns:
            An indexed-colour picture.
        """
        if self.ground is None or not np.array_equal(self.ground.updated, updated):
            self.ground = self._ground(updated)
        marks = self.ground.marks
        pixels = self.ground.picture.copy()
        pixels.ravel()[marks.places] = np.where(best.ravel()[marks.cells], marks.best, marks.other)
        self._write(pixels, text)
        picture = Image.fromarray(pixels, mode="P")
        picture.putpalette(self.palette.tobytes())
        return picture

    def _ground(self, updated: NDArray[np.bool_]) -> Ground:
        """Hatch all cells but the updated ones."""
        flat = updated.ravel()
        picture = np.where(flat[self.cells], self.other, self.hatched)
        return Ground(updated.copy(), picture, self.marks.some(flat[self.marks.cells]))

    def _write(self, pixels: NDArray[np.uint8], text: str) -> None:
        """Write black text on white into the frame's header."""
        line = written(text, self.font, pixels.shape[1] - 2 * MARGIN, HEADER_HEIGHT - TEXT_TOP)
        height, width = line.shape
        pixels[TEXT_TOP : TEXT_TOP + height, MARGIN : MARGIN + width] = self.greys[line]


def make_template(panels: Panels) -> FrameTemplate:
    """Draw the three extreme pictures and find out which pixel belongs to which cell."""
    shape = (len(panels.axes), panels.view.rows.cells, panels.view.columns.cells)
    none, every = np.zeros(shape, dtype=np.bool_), np.ones(shape, dtype=np.bool_)
    pictures = [
        _draw(panels, draw_marks(panels, best, updated))
        for best, updated in ((none, none), (none, every), (every, every))
    ]
    (hatched, other, best), palette = _index_colors(np.stack(pictures))
    cells = _cell_of_each_pixel(panels, shape)
    places = np.flatnonzero(other != best)
    return FrameTemplate(
        palette=palette,
        hatched=hatched,
        other=other,
        cells=cells,
        marks=Marks(places, cells.ravel()[places], best.ravel()[places], other.ravel()[places]),
        greys=_nearest_greys(palette),
        font=font(round(STYLE["font.size"] * DPI / 72)),
    )


def write_frame(path: Path, frame: Image.Image) -> None:
    """Write a frame as PNG, whole or not at all."""
    with replacing(path) as temporary:
        frame.save(temporary, compress_level=FRAME_COMPRESSION)


def _draw(panels: Panels, artists: list[Artist]) -> NDArray[np.uint8]:
    """Return the figure's pixels, shape (height, width, 3), and take `artists` out of it again."""
    panels.figure.canvas.draw()
    rgba = np.asarray(panels.figure.canvas.buffer_rgba())  # type: ignore[attr-defined]
    for artist in artists:
        artist.remove()
    pixels: NDArray[np.uint8] = rgba[..., :3].copy()
    return pixels


def _cell_of_each_pixel(panels: Panels, shape: tuple[int, int, int]) -> NDArray[np.intp]:
    """Let Matplotlib itself fill every cell with its number, written as a colour, and read the numbers back."""
    numbers = np.arange(np.prod(shape), dtype=np.uint32).reshape(shape)
    colors = np.stack([numbers >> 16 & 255, numbers >> 8 & 255, numbers & 255], axis=-1).astype(np.uint8)
    images = [draw_image(panels, panel, cells) for panel, cells in zip(panels.axes, colors, strict=True)]
    for panel in panels.axes:
        panel.set_axis_off()  # or the axis lines would hide the numbers of the cells beside them
    red, green, blue = np.moveaxis(_draw(panels, images).astype(np.intp), -1, 0)
    for panel in panels.axes:
        panel.set_axis_on()
    # Pixels outside every panel are nobody's: they never differ between the two pictures.
    numbers_read: NDArray[np.intp] = np.minimum((red << 16) + (green << 8) + blue, np.prod(shape) - 1)
    return numbers_read


def _index_colors(pictures: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Write pictures in at most 256 colours.

    Smoothed edges have many colours, all on the way from one to another; rounding them to fewer levels, as coarse as
    need be, changes no channel by more than half a step.

    Args:
        pictures: shape (pictures, height, width, 3).

    Returns:
        Palette indices, shape (pictures, height, width), and the palette, shape (colours, 3).
    """
    codes = pictures[..., 0].astype(np.uint32) << 16 | pictures[..., 1].astype(np.uint32) << 8 | pictures[..., 2]
    # All but these two lines works on the few colours that there are, not on the many pixels.
    is_there = np.zeros(1 << 24, dtype=np.bool_)
    is_there[codes.ravel()] = True
    there = np.flatnonzero(is_there)
    channels = np.stack([there >> 16 & 255, there >> 8 & 255, there & 255])
    for step in (1, 2, 4, 8, 16, 32):
        red, green, blue = np.minimum((channels + step // 2) // step * step, 255)
        used, position = np.unique(red << 16 | green << 8 | blue, return_inverse=True)
        if len(used) <= 256 - GREYS:
            break
    colors = np.stack([used >> 16 & 255, used >> 8 & 255, used & 255], axis=-1).astype(np.uint8)
    ramp = np.repeat(np.linspace(0, 255, GREYS).round().astype(np.uint8)[:, np.newaxis], 3, axis=1)
    lookup = np.zeros(1 << 24, dtype=np.uint8)
    lookup[there] = position.astype(np.uint8)
    return lookup[codes], np.concatenate([colors, ramp])


def _nearest_greys(palette: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return the palette index that is nearest to each of the 256 grey levels."""
    levels = np.arange(256)[:, np.newaxis, np.newaxis]
    distance = np.abs(palette.astype(np.int64)[np.newaxis] - levels).sum(axis=-1)
    nearest: NDArray[np.uint8] = distance.argmin(axis=1).astype(np.uint8)
    return nearest
