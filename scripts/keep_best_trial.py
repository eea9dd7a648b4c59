"""Keep the best trial of a study, with its complete settings."""

import csv
from pathlib import Path
from typing import Any

from jobs.log import logging_to
from tabular.results.best_trial import BestTrial, write_best
from tabular.results.damage import reading
from tabular.studies.trial_settings import read_trials

snakemake: Any  # what Snakemake gives a script


def keep_best_trial(*, ranking: Path, settings: Path, path: Path) -> None:
    """Write the first trial of a ranking.

    Args:
        ranking: the table of all trials, the best first.
        settings: the table of all trials' settings.
        path: where it goes.
    """
    with reading(ranking, "CSV file"), ranking.open(encoding="utf-8", newline="") as file:
        first = next(csv.DictReader(file))
        name, score, seeds = first["trial"], first["score"], first["seeds"]
    (found,) = read_trials(settings, [name])
    write_best(path, BestTrial(name, float(score), int(float(seeds)), found.assignment, found.settings))
    print(f"best trial: {name}, {score}: {found.assignment}")


if __name__ == "__main__":
    with logging_to(snakemake.log[0]):
        keep_best_trial(
            ranking=Path(snakemake.input.ranking),
            settings=Path(snakemake.input.settings),
            path=Path(snakemake.output.best),
        )
