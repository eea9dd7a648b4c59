"""How much memory there is for jobs."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import psutil

LIMIT_OF_CONTAINER = Path("/sys/fs/cgroup/memory.max")


class Memory(NamedTuple):
    """What a job can have at most.

    Attributes:
        megabytes: how much.
        source: what has or says it, as the subject of a sentence.
    """

    megabytes: int
    source: str


UNLIMITED = Memory(sys.maxsize, "there are")


def memory_of_machine() -> Memory:
    """Return the memory of this machine, or of the container that this process runs in."""
    total = psutil.virtual_memory().total
    # Outside a container there is no such file; in one without a limit, it says "max".
    with suppress(OSError, ValueError):
        total = min(total, int(LIMIT_OF_CONTAINER.read_text(encoding="ascii")))
    return Memory(total // 1_000_000, "this machine has")


def memory_for_jobs(workflow: Any) -> Memory:  # noqa: ANN401 (Snakemake has no types for users)
    """Return what a job can have: what the user gives to all jobs together, or all of this machine.

    Args:
        workflow: Snakemake's, before it plans. Where it submits jobs to a cluster, it has a number of them (`--jobs`),
            cores are those of one job, and only the cluster knows how much memory its machines have.
    """
    given = workflow.global_resources.get("mem_mb").value
    if isinstance(given, int):
        return Memory(given, "--resources mem_mb= gives")
    settings = workflow.resource_settings
    if settings.cores is None or settings.nodes is not None:
        return UNLIMITED
    return memory_of_machine()


def share_memory(workflow: Any, memory: Memory) -> None:  # noqa: ANN401 (Snakemake has no types for users)
    """Let jobs run at the same time only where they fit into memory together.

    Args:
        workflow: Snakemake's, before it plans.
        memory: what there is for all jobs.
    """
    if memory is not UNLIMITED:
        workflow.register_resource("mem_mb", memory.megabytes)
