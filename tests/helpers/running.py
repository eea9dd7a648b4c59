"""Running the workflow as a user would, in a folder of its own."""

from __future__ import annotations

import importlib
import multiprocessing
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]
"""The checkout."""

PROJECT_FILES = ("Snakefile", "config.yaml", "environment.yml", "library", "profiles", "scripts", "workflow")
"""What the workflow itself consists of."""


def snakemake(*arguments: str, cwd: Path, expect: int | None = 0) -> str:
    """Run Snakemake; give what it printed.

    Args:
        arguments: of the command line.
        cwd: the folder to run it from.
        expect: the exit code that it must have; None: any.
    """
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "snakemake", *arguments],
        cwd=cwd,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert expect is None or done.returncode == expect, done.stdout
    return done.stdout


def dry_run(*arguments: str, cwd: Path) -> str:
    """Do a dry run in a process that has Snakemake loaded already; give what it printed.

    The rerun matrix asks a hundred times what would be done: loading takes most of such a run's time.
    """
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "output"
        process = _FORK_SERVER.Process(target=_run_in_this_process, args=(["--dry-run", *arguments], cwd, output))
        process.start()
        process.join()
        text = output.read_text(encoding="utf-8")
    assert process.exitcode == 0, text
    return text


def _run_in_this_process(arguments: list[str], cwd: Path, output: Path) -> None:
    os.chdir(cwd)
    with output.open("wb") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    # The workflow must find its own modules, not those of this checkout.
    sys.path = [
        entry for entry in sys.path if not Path(entry).resolve().is_relative_to(ROOT) or "site-packages" in entry
    ]
    importlib.import_module("snakemake.cli").main(arguments)


_FORK_SERVER = multiprocessing.get_context("forkserver")
_FORK_SERVER.set_forkserver_preload(
    [
        "snakemake.cli",
        "snakemake.api",
        "snakemake_logger_plugin_rich",
        "gymnasium",
        "jsonschema",
        "matplotlib.colors",
        "pandas",  # Snakemake imports it, where it is installed, to compare parameters
        "PIL.ImageColor",
    ]
)


def rules_to_run(output: str) -> dict[str, int]:
    """Return from Snakemake's table of jobs how many of each rule are to run; none: nothing is to be done."""
    if "Nothing to be done" in output:
        return {}
    table = output.split("Job stats:")[1].split("total", maxsplit=1)[0].splitlines()[3:]
    counts = {line.split()[0]: int(line.split()[1]) for line in table if line.strip()}
    counts.pop("all", None)
    return counts


def copy_project(folder: Path) -> Path:
    """Copy the workflow into a new folder, as a fresh clone has it."""
    folder.mkdir(parents=True)
    for name in PROJECT_FILES:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder / name)
    return folder


def write_config(folder: Path, changes: dict[str, object]) -> None:
    """Write a `config.yaml` that lies over the project's own."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.yaml").write_text(yaml.safe_dump(changes, sort_keys=False), encoding="utf-8")
