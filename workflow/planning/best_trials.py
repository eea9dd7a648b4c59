"""The best trials of studies that were run before, from which experiments take their settings."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tabular.results.best_trial import read_best

if TYPE_CHECKING:
    from configuration.studies.varied import Assignment


def best_assignment(study: str) -> Assignment | None:
    """Return what a study's best trial gives the varied keys; None where the study hasn't been run here.

    Raises:
        DamagedFileError: the file of the best trial is damaged.
    """
    path = Path("results", "studies", study, "best.json")
    return read_best(path).assignment if path.exists() else None
