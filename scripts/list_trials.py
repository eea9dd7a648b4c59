"""Write down the trials of a study: what each gives the varied keys, and the settings that its trainings have."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
from jobs.log import logging_to
from tabular.results.parquet import writing_parquet
from tabular.studies.trial_settings import SETTINGS_COLUMNS

snakemake: Any  # what Snakemake gives a script


def list_trials(
    *, trials: Sequence[Mapping[str, Any]], keys: Sequence[str], index: Path, settings: Path, study: Mapping[str, Any]
) -> None:
    """Write two tables with a row a trial.

    Args:
        trials: of each its `name`, its `assignment` (values by dotted key) and its `settings`.
        keys: all keys that the study varies.
        index: file for the names and a column for each key: numbers where all values are numbers, else texts.
        settings: file for the names, the settings and the values of the varied keys, both as JSON.
        study: the study's settings, which the files name as what made them.
    """
    names = [trial["name"] for trial in trials]
    columns = {key: [trial["assignment"].get(key) for trial in trials] for key in keys}
    kinds = {key: pa.float64() if all(map(_is_number, values)) else pa.string() for key, values in columns.items()}
    with writing_parquet(index, {"trial": pa.string(), **kinds}, study) as write:
        rows = {
            key: [float(value) for value in values] if kinds[key] == pa.float64() else list(map(_text, values))
            for key, values in columns.items()
        }
        write({"trial": names, **rows})
    with writing_parquet(settings, SETTINGS_COLUMNS, study) as write:
        write(
            {
                "trial": names,
                "settings": [json.dumps(trial["settings"], sort_keys=True) for trial in trials],
                "assignment": [json.dumps(trial["assignment"]) for trial in trials],
            }
        )
    print(f"{len(trials)} trials of {', '.join(keys)}")


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, separators=(",", ":"), sort_keys=True)


if __name__ == "__main__":
    with logging_to(snakemake.log[0]):
        list_trials(
            trials=snakemake.params.trials,
            keys=snakemake.params.varied,
            index=Path(snakemake.output.index),
            settings=Path(snakemake.output.settings),
            study=snakemake.params.study,
        )
