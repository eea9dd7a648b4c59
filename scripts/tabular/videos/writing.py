"""Writing a video from picture files or from pictures as they come, in constant memory."""

from __future__ import annotations

from collections import deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from fractions import Fraction
from typing import TYPE_CHECKING, Protocol, cast

import av
from av.video.reformatter import VideoReformatter

from tabular.results.atomic import replacing
from tabular.videos.encoding import ENCODINGS, EncoderSettings
from tabular.videos.frame_files import FrameError, in_yuv, read_for_encoder, read_frame, require_frames

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from concurrent.futures import Future
    from pathlib import Path

    import numpy as np
    from av.packet import Packet
    from av.video.stream import VideoStream
    from numpy.typing import NDArray

SEGMENT = 60
"""Frames that one encoder gets: each segment has an encoder of its own, of one thread, and starts with a whole picture.

So all cores are busy, the bytes don't depend on how many there are, and a player can jump to every second. A whole
picture takes as much of the file as some twenty of the others: with 120 frames a segment, the tutorial's would be a
seventh smaller, but two threads' memory would still grow between 250 and 500 frames."""

PICTURES_AHEAD = 8
"""Pictures that may wait for the encoder, where they come one by one; what bounds the memory."""


class FrameCounter(Protocol):
    """What is told how many frames are written.

    Attributes:
        done: their number.
    """

    done: int


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
    size = read_frame(frames[0], None).size
    displayed = [*frames, *[frames[-1]] * round(hold_seconds * fps)]
    with replacing(path) as temporary:
        with _open_video(temporary, size, fps) as (settings, mux):
            for packet in _packets(displayed, settings, threads):
                mux(packet)
                if progress is not None:
                    progress.done += 1
        require_frames(temporary, len(displayed))
    return len(displayed)


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


def _packets(displayed: Sequence[Path], settings: EncoderSettings, threads: int) -> Iterator[Packet[VideoStream]]:
    """Encode all frames, several segments at a time; give the segments' packets in order."""
    with ThreadPoolExecutor(threads) as encoders:
        waiting: deque[Future[list[Packet[VideoStream]]]] = deque()
        for first in range(0, len(displayed), SEGMENT):
            waiting.append(encoders.submit(_encode_segment, displayed[first : first + SEGMENT], first, settings))
            # One segment more than there are threads: while this one is written, every thread has something to do.
            if len(waiting) > threads:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()


def _encode_segment(displayed: Sequence[Path], first: int, settings: EncoderSettings) -> list[Packet[VideoStream]]:
    """Encode frames that follow each other, the first of them being number `first` of the video."""
    encoder = settings.make_encoder()
    packets = []
    before = None
    for number, path in enumerate(displayed, start=first):
        if path != before:
            frame = read_for_encoder(path, settings.size, settings.encoding.colorspace)
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
        frame = in_yuv(picture, self.settings.encoding.colorspace, self.converter)
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
