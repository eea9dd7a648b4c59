"""The video where it is watched: in a browser."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from PIL import Image
from tabular.videos.writing import write_video

from tests.helpers.browser import PROGRAMS, find_chromium, open_page

if TYPE_CHECKING:
    from pathlib import Path

SIZE = (1200, 900)
FPS = 60

PAGE = """<!DOCTYPE html>
<body style="margin: 0"><video src="qtable.mp4" muted autoplay></video></body>
"""

OVER = "(video => video.ended || video.error !== null)(document.querySelector('video'))"

FACTS = """(video => ({
    error: video.error?.message ?? null,
    ended: video.ended,
    size: [video.videoWidth, video.videoHeight],
    duration: video.duration,
}))(document.querySelector('video'))"""


def color_of(number: int) -> tuple[int, int, int]:
    return (0, 3 * number, 255 - 3 * number)


def test_the_video_plays_to_its_end_in_chromium(tmp_path: Path) -> None:
    """Two segments, which were encoded apart, and half a second of the last frame."""
    frames = [tmp_path / f"{number}.png" for number in range(80)]
    for number, frame in enumerate(frames):
        Image.new("RGB", SIZE, color_of(number)).quantize(16).save(frame)
    write_video(tmp_path / "qtable.mp4", frames, FPS, hold_seconds=0.5, threads=2)
    (tmp_path / "page.html").write_text(PAGE, encoding="utf-8")

    with open_page(*SIZE) as page:
        page.goto((tmp_path / "page.html").as_uri())
        page.wait_for_function(OVER, timeout=60_000)
        facts: dict[str, Any] = page.evaluate(FACTS)
        seen = np.asarray(Image.open(io.BytesIO(page.screenshot())).convert("RGB"))
    assert facts["error"] is None
    assert facts["ended"]
    assert tuple(facts["size"]) == SIZE
    assert facts["duration"] == pytest.approx((80 + 30) / FPS, abs=1 / FPS)
    assert np.median(seen, axis=(0, 1)) == pytest.approx(color_of(79), abs=12), "the last frame, in its colour"


@pytest.mark.parametrize(("ci", "outcome"), [("true", pytest.fail.Exception), ("", pytest.skip.Exception)])
def test_without_chromium_the_test_is_skipped_but_fails_in_ci(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, ci: str, outcome: type[BaseException]
) -> None:
    monkeypatch.setenv("CI", ci)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(outcome, match="no Chromium"):
        find_chromium()
    (tmp_path / PROGRAMS[0]).touch(mode=0o755)
    assert find_chromium() == str(tmp_path / PROGRAMS[0])
