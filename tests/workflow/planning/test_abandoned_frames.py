"""What becomes of frames that no job draws any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from configuration import loading
from planning.abandoned_frames import remove_abandoned_frames
from planning.settings import JobSettings

from tests.helpers.configurations import changed, of

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def jobs() -> JobSettings:
    """Return settings in which `mine` keeps the tables 0, 5, 10 and 11, and draws two at a time."""
    mine = {"episodes": 12, "snapshots": {"every": 5}}
    changes = of(mine) | {"frames.snapshots_per_job": 2}
    return JobSettings(loading.load(changed(changes), make_environments=False), pytest.fail)


def draw(frames: Path, *batches: str) -> None:
    for batch in batches:
        (frames / batch).mkdir(parents=True)
        (frames / batch / f"{batch}.png").touch()
        (frames / f"{batch}.sha256").touch()


def test_frames_of_an_earlier_batch_size_do_not_stay_beside_those_of_today(tmp_path: Path, jobs: JobSettings) -> None:
    frames = tmp_path / "mine" / "seed-0" / "frames"
    draw(frames, "00", "05", "10", "11")
    (frames / "12").mkdir()
    remove_abandoned_frames(jobs, tmp_path)
    assert sorted(path.name for path in frames.iterdir()) == ["00", "00.sha256", "10", "10.sha256", "12"]
    assert sorted(path.name for path in frames.glob("*/*.png")) == ["00.png", "10.png"]


def test_they_stay_until_all_of_today_are_drawn(tmp_path: Path, jobs: JobSettings) -> None:
    frames = tmp_path / "mine" / "seed-1" / "frames"
    draw(frames, "00", "05", "11")
    remove_abandoned_frames(jobs, tmp_path)
    assert sorted(path.name for path in frames.iterdir() if path.is_dir()) == ["00", "05", "11"]


def test_frames_of_experiments_that_the_configuration_does_not_have_stay(tmp_path: Path, jobs: JobSettings) -> None:
    frames = tmp_path / "another" / "seed-0" / "frames"
    draw(frames, "00", "05", "10")
    remove_abandoned_frames(jobs, tmp_path)
    assert len(list(frames.iterdir())) == 6
