"""A video from picture files or from pictures as they come, frame by frame, in constant memory."""

from __future__ import annotations

import threading
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache, partial
from typing import TYPE_CHECKING, TypeVar, cast

import av
import cv2
import numpy as np
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc, VideoReformatter
from PIL import Image, UnidentifiedImageError

from tabular.artefacts import replacing
from tabular.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from concurrent.futures import Future
    from pathlib import Path

    from av.video.stream import VideoStream
    from numpy.typing import NDArray


Source = TypeVar("Source")
Result = TypeVar("Result")


class FrameError(UserError):
    """A frame of a video is missing or isn't what it should be."""


@dataclass(frozen=True)
class Encoding:
    """How a kind of file is encoded.

    Attributes:
        codec: FFmpeg's name of the encoder.
        codec_tag: the four letters by which players choose their decoder; None: the codec's own.
        stream_options: what the encoder is told.
        container_options: what the writer of the file is told.
        colorspace: how red, green and blue become luma and chroma: as the players of such files undo it.
    """

    codec: str
    codec_tag: str | None
    stream_options: dict[str, str]
    container_options: dict[str, str]
    colorspace: Colorspace


_OF_THIS_THREAD = threading.local()

ENCODER_THREADS = 4
"""A fixed number, because x264's bytes depend on how many threads share the work."""

READERS = 2
"""Threads that read frames; more than two wait for the encoder."""

FRAMES_AHEAD = 8
"""Frames that are read before their turn; what bounds the memory."""

ENCODINGS = {
    # H.264 as every browser plays it; `faststart` puts the index first, so that a player can start at once.
    # Without `mbtree`: with it, the bytes differed from one run to another now and then, where the height was no
    # multiple of 16 (x264 core 165; 14 runs each, with and without).
    ".mp4": Encoding(
        codec="libx264",
        codec_tag=None,
        stream_options={"preset": "veryfast", "crf": "20", "x264-params": "mbtree=0"},
        container_options={"movflags": "+faststart"},
        colorspace=Colorspace.ITU709,
    ),
    # The tutorial's: MPEG-4 part 2, under the tag that OpenCV's "XVID" writes.
    # Such files don't say their colour space; players take them for standard television.
    ".avi": Encoding(
        codec="mpeg4",
        codec_tag="XVID",
        stream_options={"qscale": "3", "flags": "+qscale"},
        container_options={},
        colorspace=Colorspace.ITU601,
    ),
}
"""By the file's ending."""


def write_video(path: Path, frames: Sequence[Path], fps: int, hold_seconds: float) -> int:
    """Encode picture files, in this order, into a video.

    Args:
        path: where to; the ending chooses the codec: `.mp4` H.264, `.avi` Xvid.
        frames: the pictures, all of one size, with even width and height.
        fps: frames per second.
        hold_seconds: how long the last frame stays after its turn.

    Returns:
        The number of frames in the video, held ones included.

    Raises:
        FrameError: there is no frame at all, or one is missing, damaged or of another size than the first; the
            message names it. No video is written then.
    """
    if not frames:
        raise FrameError(f"{path}: there are no frames to make a video of")
    size = _read_frame(frames[0], None).size
    read = partial(_read_for_encoder, size=size, colorspace=ENCODINGS[path.suffix].colorspace)
    return _encode(path, _with_last_held(_ahead(read, frames), round(hold_seconds * fps)), size, fps)


def stream_video(path: Path, pictures: Iterable[tuple[NDArray[np.uint8], int]], size: tuple[int, int], fps: int) -> int:
    """Encode pictures as they come into a video; only a few of them are in memory at a time.

    Args:
        path: where to; the ending chooses the codec, as in `write_video`.
        pictures: red, green and blue, each of shape (height, width, 3), not changed any more once it was given; and
            for how many frames each of them stays, at least 1.
        size: width and height, both even.
        fps: frames per second.

    Returns:
        The number of frames in the video.

    Raises:
        FrameError: there is no picture at all, or one has another size. No video is written then.
    """
    convert = partial(_checked_for_encoder, size=size, colorspace=ENCODINGS[path.suffix].colorspace)
    frames = (frame for frame, times in _ahead(convert, pictures) for _ in range(times))
    return _encode(path, frames, size, fps)


def _encode(path: Path, frames: Iterable[av.VideoFrame], size: tuple[int, int], fps: int) -> int:
    """Write a video, whole or not at all, and return its number of frames, which is read back from the file."""
    encoding = ENCODINGS[path.suffix]
    count = 0
    with replacing(path) as temporary:
        with av.open(str(temporary), "w", options=encoding.container_options) as container:
            stream = cast(
                "VideoStream", container.add_stream(encoding.codec, rate=fps, options=encoding.stream_options)
            )
            _set_up(stream, encoding, size, fps)
            for number, frame in enumerate(frames):
                frame.pts = number
                frame.time_base = Fraction(1, fps)
                container.mux(stream.encode(frame))
                count = number + 1
            if not count:
                raise FrameError(f"{path}: there are no frames to make a video of")
            container.mux(stream.encode(None))
        require_frames(temporary, count)
    return count


def require_frames(path: Path, count: int) -> None:
    """Make sure that so many frames are in the file, by reading it, without decoding them.

    Raises:
        FrameError: there are more or fewer.
    """
    with av.open(str(path)) as container:
        found = sum(packet.size > 0 for packet in container.demux(video=0))
    if found != count:
        raise FrameError(f"{path}: {found} frames are in the file instead of {count}; is there room on the disk?")


def _set_up(stream: VideoStream, encoding: Encoding, size: tuple[int, int], fps: int) -> None:
    context = stream.codec_context
    stream.width, stream.height = size
    stream.pix_fmt = "yuv420p"
    stream.time_base = Fraction(1, fps)
    context.thread_count = ENCODER_THREADS
    context.colorspace, context.color_range = encoding.colorspace, ColorRange.MPEG
    context.color_primaries, context.color_trc = ColorPrimaries.BT709, ColorTrc.BT709
    if encoding.codec_tag is not None:
        context.codec_tag = encoding.codec_tag


def _ahead(read: Callable[[Source], Result], sources: Iterable[Source]) -> Iterator[Result]:
    """Read frames in their order, a few ahead of the one that is encoded: reading and encoding keep all cores busy."""
    with ThreadPoolExecutor(READERS) as readers:
        waiting: deque[Future[Result]] = deque()
        for source in sources:
            waiting.append(readers.submit(read, source))
            if len(waiting) > FRAMES_AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _with_last_held(frames: Iterable[av.VideoFrame], held: int) -> Iterator[av.VideoFrame]:
    last = None
    for last in frames:
        yield last
    if last is not None:
        for _ in range(held):
            yield last


def _read_for_encoder(path: Path, *, size: tuple[int, int], colorspace: Colorspace) -> av.VideoFrame:
    """Read a picture as luma and chroma."""
    picture = _read_frame(path, size)
    if picture.mode != "P":
        return _in_yuv(np.asarray(picture.convert("RGB")), colorspace)
    return _looked_up(np.asarray(picture), tuple(picture.getpalette("RGB") or ()), colorspace)


def _checked_for_encoder(
    picture_and_times: tuple[NDArray[np.uint8], int], *, size: tuple[int, int], colorspace: Colorspace
) -> tuple[av.VideoFrame, int]:
    """Convert a picture to luma and chroma, if it has the size that it should have."""
    picture, times = picture_and_times
    if picture.shape != (size[1], size[0], 3):
        raise FrameError(f"a picture of shape {picture.shape} is no frame of {size[0]} × {size[1]} pixels")
    return _in_yuv(picture, colorspace), times


def _in_yuv(rgb: NDArray[np.uint8], colorspace: Colorspace) -> av.VideoFrame:
    """Convert a picture, shape (height, width, 3)."""
    frame = av.VideoFrame.from_ndarray(rgb, format="rgb24")
    return _converter().reformat(frame, format="yuv420p", dst_colorspace=colorspace, dst_color_range=ColorRange.MPEG)


def _converter() -> VideoReformatter:
    """Return the thread's own converter, which is ready from the picture before; threads can't share one."""
    if not hasattr(_OF_THIS_THREAD, "converter"):
        _OF_THIS_THREAD.converter = VideoReformatter()
    converter: VideoReformatter = _OF_THIS_THREAD.converter
    return converter


def _looked_up(indices: NDArray[np.uint8], palette: tuple[int, ...], colorspace: Colorspace) -> av.VideoFrame:
    """Convert an indexed-colour picture, shape (height, width), by converting its palette: several times as fast."""
    luma, *chroma = _palette_in_yuv(palette, colorspace)
    height, width = indices.shape
    planes = np.empty((height * 3 // 2, width), dtype=np.uint8)
    cv2.LUT(indices, luma, dst=planes[:height])
    halves = planes[height:].reshape(2, height // 2, width // 2)
    for plane, lookup in zip(halves, chroma, strict=True):
        cv2.resize(cv2.LUT(indices, lookup), (width // 2, height // 2), dst=plane, interpolation=cv2.INTER_AREA)
    return av.VideoFrame.from_ndarray(planes, format="yuv420p")


@lru_cache(maxsize=8)
def _palette_in_yuv(palette: tuple[int, ...], colorspace: Colorspace) -> tuple[NDArray[np.uint8], ...]:
    """Return the luma and the two chromas of each of 256 palette entries."""
    colors = np.zeros((256, 3), dtype=np.uint8)
    colors.ravel()[: len(palette)] = palette
    # Four pixels of each colour, because chroma has one value for four.
    frame = _in_yuv(colors.repeat(2, axis=0)[np.newaxis].repeat(2, axis=0), colorspace)
    luma, blue, red = (
        np.asarray(plane, dtype=np.uint8).reshape(plane.height, plane.line_size) for plane in frame.planes
    )
    return luma[0, : 2 * 256 : 2].copy(), blue[0, :256].copy(), red[0, :256].copy()


def _read_frame(path: Path, size: tuple[int, int] | None) -> Image.Image:
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
        raise FrameError(f"{path}: this frame has {found} pixels, the first one has {expected}; {again}")
    return picture
