"""Text in pictures, in the font that Matplotlib brings along."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import matplotlib as mpl
import numpy as np
from PIL import Image, ImageDraw, ImageFont

if TYPE_CHECKING:
    from numpy.typing import NDArray


@cache
def font(pixels: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    """Return the font in a size in pixels."""
    name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    return ImageFont.truetype(str(Path(mpl.get_data_path()) / "fonts" / "ttf" / name), size=pixels)


def written(text: str, face: ImageFont.FreeTypeFont, most_width: int, most_height: int) -> NDArray[np.uint8]:
    """Write one line, black on white, and return its grey levels, shape (height, width), cut off at these sizes."""
    _, _, right, bottom = face.getbbox(text)
    size = min(int(right) + 1, most_width), min(int(bottom) + 1, most_height)
    line = Image.new("L", size, color=255)
    ImageDraw.Draw(line).text((0, 0), text, fill=0, font=face)
    return np.asarray(line)
