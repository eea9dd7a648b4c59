"""Whether the jobs of an experiment fit into the memory that there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from job_resources.memory import KEYS, KEYS_OF_TILES, NEEDS, largest_setting, terms
from job_resources.quantities import Quantities

from configuration.checks.experiment import experiment_findings
from configuration.problems import dotted, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from job_resources.machine import Memory
    from tabular.results.environment import EnvironmentDescription

    from configuration.checks.findings import CheckedExperiment, Finding
    from configuration.problems import KeyPath

MEASURED = ("agent", "environment", "episodes", "seeds", "snapshots", "engine", "evaluation")
MEASURED_OF_PICTURES = ("figures", "frames", "video", "view", "rewards_plot")
"""The sections from which the memory of jobs follows."""


def memory_findings(
    experiment: CheckedExperiment, description: EnvironmentDescription, memory: Memory
) -> Iterator[Finding]:
    """Find the settings because of which a job can't fit into memory, each once, for the job that needs the most."""
    is_sound = experiment.is_sound(*((section,) for section in (*MEASURED, *MEASURED_OF_PICTURES)))
    if not is_sound or next(experiment_findings(experiment), None) is not None:
        return  # Nobody knows how large what is meant would be.
    quantities = Quantities.of(experiment.settings, description)
    # By key, the job that needs the most because of it.
    too_large: dict[tuple[KeyPath, ...], tuple[float, str]] = {}
    for rule in NEEDS:
        found = terms(rule, quantities)
        needed = sum(found.values())
        if needed > memory.megabytes:
            keys = () if found["megabytes"] > memory.megabytes else _keys(experiment, largest_setting(found))
            too_large[keys] = max(too_large.get(keys, (0.0, "")), (needed, rule))
    reasons = {
        keys: f"{rule} would need about {needed:,.0f} MB, and {memory.source} {memory.megabytes:,} MB"
        for keys, (needed, rule) in too_large.items()
    }
    if () in reasons:
        wrong = "even the smallest experiment does not fit into memory:"
        yield experiment.finding(("episodes",), wrong, reasons[()])
        return
    for keys, reason in reasons.items():
        path, *others = keys
        given = "".join(f" with {dotted(other)}: {shown(experiment.value(other))}" for other in others)
        wrong = f"{shown(experiment.value(path))}{given} is not allowed; allowed: what fits into memory:"
        yield experiment.finding(path, wrong, reason, keys=keys)


def _keys(experiment: CheckedExperiment, cause: str) -> tuple[KeyPath, ...]:
    """Return the settings that something comes from, those left out that the experiment has no value for."""
    has_tiles = experiment.value(("agent", "value_function")) == "tiles"
    keys = (KEYS_OF_TILES if has_tiles else KEYS)[cause]
    return tuple(path for path in keys if experiment.value(path) not in (None, {}))
