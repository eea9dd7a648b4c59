"""Whether Snakemake can start scripts with the Python that it runs in."""

from __future__ import annotations

import shlex


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
