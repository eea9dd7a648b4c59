"""Videos, checked by decoding them."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
import weakref
from pathlib import Path
from typing import TYPE_CHECKING, Any

import av
import numpy as np
import pytest
from PIL import Image
from tabular.videos.frame_files import FrameError, require_frames
from tabular.videos.writing import PICTURES_AHEAD, SEGMENT, stream_video, write_video

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

SIZE = (640, 420)


def color_of(number: int) -> tuple[int, int, int]:
    return (40 + 20 * number, 200 - 15 * number, (60 * number) % 256)


def make_frames(folder: Path, count: int = 8, size: tuple[int, int] = SIZE) -> list[Path]:
    folder.mkdir(exist_ok=True)
    paths = [folder / f"{number}.png" for number in range(count)]
    for number, path in enumerate(paths):
        Image.new("RGB", size, color_of(number)).quantize(16).save(path)
    return paths


def decode(path: Path) -> tuple[Any, list[np.ndarray[Any, Any]]]:
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        facts = (stream.codec_context.name, stream.codec_context.pix_fmt, float(stream.average_rate or 0))
        return facts, [frame.to_ndarray(format="rgb24") for frame in container.decode(stream)]


@pytest.mark.parametrize(("ending", "codec"), [("mp4", "h264"), ("avi", "mpeg4")])
def test_a_video_decodes_to_every_frame_in_order_and_holds_the_last(tmp_path: Path, ending: str, codec: str) -> None:
    frames = make_frames(tmp_path / "frames")
    path = tmp_path / f"qtable.{ending}"
    assert write_video(path, frames, fps=20, hold_seconds=0.5, threads=2) == 18
    facts, decoded = decode(path)
    assert facts == (codec, "yuv420p", 20.0)
    assert len(decoded) == 18
    for number, picture in enumerate(decoded):
        assert picture.shape == (SIZE[1], SIZE[0], 3)
        assert np.median(picture, axis=(0, 1)) == pytest.approx(color_of(min(number, 7)), abs=8)


def test_a_player_can_start_before_the_file_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "qtable.mp4"
    write_video(path, make_frames(tmp_path / "frames"), fps=20, hold_seconds=0, threads=2)
    content = path.read_bytes()
    assert 0 < content.index(b"moov") < content.index(b"mdat")


def test_the_tutorial_s_avi_has_the_tutorial_s_codec_tag(tmp_path: Path) -> None:
    path = tmp_path / "qtable.avi"
    write_video(path, make_frames(tmp_path / "frames"), fps=60, hold_seconds=0, threads=2)
    assert b"XVID" in path.read_bytes()[:4096]


@pytest.mark.parametrize("ending", ["mp4", pytest.param("avi", marks=pytest.mark.slow)])
def test_any_number_of_threads_gives_the_same_bytes(tmp_path: Path, ending: str) -> None:
    """Three segments; a height that is no multiple of 16, where bytes were once seen to differ from run to run."""
    rng = np.random.default_rng(0)
    frames = [tmp_path / f"{number:03d}.png" for number in range(150)]
    picture = rng.integers(0, 255, (420, 640, 3), dtype=np.uint8)
    for frame in frames:
        picture[rng.integers(0, 400) :, rng.integers(0, 600) :] = rng.integers(0, 255, 3)
        Image.fromarray(picture).save(frame, compress_level=1)
    contents = set()
    for threads in (1, 2, 2, 8):
        path = tmp_path / f"{threads}.{ending}"
        write_video(path, frames, fps=60, hold_seconds=0.1, threads=threads)
        contents.add(path.read_bytes())
    assert len(contents) == 1


def test_a_player_can_jump_to_every_second_and_times_are_even(tmp_path: Path) -> None:
    """Segments are encoded apart, so their joints are where a frame could be lost, doubled or out of time."""
    frames = make_frames(tmp_path / "frames", count=8) * 20
    path = tmp_path / "qtable.mp4"
    write_video(path, frames, fps=60, hold_seconds=0.5, threads=2)
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        packets = [packet for packet in container.demux(stream) if packet.size > 0]
        tick = stream.time_base  # of the file, and gone with it
        assert tick is not None
        starts = [(float((packet.pts or 0) * tick), packet.is_keyframe) for packet in packets]
    assert [start for start, is_whole in starts if is_whole] == [0.0, 1.0, 2.0, 3.0]
    assert sorted(start for start, _ in starts) == pytest.approx([number / 60 for number in range(190)])
    decoded = [packet.dts for packet in packets if packet.dts is not None]
    assert len(decoded) == len(packets)
    assert all(before < after for before, after in itertools.pairwise(decoded))


PEAK_MEMORY = """
import resource
import sys
from pathlib import Path

from tabular.videos.writing import write_video

folder, count, video = sys.argv[1:]
frames = [Path(folder, "0.png"), Path(folder, "1.png")] * (int(count) // 2)
write_video(Path(video), frames, fps=60, hold_seconds=0, threads=2)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def test_memory_does_not_grow_with_the_number_of_frames(tmp_path: Path) -> None:
    """All of the frames between the two lengths would take 480 MB."""
    make_frames(tmp_path / "frames", count=2)

    def megabytes(count: int) -> float:
        command = [sys.executable, "-c", PEAK_MEMORY, str(tmp_path / "frames"), str(count), str(tmp_path / "v.mp4")]
        environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[3] / "scripts")}
        return int(subprocess.check_output(command, env=environment)) / 1024

    assert megabytes(1500) - megabytes(300) < 40


def break_by_deleting(frame: Path) -> None:
    frame.unlink()


def break_by_truncating(frame: Path) -> None:
    frame.write_bytes(frame.read_bytes()[:-40])


def break_by_emptying(frame: Path) -> None:
    frame.write_bytes(b"")


def break_by_resizing(frame: Path) -> None:
    Image.new("RGB", (640, 422)).save(frame)


@pytest.mark.parametrize("which", [0, 3, 7])
@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (break_by_deleting, "missing"),
        (break_by_truncating, "damaged"),
        (break_by_emptying, "damaged"),
        (break_by_resizing, "640 × 42"),
    ],
)
def test_a_bad_frame_is_an_error_that_names_it_and_leaves_the_old_video(
    tmp_path: Path,
    which: int,
    spoil: Any,
    message: str,
) -> None:
    frames = make_frames(tmp_path / "frames")
    spoil(frames[which])
    path = tmp_path / "qtable.mp4"
    path.write_bytes(b"the video of before")
    # The first frame says what size is right, so the second one is named where the first has another size.
    named = frames[1] if (which, spoil) == (0, break_by_resizing) else frames[which]
    with pytest.raises(FrameError, match=message) as raised:
        write_video(path, frames, fps=20, hold_seconds=0, threads=2)
    assert str(named) in str(raised.value)
    assert "render_qtable_frames" in str(raised.value)
    assert path.read_bytes() == b"the video of before"
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["frames", "qtable.mp4"], "nothing half-written"


def test_a_video_that_lost_frames_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "qtable.mp4"
    count = write_video(path, make_frames(tmp_path / "frames"), fps=20, hold_seconds=0.5, threads=2)
    require_frames(path, count)
    with pytest.raises(FrameError, match=f"{count} frames are in the file instead of {count + 1}"):
        require_frames(path, count + 1)


def test_a_video_of_nothing_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FrameError, match="no frames"):
        write_video(tmp_path / "qtable.mp4", [], fps=20, hold_seconds=1, threads=2)


def picture(number: int, size: tuple[int, int] = SIZE) -> NDArray[np.uint8]:
    pixels = np.empty((size[1], size[0], 3), dtype=np.uint8)
    pixels[:] = color_of(number)
    return pixels


def test_pictures_that_come_one_by_one_stay_as_long_as_they_are_meant_to(tmp_path: Path) -> None:
    path = tmp_path / "rollout.mp4"
    stays = [1, 3, 1, 2, SEGMENT + 5, 1]
    count = stream_video(path, ((picture(number), times) for number, times in enumerate(stays)), SIZE, fps=4)
    assert count == sum(stays)
    facts, decoded = decode(path)
    assert facts == ("h264", "yuv420p", 4.0)
    expected = [number for number, times in enumerate(stays) for _ in range(times)]
    assert len(decoded) == len(expected)
    for number, found in zip(expected, decoded, strict=True):
        assert np.median(found, axis=(0, 1)) == pytest.approx(color_of(number), abs=8)


def test_only_a_few_of_the_pictures_that_come_one_by_one_are_in_memory(tmp_path: Path) -> None:
    alive: weakref.WeakSet[Any] = weakref.WeakSet()
    most = 0

    class Picture(np.ndarray[Any, Any]):
        """An array that can be counted."""

        __hash__ = object.__hash__  # type: ignore[assignment]

    def coming() -> Iterator[tuple[NDArray[np.uint8], int]]:
        nonlocal most
        for number in range(60):
            one = picture(number % 8).view(Picture)
            alive.add(one)
            most = max(most, len(alive))
            yield one, 1

    assert stream_video(tmp_path / "rollout.mp4", coming(), SIZE, fps=30) == 60
    assert most <= PICTURES_AHEAD + 3


def test_a_picture_of_another_size_is_an_error_and_leaves_the_old_video(tmp_path: Path) -> None:
    path = tmp_path / "rollout.mp4"
    path.write_bytes(b"the video of before")
    pictures = [(picture(0), 1), (picture(1, (640, 400)), 1)]
    with pytest.raises(FrameError, match=r"shape \(400, 640, 3\) is no frame of 640 × 420 pixels"):
        stream_video(path, pictures, SIZE, fps=30)
    assert path.read_bytes() == b"the video of before"
    assert [entry.name for entry in tmp_path.iterdir()] == ["rollout.mp4"], "nothing half-written"


def test_a_failure_of_what_makes_the_pictures_is_the_error_that_is_seen(tmp_path: Path) -> None:
    def failing() -> Iterator[tuple[NDArray[np.uint8], int]]:
        yield picture(0), 1
        raise RuntimeError("the projector broke")

    with pytest.raises(RuntimeError, match="the projector broke"):
        stream_video(tmp_path / "rollout.mp4", failing(), SIZE, fps=30)
    with pytest.raises(FrameError, match="no frames"):
        stream_video(tmp_path / "rollout.mp4", [], SIZE, fps=30)
    assert not list(tmp_path.iterdir()), "nothing half-written"
