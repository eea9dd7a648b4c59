"""Checks of what is written for other programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tabular.exports.optional_package import PACKAGE, REMEDY, is_missing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from configuration.checks.findings import CheckedExperiment, Finding


def export_findings(experiment: CheckedExperiment) -> Iterator[Finding]:
    """Find event files that can't be written, because an optional package is missing."""
    path = ("export", "tensorboard")
    if experiment.is_sound(path) and experiment.value(path) and is_missing():
        yield experiment.finding(path, f"true needs the package {PACKAGE}, which is not installed;", REMEDY)
