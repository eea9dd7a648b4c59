"""How videos are encoded, by the kind of file."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, cast

import av
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc

if TYPE_CHECKING:
    from av.video.codeccontext import VideoCodecContext


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
