"""The file of a study's best trial, from which an experiment can take its settings."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from tabular.results.atomic import write_text
from tabular.results.damage import DamagedFileError, reading

if TYPE_CHECKING:
    from pathlib import Path


class BestTrial(NamedTuple):
    """What is known of it.

    Attributes:
        trial: its name.
        score: what the study's objective made of it.
        seeds: over how many seeds.
        assignment: values of the varied keys, by dotted key.
        settings: all settings on which its trainings depend.
    """

    trial: str
    score: float
    seeds: int
    assignment: dict[str, Any]
    settings: dict[str, Any]


def write_best(path: Path, best: BestTrial) -> None:
    """Write it as JSON."""
    write_text(path, json.dumps(best._asdict(), indent=2, ensure_ascii=False) + "\n")


def read_best(path: Path) -> BestTrial:
    """Return it.

    Raises:
        DamagedFileError: the file is missing or damaged.
    """
    with reading(path, "JSON file"):
        best = BestTrial(**json.loads(path.read_text(encoding="utf-8")))
    if not isinstance(best.assignment, dict) or not isinstance(best.settings, dict):
        raise DamagedFileError(path, "it has no settings")
    return best
