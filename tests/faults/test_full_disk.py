"""A disk fills up in the middle of a run: it is said in words, and with more room the same command goes on."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.faults.reliability_table import note
from tests.faults.small_run import TARGETS, assert_same, new_folder, run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.faults.conftest import Record

pytestmark = pytest.mark.slow

SIZES = (24, 64, 400, 1200, 2000)
"""kB. The whole run takes some 3,000."""

ROOM = "size=100m"
NO_ROOM = "No space left on device"


@pytest.fixture(params=SIZES, ids="{} kB".format)
def mounted(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Path]:
    """Give a folder with the configuration on a small disk of its own."""
    if os.geteuid() != 0:
        pytest.skip("only root may mount a small disk")
    folder = tmp_path / "disk"
    folder.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={request.param}k", "tmpfs", str(folder)],  # noqa: S607
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        pytest.skip(f"nothing can be mounted here: {done.stderr.strip()}")
    try:
        yield new_folder(folder)
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)  # noqa: S607


def test_a_full_disk_is_named_with_the_file_and_with_more_room_the_run_goes_on(
    mounted: Path, reference: dict[str, bytes], record_property: Record
) -> None:
    note(
        record_property,
        "the disk is full in the middle of a run",
        "the file and the remedy in one line; with more room, the same command ends in the same bytes",
    )
    printed = run(mounted, *TARGETS, expect=1)
    assert "Traceback" not in printed
    lines = [line.strip().removeprefix("Error: ") for line in printed.splitlines() if NO_ROOM in line]
    assert lines
    for line in lines:
        path, said = line.split(": ", maxsplit=1)
        assert path.startswith(("results/", "logs/", str(mounted / ".snakemake")))
        assert said == f"{NO_ROOM}; make room there and run the same command again"
    assert not [*(mounted / "results").rglob("*partial*")], "what can't be finished makes room"
    subprocess.run(["mount", "-o", f"remount,{ROOM}", str(mounted)], check=True)  # noqa: S607
    run(mounted, *TARGETS)
    assert_same(mounted, reference)
