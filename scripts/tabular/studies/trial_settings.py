"""The file with the settings of a study's trials."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

import pyarrow as pa

from tabular.results.damage import DamagedFileError, reading
from tabular.results.parquet import read_columns
from tabular.studies.trial import TrialSettings

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

SETTINGS_COLUMNS: dict[str, pa.DataType] = {"trial": pa.string(), "settings": pa.string(), "assignment": pa.string()}
"""A trial's name, its settings, and the values of the keys that the study varies, both as JSON."""


class ListedTrial(NamedTuple):
    """A trial as it is listed.

    Attributes:
        trial: what its trainings need.
        settings: the same, as in the configuration.
        assignment: values by dotted key.
    """

    trial: TrialSettings
    settings: dict[str, Any]
    assignment: dict[str, Any]


def read_trials(path: Path, names: Collection[str]) -> list[ListedTrial]:
    """Return some trials, in the order of the file.

    Raises:
        DamagedFileError: the file is missing or damaged, or has none of these names.
    """
    columns = read_columns(path, SETTINGS_COLUMNS)
    wanted = set(names)
    with reading(path, "Parquet file"):
        found = [
            ListedTrial(
                TrialSettings.from_settings(name, json.loads(settings)), json.loads(settings), json.loads(given)
            )
            for name, settings, given in zip(*(columns[column] for column in SETTINGS_COLUMNS), strict=True)
            if name in wanted
        ]
    missing = wanted - {one.trial.name for one in found}
    if missing:
        raise DamagedFileError(path, f"it has no trial {min(missing)}")
    return found
