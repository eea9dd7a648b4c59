"""Joining frames: which are taken, and that all others stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from make_video import make_video
from PIL import Image

if TYPE_CHECKING:
    from pathlib import Path


def make_frames(folder: Path, episodes: list[str]) -> Path:
    folder.mkdir(parents=True)
    for episode in episodes:
        Image.new("RGB", (1000, 600)).save(folder / f"{episode}.png")
    return folder


def test_a_video_takes_its_own_frames_and_leaves_all_others_where_they_are(tmp_path: Path) -> None:
    frames = tmp_path / "frames"
    folders = [make_frames(frames / "00", ["00", "05"]), make_frames(frames / "10", ["10", "11"])]
    make_frames(frames / "05", ["05", "10"])
    make_frames(frames / "notes", ["mine"])
    make_video(
        folders=folders,
        episodes=12,
        snapshots={"every": 5},
        snapshots_per_folder=2,
        playback={"fps": 10, "hold_seconds": 0.0},
        path=tmp_path / "qtable.mp4",
        threads=2,
    )
    assert sorted(folder.name for folder in frames.iterdir()) == ["00", "05", "10", "notes"]
    assert sorted(frame.name for frame in frames.glob("[0-9]*/*.png")) == [
        *("00.png", "05.png", "05.png", "10.png", "10.png", "11.png")
    ]
