"""A video from picture files or from pictures as they come, in constant memory."""

from __future__ import annotations

from collections import deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol, cast

import av
import cv2
import numpy as np
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc, VideoReformatter
from PIL import Image, UnidentifiedImageError

from tabular.errors import UserError
from tabular.results.atomic import replacing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from concurrent.futures import Future
    from pathlib import Path

    from av.packet import Packet
    from av.video.codeccontext import VideoCodecContext
    from av.video.stream import VideoStream
    from numpy.typing import NDArray


class FrameError(UserError):
    """A frame of a video is missing or isn't what it should be."""


class FrameCounter(Protocol):
    """What is told how many frames are written.

    Attributes:
        done: their number.
    """

    done: int


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


SEGMENT = 60
"""Frames that one encoder gets: each segment has an encoder of its own, of one thread, and starts with a whole picture.

So all cores are busy, the bytes don't depend on how many there are, and a player can jump to every second. A whole
picture takes as much of the file as some twenty of the others: with 120 frames a segment, the tutorial's would be a
seventh smaller, but two threads' memory would still grow between 250 and 500 frames."""

PICTURES_AHEAD = 8
"""Pictures that may wait for the encoder, where they come one by one; what bounds the memory."""

ENCODINGS = {
    # H.264 as every browser plays it; `faststart` puts the index first, so that a player can start at once.
    # Much of what x264 does for camera pictures takes time and helps nothing here, or does harm: its deblocking filter
    # blurs marks. So this takes 2.9 ms a frame of the tutorial, one core, where the preset `veryfast` at crf 20 takes
    # 4.8; the picture is a little nearer to the original, and in colour, which is what tells marks apart, by 4 dB.
    # Without `mbtree`: with it, and with four threads to an encoder, the bytes differed from one run to another now and
    # then, where the height was no multiple of 16 (x264 core 165; 14 runs each, with and without).
    ".mp4": Encoding(
        codec="libx264",
        codec_tag=None,
        stream_options={
            "preset": "superfast",
            "crf": "24",
            "x264-params": "no-deblock=1:chroma-qp-offset=-4:aq-mode=0:scenecut=0:weightp=0:b-adapt=0:subme=0:"
            "mbtree=0:stitchable=1",
        },
        container_options={"movflags": "+faststart"},
        colorspace=Colorspace.ITU709,
    ),
    # The tutorial's: MPEG-4 part 2, under the tag that OpenCV's "XVID" writes.
    # Such files don't say their colour space; players take them for standard television.
    ".avi": Encoding(
        codec="mpeg4",
        codec_tag="XVID",
        stream_options={"qmin": "3", "qmax": "3"},
        container_options={},
        colorspace=Colorspace.ITU601,
    ),
}
"""By the file's ending."""


@dataclass(frozen=True)
class EncoderSettings:
    """What the encoders of all segments of a video share.

    Attributes:
        encoding: how this kind of file is encoded.
        size: width and height in pixels.
        fps: frames per second.
        flags: FFmpeg's flags, as the kind of file wants them.
    """

    encoding: Encoding
    size: tuple[int, int]
    fps: int
    flags: int

    def make_encoder(self) -> VideoCodecContext:
        """Return an encoder that has seen nothing yet."""
        encoder = cast("VideoCodecContext", av.CodecContext.create(self.encoding.codec, "w"))
        encoder.options = self.encoding.stream_options
        encoder.framerate = Fraction(self.fps)
        encoder.flags = self.flags
        self.apply(encoder)
        return encoder

    def apply(self, encoder: VideoCodecContext) -> None:
        """Tell an encoder what the pictures are."""
        encoder.width, encoder.height = self.size
        encoder.pix_fmt = "yuv420p"
        encoder.time_base = Fraction(1, self.fps)
        encoder.thread_count = 1  # the bytes depend on how many threads share the work
        encoder.colorspace, encoder.color_range = self.encoding.colorspace, ColorRange.MPEG
        encoder.color_primaries, encoder.color_trc = ColorPrimaries.BT709, ColorTrc.BT709
        if self.encoding.codec_tag is not None:
            encoder.codec_tag = self.encoding.codec_tag


def write_video(
    path: Path,
    frames: Sequence[Path],
    fps: int,
    hold_seconds: float,
    threads: int,
    *,
    progress: FrameCounter | None = None,
) -> int:
    """Encode picture files, in this order, into a video.

    Args:
        path: where to; the ending chooses the codec: `.mp4` H.264, `.avi` Xvid.
        frames: the pictures, all of one size, with even width and height.
        fps: frames per second.
        hold_seconds: how long the last frame stays after its turn.
        threads: segments that are encoded at a time; takes time and memory, and doesn't change the video.
        progress: counts the frames as they are written.

    Returns:
        The number of frames in the video, held ones included.

    Raises:
        FrameError: there is no frame at all, or one is missing, damaged or of another size than the first; the
            message names it. No video is written then.
    """
    if not frames:
        raise FrameError(f"{path}: there are no frames to make a video of")
    size = _read_frame(frames[0], None).size
    shown = [*frames, *[frames[-1]] * round(hold_seconds * fps)]
    with replacing(path) as temporary:
        with _open_video(temporary, size, fps) as (settings, mux):
            for packet in _packets(shown, settings, threads):
                mux(packet)
                if progress is not None:
                    progress.done += 1
        require_frames(temporary, len(shown))
    return len(shown)


def stream_video(path: Path, pictures: Iterable[tuple[NDArray[np.uint8], int]], size: tuple[int, int], fps: int) -> int:
    """Encode pictures as they come into a video: one is made while another one is encoded.

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
    with replacing(path) as temporary:
        with _open_video(temporary, size, fps) as (settings, mux), ThreadPoolExecutor(1) as worker:
            encoder = _StreamEncoder(settings)
            waiting: deque[Future[list[Packet[VideoStream]]]] = deque()
            for picture, times in pictures:
                waiting.append(worker.submit(encoder.encode, picture, times))
                if len(waiting) > PICTURES_AHEAD:
                    for packet in waiting.popleft().result():
                        mux(packet)
            waiting.append(worker.submit(encoder.end))
            for future in waiting:
                for packet in future.result():
                    mux(packet)
            if not encoder.count:
                raise FrameError(f"{path}: there are no frames to make a video of")
        require_frames(temporary, encoder.count)
    return encoder.count


@contextmanager
def _open_video(
    path: Path, size: tuple[int, int], fps: int
) -> Iterator[tuple[EncoderSettings, Callable[[Packet[VideoStream]], None]]]:
    """Give what the encoders of a video need to know, and what puts their packets into the file."""
    encoding = ENCODINGS[path.suffix]
    with av.open(str(path), "w", options=encoding.container_options) as container:
        stream = cast("VideoStream", container.add_stream(encoding.codec, rate=fps, options=encoding.stream_options))
        settings = EncoderSettings(encoding, size, fps, stream.codec_context.flags)
        settings.apply(stream.codec_context)  # which writes the file's header and gets no frames
        stream.time_base = Fraction(1, fps)

        def mux(packet: Packet[VideoStream]) -> None:
            packet.stream = stream
            container.mux(packet)

        yield settings, mux


def require_frames(path: Path, count: int) -> None:
    """Make sure that so many frames are in the file, by reading it, without decoding them.

    Raises:
        FrameError: there are more or fewer.
    """
    with av.open(str(path)) as container:
        found = sum(packet.size > 0 for packet in container.demux(video=0))
    if found != count:
        raise FrameError(f"{path}: {found} frames are in the file instead of {count}; is there room on the disk?")


def _packets(shown: Sequence[Path], settings: EncoderSettings, threads: int) -> Iterator[Packet[VideoStream]]:
    """Encode all frames, several segments at a time; give the segments' packets in order."""
    with ThreadPoolExecutor(threads) as encoders:
        waiting: deque[Future[list[Packet[VideoStream]]]] = deque()
        for first in range(0, len(shown), SEGMENT):
            waiting.append(encoders.submit(_encode_segment, shown[first : first + SEGMENT], first, settings))
            # One segment more than there are threads: while this one is written, every thread has something to do.
            if len(waiting) > threads:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()


def _encode_segment(shown: Sequence[Path], first: int, settings: EncoderSettings) -> list[Packet[VideoStream]]:
    """Encode frames that follow each other, the first of them being number `first` of the video."""
    encoder = settings.make_encoder()
    packets = []
    before = None
    for number, path in enumerate(shown, start=first):
        if path != before:
            frame = _read_for_encoder(path, settings.size, settings.encoding.colorspace)
            before = path
        frame.pts = number
        frame.time_base = Fraction(1, settings.fps)
        packets += encoder.encode(frame)
    return packets + encoder.encode(None)


class _StreamEncoder:
    """Encodes pictures as they come, segment after segment."""

    def __init__(self, settings: EncoderSettings) -> None:
        self.settings = settings
        self.count = 0
        self.converter = VideoReformatter()  # made once: it takes a quarter of a conversion
        self.encoder = settings.make_encoder()

    def encode(self, picture: NDArray[np.uint8], times: int) -> list[Packet[VideoStream]]:
        """Encode a picture as so many frames."""
        width, height = self.settings.size
        if picture.shape != (height, width, 3):
            raise FrameError(f"a picture of shape {picture.shape} is no frame of {width} × {height} pixels")
        frame = _in_yuv(picture, self.settings.encoding.colorspace, self.converter)
        packets = []
        for _ in range(times):
            if self.count and self.count % SEGMENT == 0:
                packets += self.end()
                self.encoder = self.settings.make_encoder()
            frame.pts = self.count
            frame.time_base = Fraction(1, self.settings.fps)
            packets += self.encoder.encode(frame)
            self.count += 1
        return packets

    def end(self) -> list[Packet[VideoStream]]:
        """Return what the encoder has kept back."""
        return self.encoder.encode(None)


def _read_for_encoder(path: Path, size: tuple[int, int], colorspace: Colorspace) -> av.VideoFrame:
    """Read a picture as luma and chroma."""
    picture = _read_frame(path, size)
    if picture.mode != "P":
        return _in_yuv(np.asarray(picture.convert("RGB")), colorspace)
    return _looked_up(np.asarray(picture), tuple(picture.getpalette("RGB") or ()), colorspace)


def _in_yuv(rgb: NDArray[np.uint8], colorspace: Colorspace, converter: VideoReformatter | None = None) -> av.VideoFrame:
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
    frame = _in_yuv(colors.repeat(2, axis=0)[np.newaxis].repeat(2, axis=0), colorspace)
    luma, blue, red = _planes(frame)
    return luma[0, ::2].copy(), blue[0].copy(), red[0].copy()


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
