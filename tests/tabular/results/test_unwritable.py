"""A full disk or a missing right is said in one sentence: what, which file, what to do."""

from __future__ import annotations

import errno
import shutil
from types import SimpleNamespace
from typing import TYPE_CHECKING

import av.error
import pytest
from tabular.errors import UserError
from tabular.results.atomic import replacing
from tabular.results.unwritable import REMEDIES, UnwritableFileError, why_unwritable

if TYPE_CHECKING:
    from pathlib import Path

FULL_DISK = "{}: No space left on device; make room there and run the same command again"


class ErrorOfFFmpeg(Exception):  # noqa: N818 (as PyAV's)
    """An error that is no OSError and has its number."""

    errno = errno.ENOSPC


def fail(path: Path, error: Exception) -> None:
    with replacing(path) as temporary:
        temporary.write_text("half")
        raise error


@pytest.mark.parametrize("number", REMEDIES)
def test_each_reason_has_its_remedy(tmp_path: Path, number: int) -> None:
    path = tmp_path / "a.png"
    with pytest.raises(UnwritableFileError) as raised:
        fail(path, OSError(number, "in any language"))
    assert isinstance(raised.value, UserError)
    assert str(raised.value).startswith(f"{path}: ")
    assert str(raised.value).endswith(" and run the same command again")
    assert not [*tmp_path.iterdir()], "it makes room"


@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, ""), ErrorOfFFmpeg()])
def test_the_file_is_named_and_not_the_temporary_one(tmp_path: Path, error: Exception) -> None:
    path = tmp_path / "a.mp4"
    with pytest.raises(UnwritableFileError) as raised:
        fail(path, error)
    assert str(raised.value) == FULL_DISK.format(path)


@pytest.mark.parametrize("kind", [OSError, av.error.OSError])
def test_an_error_that_names_the_temporary_file_is_about_the_file(tmp_path: Path, kind: type[Exception]) -> None:
    path = tmp_path / "a.mp4"
    with pytest.raises(UnwritableFileError) as raised, replacing(path) as temporary:
        raise kind(errno.ENOSPC, "", str(temporary))
    assert str(raised.value) == FULL_DISK.format(path)


def test_another_file_that_the_error_names_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnwritableFileError, match=r"^other\.npy: Permission denied"):
        fail(tmp_path / "a.mp4", PermissionError(errno.EACCES, "", "other.npy"))


def test_an_error_of_another_kind_stays_itself(tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError):
        fail(tmp_path / "a", IsADirectoryError(errno.EISDIR, ""))
    with pytest.raises(ZeroDivisionError):
        fail(tmp_path / "a", ZeroDivisionError())


def test_an_error_of_numpy_that_says_nothing_is_a_full_disk_where_there_is_no_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    error = OSError("4096 requested and 1024 written")
    assert why_unwritable(error, tmp_path / "a.npy") is None
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=0))
    assert str(why_unwritable(error, tmp_path / "a.npy")) == FULL_DISK.format(tmp_path / "a.npy")
