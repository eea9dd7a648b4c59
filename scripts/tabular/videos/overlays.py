"""What is drawn over pixels of a frame: pictures, the trail of the state, and the mark where it is."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import cv2
import numpy as np

from tabular.videos.policy_raster import SUBPIXEL_BITS, Area

if TYPE_CHECKING:
    from collections import deque

    from numpy.typing import NDArray

BLACK, WHITE = (0, 0, 0), (255, 255, 255)

TRAIL = 60
"""States that the trail goes back."""

TRAIL_WIDTH, TRAIL_STRENGTH = 3, 230
"""Pixels, and how black the trail's newest piece is, from 0 to 255."""

BAND_WIDTH, BAND_STRENGTH = 13, 95
"""The same of a trail below arrows."""

MARKER_RADIUS = 9

NO_LIMIT = (float("inf"), float("inf"))


def paste(frame: NDArray[np.uint8], pixels: NDArray[np.uint8], area: Area) -> None:
    """Put pixels into an area of a frame."""
    frame[area.top : area.top + area.height, area.left : area.left + area.width] = pixels


def scaled(picture: NDArray[np.uint8], area: Area) -> NDArray[np.uint8]:
    """Return a picture in the size of an area."""
    height, width = picture.shape[:2]
    if (width, height) == (area.width, area.height):
        return picture
    whole = area.width % width == 0
    method = cv2.INTER_NEAREST if whole else cv2.INTER_AREA if area.width < width else cv2.INTER_CUBIC
    scaled: NDArray[np.uint8] = np.asarray(
        cv2.resize(picture, (area.width, area.height), interpolation=method), dtype=np.uint8
    )
    return scaled


def draw_border(pixels: NDArray[np.uint8], area: Area) -> None:
    """Draw a thin line around an area: pictures of environments may be as white as the page."""
    cv2.rectangle(pixels, (area.left - 1, area.top - 1), (area.left + area.width, area.top + area.height), (170,) * 3)


def draw_trail(
    frame: NDArray[np.uint8],
    points: deque[tuple[float, float]],
    width: int,
    strength: int,
    longest: tuple[float, float] = NO_LIMIT,
) -> None:
    """Draw where the state came from, the fainter the longer ago.

    Args:
        frame: where to.
        points: the states, the newest last, in pixels.
        width: of the line.
        strength: how black its newest piece is, from 0 to 255.
        longest: pixels across and down; longer pieces went round a circle, over the map's edge, and are not drawn.
    """
    scale = 2**SUBPIXEL_BITS
    coordinates = np.array(points)
    left, top = np.maximum(np.floor(coordinates.min(axis=0)).astype(int) - width, 0)
    right, bottom = np.ceil(coordinates.max(axis=0)).astype(int) + width
    part = frame[top:bottom, left:right]
    mask = np.zeros(part.shape[:2], dtype=np.uint8)
    ends = np.round((coordinates - (left, top)) * scale).astype(int).tolist()
    for number, (begin, end) in enumerate(pairwise(ends)):
        if (np.abs(coordinates[number + 1] - coordinates[number]) > longest).any():
            continue
        age = len(ends) - 2 - number
        cv2.line(mask, begin, end, round(strength * (1 - age / TRAIL)), width, cv2.LINE_AA, SUBPIXEL_BITS)
    weight = mask[..., np.newaxis].astype(np.uint16)
    part[:] = (part * (255 - weight) // 255).astype(np.uint8)


def draw_marker(frame: NDArray[np.uint8], position: tuple[float, float]) -> None:
    """Draw where the state is."""
    for radius, color in ((MARKER_RADIUS + 1, BLACK), (MARKER_RADIUS - 2, WHITE)):
        _circle(frame, position, radius, color, cv2.FILLED)


def draw_ring(frame: NDArray[np.uint8], position: tuple[float, float], radius: float) -> None:
    """Draw where the state is, without covering what is below it."""
    for width, color in ((7, BLACK), (3, WHITE)):
        _circle(frame, position, radius, color, width)


def _circle(
    frame: NDArray[np.uint8], centre: tuple[float, float], radius: float, color: tuple[int, int, int], width: int
) -> None:
    scale = 2**SUBPIXEL_BITS
    whole = round(centre[0] * scale), round(centre[1] * scale)
    cv2.circle(frame, whole, round(radius * scale), color, width, cv2.LINE_AA, SUBPIXEL_BITS)
