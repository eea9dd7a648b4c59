"""Which of Snakemake's messages say nothing to the person who runs the workflow.

Whatever is not known here is shown: a new version's messages are rather repeated than lost.
"""

from __future__ import annotations

import errno
import os
import re
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
    "Cleaning up SLURM log files",
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


NO_FOLDER = re.compile(r"Failed to create output directory (?P<folder>.+)\.\n\w+: \[Errno \d+\] (?P<reason>[^:\n]+)")
"""What Snakemake says where a folder for results can't be made, in a line of its own and one of Python's."""

NO_ROOM = os.strerror(errno.ENOSPC)
"""What is in a message about a full disk; the rest is about Snakemake's code, or advises to look for missing rights."""


def in_a_sentence(text: str) -> str:
    """Return a message; in one sentence where Snakemake can't write, which it says with parts of its code."""
    no_folder = NO_FOLDER.search(text)
    if no_folder is not None:
        return (
            f"The folder {no_folder['folder']} can't be made ({no_folder['reason']}), so nothing more was run; make "
            "the folder above it one that can be written to, and run the same command again"
        )
    if NO_ROOM in text:
        return f"{Path('.snakemake').absolute()}: {NO_ROOM}; make room there and run the same command again"
    return text
