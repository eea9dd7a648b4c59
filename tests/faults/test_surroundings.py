"""Strange surroundings: languages, users, paths, temporary folders, other runs. The bytes stay the same."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.faults.reliability_table import note
from tests.faults.small_run import FEW_TARGETS, LAKE, assert_same, command, new_folder, run, started
from tests.helpers.running import copy_project, snakemake, write_config

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.faults.conftest import Record

pytestmark = pytest.mark.slow

SAME = "the same bytes"
NOBODY = 65534
"""The number of a user who may do nothing."""

VARIABLES: dict[str, dict[str, str | None]] = {
    "LC_ALL=C": {"LC_ALL": "C", "LANG": None, "PYTHONUTF8": None},
    "LC_ALL=POSIX": {"LC_ALL": "POSIX", "LANG": None},
    "LC_ALL=de_DE.UTF-8": {"LC_ALL": "de_DE.UTF-8"},
    "a locale that is not installed": {"LC_ALL": "xx_XX.UTF-8", "LANG": "xx_XX"},
    "a fixed PYTHONHASHSEED": {"PYTHONHASHSEED": "12345"},
    "another time zone": {"TZ": "Pacific/Kiritimati"},
    "TMPDIR that is not there": {"TMPDIR": "/dev/null/at/all"},
    "no TMPDIR": {"TMPDIR": None},
    "no HOME": {"HOME": None, "XDG_CACHE_HOME": None},
    "a locale that has ASCII only": {"LC_ALL": "C", "LANG": None, "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "PYTHONIOENCODING=latin-1": {"PYTHONIOENCODING": "latin-1"},
}
"""By its name, environment variables that are set, or taken away."""

PATHS = {
    "spaces": "a folder with spaces",
    "quotes": """it's a "folder" """.strip(),
    "umlauts": "Größe Åß 走る",
    "braces": "{a} {b c} {",
    "signs of shells": "a $HOME & b; (c) * `d` #e",
    "more than 500 characters": "/".join(["a" * 100] * 5),
}


def changed_environment(changes: dict[str, str | None]) -> dict[str, str]:
    both = {**os.environ, **changes}
    return {name: value for name, value in both.items() if value is not None}


def assert_logs_are_utf_8(folder: Path) -> None:
    for log in (folder / "logs").rglob("*.log"):
        log.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", VARIABLES)
def test_environment_variables_change_no_byte(
    name: str, tmp_path: Path, few: dict[str, bytes], record_property: Record
) -> None:
    note(record_property, name, SAME)
    folder = new_folder(tmp_path / "run")
    run(folder, *FEW_TARGETS, environment=changed_environment(VARIABLES[name]))
    assert_same(folder, few)
    assert_logs_are_utf_8(folder)


@pytest.mark.parametrize("name", PATHS)
def test_paths_change_no_byte(name: str, tmp_path: Path, few: dict[str, bytes], record_property: Record) -> None:
    note(record_property, f"a folder whose path has {name}", SAME)
    folder = new_folder(tmp_path / PATHS[name])
    run(folder, *FEW_TARGETS)
    assert_same(folder, few)


def test_a_clone_in_an_odd_place_changes_no_byte(
    tmp_path: Path, few: dict[str, bytes], record_property: Record
) -> None:
    note(record_property, "a clone whose path has spaces, quotes and umlauts", SAME)
    clone = copy_project(tmp_path / """it's my "Größe" """.strip())
    folder = new_folder(tmp_path / "run")
    done = subprocess.run(
        command(*FEW_TARGETS, snakefile=clone / "Snakefile"), cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert_same(folder, few)


def test_a_umask_changes_rights_and_no_byte(tmp_path: Path, few: dict[str, bytes], record_property: Record) -> None:
    note(record_property, "umask 077", SAME)
    folder = new_folder(tmp_path / "run")
    run(folder, *FEW_TARGETS, prefix=("sh", "-c", 'umask 077; exec "$@"', "sh"))
    assert_same(folder, few)
    assert {path.stat().st_mode & 0o077 for path in (folder / "results").rglob("*")} == {0}


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """Mount a disk, which the block may make read-only; only root may."""
    folder.mkdir(parents=True, exist_ok=True)
    mount = ["mount", "-t", "tmpfs", "-o", "size=200m", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        pytest.skip("nothing can be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)  # noqa: S607


def make_read_only(folder: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)  # noqa: S607


def test_a_clone_and_caches_that_cannot_be_written_change_no_byte(
    tmp_path: Path, few: dict[str, bytes], record_property: Record
) -> None:
    note(record_property, "compiled, with a read-only clone and no place for Numba's cache", SAME)
    folder = tmp_path / "run"
    write_config(folder, {"run": ["lake"], "experiments": {"lake": LAKE | {"engine": "compiled"}}})
    with small_disk(tmp_path / "disk") as disk:
        clone = copy_project(disk / "clone")
        make_read_only(disk)
        caches = tmp_path / "caches"  # Snakemake needs such a folder, where a file is in Numba's way
        caches.mkdir()
        (caches / "numba").touch()
        environment = changed_environment(
            {"NUMBA_CACHE_DIR": "/dev/null/numba", "HOME": "/dev/null", "XDG_CACHE_HOME": str(caches)}
        )
        asked = command("results/lake/seed-0/evaluation.parquet", snakefile=clone / "Snakefile")
        done = subprocess.run(asked, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "engine: compiled" in (folder / "logs" / "train" / "lake" / "seed-0.log").read_text(encoding="utf-8")
    for name in ("seed-0/evaluation.parquet", "seed-0/rewards.parquet", "seed-0/qtables/29.npy"):
        assert (folder / "results" / "lake" / name).read_bytes() == few[f"lake/{name}"], name


AS_NOBODY = ("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups")


@pytest.fixture
def python_of_all(tmp_path: Path) -> Iterator[tuple[str, dict[str, str | None]]]:
    """Give a Python that another user may start, and the environment variables that it needs.

    Where the one that runs the tests lies in a folder of root's, it is shown at another place too.
    """
    if os.geteuid() != 0 or shutil.which("setpriv") is None:
        pytest.skip("only root can become another user, by setpriv")
    # By a shell, as Snakemake starts its jobs.
    trial = ["sh", "-c", f"{sys.executable} -c 'import snakemake'"]
    if subprocess.run([*AS_NOBODY, *trial], capture_output=True, check=False).returncode == 0:
        yield sys.executable, {}
        return
    place = tmp_path / "python"
    place.mkdir()
    if subprocess.run(["mount", "--bind", sys.base_prefix, str(place)], capture_output=True, check=False).returncode:  # noqa: S607
        pytest.skip("no other user may start this Python, and nothing can be mounted")
    try:
        version = f"python{sys.version_info.major}.{sys.version_info.minor}"
        variables: dict[str, str | None] = {
            "PYTHONPATH": sysconfig.get_path("purelib"),
            "LD_LIBRARY_PATH": str(place / "lib"),
        }
        yield str(place / "bin" / version), variables
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)  # noqa: S607


def test_another_user_makes_the_same_bytes(
    tmp_path: Path,
    few: dict[str, bytes],
    python_of_all: tuple[str, dict[str, str | None]],
    record_property: Record,
) -> None:
    note(record_property, "a user who may write nothing but the folder and HOME", SAME)
    python, changes = python_of_all
    folder, home = new_folder(tmp_path / "run"), tmp_path / "home"
    home.mkdir()
    for path in (folder, *folder.iterdir(), home):
        os.chown(path, NOBODY, NOBODY)
    # pytest keeps other users out of its own folders only.
    base = Path(tempfile.gettempdir())
    for parent in (path for path in folder.parents if base in path.parents):
        parent.chmod(0o755)
    environment = changed_environment({**changes, "HOME": str(home), "XDG_CACHE_HOME": None})
    run(folder, *FEW_TARGETS, prefix=AS_NOBODY, environment=environment, python=python)
    assert_same(folder, few)


def test_a_clone_in_a_folder_with_braces_is_refused(tmp_path: Path, record_property: Record) -> None:
    note(record_property, "a clone in a folder whose path has braces", REFUSED)
    clone = copy_project(tmp_path / "{a}")
    *_, line = snakemake("-n", cwd=clone, expect=1).splitlines()
    assert line.startswith(f"{clone}: Snakemake takes what is in braces for a wildcard; ")


def test_a_second_run_in_the_same_folder_is_refused_and_disturbs_nothing(
    tmp_path: Path, few: dict[str, bytes], record_property: Record
) -> None:
    note(record_property, "a second run in the same folder", "refused by Snakemake's lock; the first ends as ever")
    folder = new_folder(tmp_path / "run")
    with started(folder, *FEW_TARGETS) as (first, _):
        while not any((folder / ".snakemake" / "locks").glob("*")):
            assert first.poll() is None
        printed = run(folder, *FEW_TARGETS, expect=1)
        assert "Directory cannot be locked" in printed
        assert "Traceback" not in printed
        assert first.wait() == 0
    assert_same(folder, few)


def test_runs_that_share_a_clone_do_not_disturb_each_other(
    tmp_path: Path, few: dict[str, bytes], record_property: Record
) -> None:
    note(record_property, "four runs at once from one clone, each in its own folder", SAME, times=4)
    folders = [new_folder(tmp_path / str(number)) for number in range(4)]
    runs = [
        subprocess.Popen(
            command(*FEW_TARGETS, "--directory", str(folder), cores=1), cwd=tmp_path, stderr=subprocess.DEVNULL
        )
        for folder in folders
    ]
    assert [one.wait() for one in runs] == [0] * 4
    for folder in folders:
        assert_same(folder, few)


REFUSED = "one sentence, nothing is written"

BEGINNING = re.compile(r"Using workflow specific profile|\d+ jobs to run")
"""What is printed before anything is tried."""


def assert_refused_in_a_sentence(folder: Path, naming: str = "results") -> None:
    """Require one line with the place, beside Snakemake's own beginning."""
    printed = run(folder, *FEW_TARGETS, expect=1)
    assert "Traceback" not in printed
    lines = [line for line in printed.splitlines() if line and not BEGINNING.match(line)]
    assert len(lines) == 1, printed
    assert naming in lines[0]


def test_results_that_are_a_file_are_refused(tmp_path: Path, record_property: Record) -> None:
    note(record_property, "`results` is a file", REFUSED)
    folder = new_folder(tmp_path / "run")
    (folder / "results").write_text("mine", encoding="utf-8")
    assert_refused_in_a_sentence(folder)
    assert (folder / "results").read_text(encoding="utf-8") == "mine"


def test_results_that_link_to_nothing_are_refused(tmp_path: Path, record_property: Record) -> None:
    note(record_property, "`results` is a link to nothing", REFUSED)
    folder = new_folder(tmp_path / "run")
    (folder / "results").symlink_to(tmp_path / "nowhere")
    assert_refused_in_a_sentence(folder)
    assert not (tmp_path / "nowhere").exists()


def test_results_that_cannot_be_written_are_refused(tmp_path: Path, record_property: Record) -> None:
    note(record_property, "`results` is read-only", REFUSED)
    folder = new_folder(tmp_path / "run")
    with small_disk(folder / "results") as results:
        make_read_only(results)
        assert_refused_in_a_sentence(folder)
        assert not [*results.iterdir()]
