"""What a killed process leaves behind goes; what a living one writes stays."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tabular.results import temporary_files
from tabular.results.atomic import replacing, write_text
from tabular.results.temporary_files import remove_leftovers, temporary_file

if TYPE_CHECKING:
    from collections.abc import Iterator

SCRIPTS = Path(__file__).parents[3] / "scripts"

WRITING = """
import sys, time
sys.path.append({scripts!r})
from tabular.results.atomic import replacing
with replacing({path!r}) as temporary:
    temporary.write_text("half")
    print(temporary.name, flush=True)
    sys.stdin.readline()
"""


@contextmanager
def another_process_writing(path: Path) -> Iterator[subprocess.Popen[str]]:
    """Give a process that has begun to write to `path`, and waits for a line to finish it."""
    code = WRITING.format(scripts=str(SCRIPTS), path=str(path))
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline().startswith(".")
        yield process
        process.kill()


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def kill_one_that_writes(path: Path) -> None:
    with another_process_writing(path) as process:
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert names(path.parent) == {f".{path.stem}.partial{path.suffix}"}, "this is what a kill leaves"


def test_the_next_process_that_writes_the_same_file_leaves_nothing_of_a_killed_one(tmp_path: Path) -> None:
    kill_one_that_writes(tmp_path / "rollout.mp4")
    write_text(tmp_path / "rollout.mp4", "whole")
    assert names(tmp_path) == {"rollout.mp4"}
    assert (tmp_path / "rollout.mp4").read_text() == "whole"


def test_a_leftover_goes_where_its_file_is_not_written_any_more(tmp_path: Path) -> None:
    folder = tmp_path / "mine" / "seed-0"
    folder.mkdir(parents=True)
    kill_one_that_writes(folder / "qtable.avi")
    (folder / ".qtable.4711.partial.mp4").touch()  # as earlier versions called them
    remove_leftovers(tmp_path)
    assert names(folder) == set()


@pytest.mark.parametrize("name", [".partial.png", "partial.png", "my.partial.png", ".impartial.txt", ".a.partial.b.c"])
def test_what_only_looks_alike_stays(tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch()
    (tmp_path / ".folder.partial").mkdir()
    (tmp_path / ".link.partial.txt").symlink_to(tmp_path / name)
    remove_leftovers(tmp_path)
    assert names(tmp_path) == {name, ".folder.partial", ".link.partial.txt"}


def test_what_a_living_process_writes_is_no_leftover(tmp_path: Path) -> None:
    with another_process_writing(tmp_path / "qtable.mp4") as process:
        remove_leftovers(tmp_path)
        write_text(tmp_path / "qtable.mp4", "by this process")
        assert names(tmp_path) == {".qtable.partial.mp4", "qtable.mp4"}
        process.communicate("\n")
        assert process.returncode == 0
    assert names(tmp_path) == {"qtable.mp4"}
    assert (tmp_path / "qtable.mp4").read_text() == "half", "the last one to finish"


def test_two_that_write_one_file_at_once_get_two_temporary_files(tmp_path: Path) -> None:
    with replacing(tmp_path / "a.png") as one, replacing(tmp_path / "a.png") as other:
        assert (one.name, other.name) == (".a.partial.png", ".a.2.partial.png")
        one.touch()
        other.touch()
    assert names(tmp_path) == {"a.png"}


def test_where_nothing_can_be_locked_nothing_is_taken_for_a_leftover(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(temporary_files, "fcntl", None)
    (tmp_path / ".a.partial.png").touch()
    write_text(tmp_path / "a.png", "whole")
    remove_leftovers(tmp_path)
    assert names(tmp_path) == {".a.partial.png", "a.png"}


def test_no_file_of_many_writers_and_removers_is_lost(tmp_path: Path) -> None:
    """A lock belongs to whoever opened the file, so that threads stand for processes here."""
    path = tmp_path / "a.txt"
    failed: list[BaseException] = []

    def write() -> None:
        try:
            for number in range(300):
                with temporary_file(path) as temporary:
                    temporary.write_text(str(number))
                    temporary.replace(path)
        except OSError as error:
            failed.append(error)

    writers = [threading.Thread(target=write) for _ in range(4)]
    for writer in writers:
        writer.start()
    while any(writer.is_alive() for writer in writers):
        remove_leftovers(tmp_path)
    assert not failed
    assert names(tmp_path) == {"a.txt"}
