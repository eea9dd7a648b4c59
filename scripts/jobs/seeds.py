"""Which seeds a job of the workflow is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def job_seeds(wildcards: Mapping[str, str]) -> list[int]:
    """Return the seeds in the order of the job's files: `seed` alone, or the ten that begin with the digits `tens`."""
    if "seed" in wildcards:
        return [int(wildcards["seed"])]
    return [int(f"{wildcards['tens']}{ones}") for ones in range(10)]
