"""Whether the Python that runs Snakemake has the project's packages, and whether Snakemake can start scripts with it.

This module is imported before any package is known to be there, so it needs none.
"""

from __future__ import annotations

import importlib.util
import shlex

NEEDED = ("gymnasium", "jsonschema", "numba", "numpy", "PIL", "pyarrow", "yaml")
"""Packages, by the names of their modules, without which the workflow can't even be read, or no job runs."""


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
