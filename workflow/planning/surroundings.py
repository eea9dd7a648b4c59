"""Whether results can be written where Snakemake runs, before it finds out in the middle of its work."""

from __future__ import annotations

import os
import re
from pathlib import Path

from snakemake.io import regex_from_filepattern

FOLDERS = ("results", "logs")
"""The folders that every run writes to."""


def why_nothing_can_be_written() -> str | None:
    """Return a sentence that says which folder is none, or can't be written to, and what to do; None: all is well.

    A `results` that is only read is found by the first job, because a run that has nothing to do is right there.
    """
    here = Path.cwd()
    try:
        # As Snakemake (9.27) does to find its locks: the path of the folder becomes a part of the pattern.
        re.compile(regex_from_filepattern(str(here / ".snakemake" / "locks" / "{n,[0-9]+}.input.lock")))
    except (re.error, ValueError):
        return f"{here}: Snakemake takes what is in braces for a wildcard; rename the folder, or use another one."
    if not Path(".snakemake").exists() and not os.access(here, os.W_OK | os.X_OK):
        return f"The folder {here} can't be written to; run Snakemake in another one, or name it with --directory."
    for folder in map(Path, FOLDERS):
        if folder.is_symlink() and not folder.exists():
            target = folder.readlink()
            return f"{folder} is a link to {target}, which isn't there; make that folder, or remove the link."
        if folder.exists() and not folder.is_dir():
            return f"{folder} is a file, and a folder of this name is needed; move the file, or rename it."
    return None
