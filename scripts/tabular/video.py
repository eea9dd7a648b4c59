"""A video from picture files, frame by frame, in constant memory."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, cast

import av
import numpy as np
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc
from PIL import Image, UnidentifiedImageError

from tabular.artefacts import replacing
from tabular.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from av.video.stream import VideoStream


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


ENCODER_THREADS = 4
"""A fixed number, because x264's bytes depend on how many threads share the work."""

ENCODINGS = {
    # H.264 as every browser plays it; `faststart` puts the index first, so that a player can start at once.
    # Without `mbtree`, because its bytes differ from run to run where the height is no multiple of 16: it reads rows
    # of the padded picture that were never written (seen with x264 core 165 and MALLOC_PERTURB_).
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
    encoding = ENCODINGS[path.suffix]
    size = _read_frame(frames[0], None).size
    held = round(hold_seconds * fps)
    with (
        replacing(path) as temporary,
        av.open(str(temporary), "w", options=encoding.container_options) as container,
    ):
        stream = cast("VideoStream", container.add_stream(encoding.codec, rate=fps, options=encoding.stream_options))
        _set_up(stream, encoding, size, fps)
        for number, picture in enumerate(_with_last_held(_read_frames(frames, size), held)):
            frame = av.VideoFrame.from_ndarray(np.asarray(picture.convert("RGB")), format="rgb24")
            frame = frame.reformat(
                format="yuv420p", dst_colorspace=encoding.colorspace, dst_color_range=ColorRange.MPEG
            )
            frame.pts = number
            frame.time_base = Fraction(1, fps)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return len(frames) + held


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


def _read_frames(frames: Iterable[Path], size: tuple[int, int]) -> Iterator[Image.Image]:
    for path in frames:
        yield _read_frame(path, size)


def _with_last_held(pictures: Iterable[Image.Image], held: int) -> Iterator[Image.Image]:
    last = None
    for last in pictures:
        yield last
    if last is not None:
        for _ in range(held):
            yield last


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
