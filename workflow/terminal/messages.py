"""Which of Snakemake's messages say nothing to the person who runs the workflow.

Whatever is not known here is shown: a new version's messages are rather repeated than lost.
"""

from __future__ import annotations

import errno
import os
from pathlib import Path

BEGINNINGS = (
    "Assuming unrestricted shared filesystem usage",
    "Using workflow specific profile",
    "Using shell: ",
    "Provided cores: ",
    "Provided resources: ",
    "Provided remote nodes: ",
    "Rules claiming more threads",
    "Conda environments: ignored",
    "Singularity containers: ignored",
    "Select jobs to execute",
    "Building DAG of jobs",
    "Complete log",
    "Elapsed time",
    "Shutting down, this might take some time",
    "Terminating processes on user request",
    # What follows from a failed job, of which the name and the log are shown.
    "Exiting because a job execution failed",
    "Removing output files of failed job",
    "RuleException:\nCalledProcessError",
    "WorkflowError:\nAt least one job did not complete successfully",
    # A dry run has its own account of reasons.
    "Reasons:",
    "Some jobs were triggered by provenance information",
    "Rules with provenance triggered jobs",
)
"""What the messages begin with that are left out."""


def is_of_no_use(text: str) -> bool:
    """Tell whether a message is left out."""
    return text.strip().startswith(BEGINNINGS)


NO_ROOM = os.strerror(errno.ENOSPC)


def without_room(text: str) -> str | None:
    """Return what a message says, where it says that Snakemake had no room for its own files; None otherwise.

    Snakemake's own words are about its code, or advise to look for missing rights.
    """
    if NO_ROOM not in text:
        return None
    return f"{Path('.snakemake').absolute()}: {NO_ROOM}; make room there and run the same command again"
