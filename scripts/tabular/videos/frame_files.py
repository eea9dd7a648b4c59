"""Frames as files, and pictures as encoders take them: in YUV, with half the resolution of colours."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import av
import cv2
import numpy as np
from av.video.reformatter import ColorRange, Colorspace, VideoReformatter
from PIL import Image, UnidentifiedImageError

from tabular.errors import UserError

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray


class FrameError(UserError):
    """A frame of a video is missing or isn't what it should be."""


def require_frames(path: Path, count: int) -> None:
    """Make sure that so many frames are in the file, by reading it, without decoding them.

    Raises:
        FrameError: there are more or fewer.
    """
    with av.open(str(path)) as container:
        frames = sum(packet.size > 0 for packet in container.demux(video=0))
    if frames != count:
        raise FrameError(f"{path}: {frames} frames are in the file instead of {count}; is there room on the disk?")


def read_for_encoder(path: Path, size: tuple[int, int], colorspace: Colorspace) -> av.VideoFrame:
    """Read a picture as luma and chroma."""
    picture = read_frame(path, size)
    if picture.mode != "P":
        return in_yuv(np.asarray(picture.convert("RGB")), colorspace)
    return _looked_up(np.asarray(picture), tuple(picture.getpalette("RGB") or ()), colorspace)


def in_yuv(rgb: NDArray[np.uint8], colorspace: Colorspace, converter: VideoReformatter | None = None) -> av.VideoFrame:
    """Convert a picture, shape (height, width, 3), by a converter that may be there already."""
    frame = av.VideoFrame.from_ndarray(rgb, format="rgb24")
    converter = converter or VideoReformatter()
    return converter.reformat(frame, format="yuv420p", dst_colorspace=colorspace, dst_color_range=ColorRange.MPEG)


def _looked_up(indices: NDArray[np.uint8], palette: tuple[int, ...], colorspace: Colorspace) -> av.VideoFrame:
    """Convert an indexed-colour picture, shape (height, width), by converting its palette: several times as fast."""
    lookups = _palette_in_yuv(palette, colorspace)
    height, width = indices.shape
    frame = av.VideoFrame(width, height, "yuv420p")
    luma, *chroma = _planes(frame)
    cv2.LUT(indices, lookups[0], dst=luma)
    for plane, lookup in zip(chroma, lookups[1:], strict=True):
        cv2.resize(cv2.LUT(indices, lookup), plane.shape[::-1], dst=plane, interpolation=cv2.INTER_AREA)
    return frame


def _planes(frame: av.VideoFrame) -> list[NDArray[np.uint8]]:
    """Return a frame's own memory as arrays of shape (height, width), without the fill at the end of each row."""
    return [
        np.frombuffer(memoryview(plane), dtype=np.uint8).reshape(plane.height, plane.line_size)[:, : plane.width]
        for plane in frame.planes
    ]


@lru_cache(maxsize=8)
def _palette_in_yuv(palette: tuple[int, ...], colorspace: Colorspace) -> tuple[NDArray[np.uint8], ...]:
    """Return the luma and the two chromas of each of 256 palette entries."""
    colors = np.zeros((256, 3), dtype=np.uint8)
    colors.ravel()[: len(palette)] = palette
    # Four pixels of each colour, because chroma has one value for four.
    frame = in_yuv(colors.repeat(2, axis=0)[np.newaxis].repeat(2, axis=0), colorspace)
    luma, blue, red = _planes(frame)
    return luma[0, ::2].copy(), blue[0].copy(), red[0].copy()


def read_frame(path: Path, size: tuple[int, int] | None) -> Image.Image:
    """Read a picture whole and check its size."""
    again = "run `render_qtable_frames` again (delete the folder it is in)"
    try:
        with Image.open(path) as picture:
            picture.load()
    except FileNotFoundError:
        raise FrameError(f"{path}: this frame is missing; {again}") from None
    except (OSError, UnidentifiedImageError, SyntaxError, ValueError) as error:
        raise FrameError(f"{path}: this frame is damaged ({error}); {again}") from None
    if size is not None and picture.size != size:
        found, expected = (" × ".join(map(str, numbers)) for numbers in (picture.size, size))
        # Either may be the wrong one, and they may lie in different folders.
        again = f"run `render_qtable_frames` again (delete {path.parent.parent})"
        raise FrameError(f"{path}: this frame has {found} pixels, the first one has {expected}; {again}")
    return picture
