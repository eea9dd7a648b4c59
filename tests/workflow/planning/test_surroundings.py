"""Folders that nothing can be written to are named before anything runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from planning.surroundings import why_nothing_can_be_written
from terminal.messages import in_a_sentence

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the current folder, an empty one."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_folders_that_are_there_or_are_not_are_fine(here: Path) -> None:
    assert why_nothing_can_be_written() is None
    (here / "elsewhere").mkdir()
    (here / "results").symlink_to("elsewhere")
    (here / "logs").mkdir()
    assert why_nothing_can_be_written() is None


@pytest.mark.parametrize("folder", ["results", "logs"])
def test_a_file_in_the_place_of_a_folder_is_named(here: Path, folder: str) -> None:
    (here / folder).touch()
    assert why_nothing_can_be_written() == (
        f"{folder} is a file, and a folder of this name is needed; move the file, or rename it."
    )


@pytest.mark.parametrize("folder", ["results", "logs"])
def test_a_link_to_nothing_is_named_with_its_target(here: Path, folder: str) -> None:
    (here / folder).symlink_to("unplugged/disk")
    assert why_nothing_can_be_written() == (
        f"{folder} is a link to unplugged/disk, which isn't there; make that folder, or remove the link."
    )


def test_a_folder_that_cannot_be_written_to_is_named(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.access", lambda *_: False)  # root may write everywhere
    assert why_nothing_can_be_written() == (
        f"The folder {here} can't be written to; run Snakemake in another one, or name it with --directory."
    )
    (here / ".snakemake").mkdir()
    assert why_nothing_can_be_written() is None


@pytest.mark.parametrize("name", ["{a}", "{", "{a b}"])
def test_braces_in_a_path_are_fine_where_snakemake_can_read_them(
    here: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (here / name).mkdir()
    monkeypatch.chdir(here / name)
    assert why_nothing_can_be_written() is None


@pytest.mark.parametrize("name", ["{a.b}", "{1}", "{n}"])
def test_braces_in_a_path_are_refused_where_snakemake_cannot_read_them(
    here: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (here / name).mkdir()
    monkeypatch.chdir(here / name)
    said = why_nothing_can_be_written() or ""
    assert said.startswith(f"{here / name}: Snakemake takes what is in braces for a wildcard; ")


def test_what_snakemake_says_of_a_folder_that_cannot_be_made_becomes_a_sentence() -> None:
    text = (
        "WorkflowError:\nFailed to create output directory results/taxi/seed-0.\n"
        "OSError: [Errno 30] Read-only file system: 'results/taxi'"
    )
    assert in_a_sentence(text).startswith("The folder results/taxi/seed-0 can't be made (Read-only file system), so ")
    assert in_a_sentence("WorkflowError:\nsomething else") == "WorkflowError:\nsomething else"
