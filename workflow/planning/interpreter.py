"""Whether Python has the project's packages, and whether Snakemake can work with the paths of Python and of folders.

This module is imported before any package is known to be there, so it needs none.
"""

from __future__ import annotations

import importlib.util
import shlex
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

NEEDED = ("gymnasium", "jsonschema", "numba", "numpy", "PIL", "pyarrow", "yaml")
"""Packages, by the names of their modules, without which the workflow can't even be read, or no job runs."""


def why_nothing_can_start(executable: str, root: Path) -> str | None:
    """Return the first reason why no job could start, and the remedy; None if all can.

    Args:
        executable: the Python that runs Snakemake, and its jobs.
        root: the folder of the clone.
    """
    return (
        why_packages_are_missing(executable)
        or why_scripts_cannot_start(executable)
        or why_scripts_cannot_be_found(root)
    )


def why_packages_are_missing(executable: str) -> str | None:
    """Return which packages a Snakemake that was installed by itself lacks, and the remedy; None if it has them.

    Args:
        executable: the path of the Python, `sys.executable`.
    """
    missing = [name for name in NEEDED if importlib.util.find_spec(name) is None]
    if not missing:
        return None
    return (
        f"The Python that runs Snakemake, {executable}, doesn't have this project's packages (such as {missing[0]}). "
        "Start it with `uv run snakemake --cores all`, which installs them; or install them, in the project's folder, "
        "with `pip install .` or `conda env create --file environment.yml`."
    )


def why_scripts_cannot_start(executable: str) -> str | None:
    """Return why Snakemake can't start scripts with a Python, and the remedy; None if it can.

    Snakemake (9.27) writes the path into a shell command without quotes.

    Args:
        executable: the path of the Python, `sys.executable`.
    """
    if shlex.quote(executable) == executable:
        return None
    return (
        f"Snakemake can't start scripts with the Python at {executable}: its path has a space or a special character. "
        "Keep the packages in a folder without them: `export UV_PROJECT_ENVIRONMENT=~/.venvs/tabular-rl` before "
        "`uv run`, or `python3 -m venv ~/.venvs/tabular-rl` with pip. The clone itself may stay where it is."
    )


def why_scripts_cannot_be_found(root: Path) -> str | None:
    """Return why Snakemake can't find the scripts of a clone, and the remedy; None if it can.

    Snakemake (9.27) takes what stands in braces in a script's path for a wildcard. The folder where it runs may have
    braces.

    Args:
        root: the folder of the clone.
    """
    if "{" in str(root) or "}" in str(root):
        return f"{root}: Snakemake takes what is in braces for a wildcard; rename the folder, or use another one."
    return None
