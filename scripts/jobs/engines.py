"""What plays the episodes of a job, as a number among the job's resources.

Snakemake makes one job of a cluster of several of its own only where their resources are numbers, or texts that are all
the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tabular.engines.engine import EngineName

ENGINES: tuple[EngineName, ...] = ("auto", "compiled", "gymnasium")
"""The engines, by the numbers that rules have as `resources`."""
