"""What is installed is the same for everybody, and no file that is read can run code."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import tomllib
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from tabular.results.q_table import TableError, read_table

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

RUNNING_CODE = {"S102", "S301", "S302", "S307", "S506", "S602", "S604", "S605"}
"""Ruff's rules about exec, pickle, marshal, eval, unsafe YAML and shells."""


def locked(folder: Path) -> str:
    """Resolve the project's dependencies in a new folder, and return what came out."""
    uv = shutil.which("uv")
    if uv is None:
        pytest.skip("uv, which resolves the dependencies, is not installed here")
    folder.mkdir()
    shutil.copy(ROOT / "pyproject.toml", folder)
    done = subprocess.run([uv, "lock"], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return (folder / "uv.lock").read_text(encoding="utf-8")


@pytest.mark.thorough
def test_every_new_clone_gets_the_same_versions(tmp_path: Path) -> None:
    first = locked(tmp_path / "first")
    assert locked(tmp_path / "second") == first
    limit = datetime.fromisoformat(PROJECT["tool"]["uv"]["exclude-newer"])
    uploads = re.findall(r'upload-time = "([^"]+)"', first)
    assert all(datetime.fromisoformat(upload) <= limit for upload in uploads)
    packages = {
        package["name"]: package["version"] for package in tomllib.loads(first)["package"] if "version" in package
    }
    for dependency in PROJECT["project"]["dependencies"]:
        name, version = re.sub(r"\[.*\]", "", dependency).split("==")
        assert packages[name] == version


def test_every_package_that_the_workflow_needs_has_one_version() -> None:
    groups = PROJECT["dependency-groups"]
    for dependency in (*PROJECT["project"]["dependencies"], *groups["slurm"], *groups["export"]):
        assert re.fullmatch(r"[\w-]+(\[[\w,-]+\])?==[\w.]+", dependency), dependency
    assert datetime.fromisoformat(PROJECT["tool"]["uv"]["exclude-newer"]).tzinfo is not None


def test_the_linter_looks_for_code_that_runs_what_it_reads() -> None:
    lint = PROJECT["tool"]["ruff"]["lint"]
    left_out = {*lint["ignore"], *(rule for rules in lint["per-file-ignores"].values() for rule in rules)}
    assert "S" in lint["select"]
    assert not left_out & RUNNING_CODE


def calls(name: str) -> Iterator[tuple[Path, ast.Call]]:
    """Yield the calls of a function of NumPy's in the project's own code."""
    for folder in ("scripts", "workflow"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and ast.unparse(node.func) == f"np.{name}":
                    yield path, node


@pytest.mark.parametrize("name", ["load", "save"])
def test_no_array_is_read_or_written_as_a_pickle(name: str) -> None:
    found = list(calls(name))
    assert found
    for path, call in found:
        given = {keyword.arg: ast.unparse(keyword.value) for keyword in call.keywords}
        assert given.get("allow_pickle") == "False", f"{path}:{call.lineno}"


class Trap:
    """Makes a folder when it is read from a pickle."""

    def __init__(self, folder: Path) -> None:
        """Say which folder."""
        self.folder = folder

    def __reduce__(self) -> tuple[object, tuple[str]]:
        """Say what reading it calls."""
        return os.mkdir, (str(self.folder),)


def test_a_table_that_is_a_pickle_is_refused_and_runs_nothing(tmp_path: Path) -> None:
    trapped = tmp_path / "trapped"
    np.save(tmp_path / "table.npy", np.array([Trap(trapped)]), allow_pickle=True)
    with pytest.raises(TableError, match=r"table\.npy"):
        read_table(tmp_path / "table.npy", (1,))
    assert not trapped.exists()
