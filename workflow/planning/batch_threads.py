"""How many trainings a job runs side by side, where several jobs share the cores."""

from __future__ import annotations

from typing import Any

THREADS_ON_A_CLUSTER = 4
"""Of a job that trains, where nobody knows how many cores there are."""


def cores_of(workflow: Any) -> int | None:  # noqa: ANN401 (Snakemake has no types for users)
    """Return how many cores all jobs have together; None on a cluster.

    Args:
        workflow: Snakemake's, before it plans. Where it submits jobs to a cluster, cores are those of one job.
    """
    cores: int | None = workflow.cores
    return None if workflow.resource_settings.nodes is not None else cores


def threads_of_batch(cores: int | None, batches: int) -> int:
    """Return the threads of a job that trains a batch: so many that all batches together fill the cores."""
    return THREADS_ON_A_CLUSTER if cores is None else max(1, cores // batches)
