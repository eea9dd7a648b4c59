"""Train the best trial of a study again, with seeds that had no say in choosing it."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa
from jobs.engines import ENGINES
from jobs.log import logging_to
from jobs.progress import Steps, reporting
from tabular.engines.engine import EngineName
from tabular.errors import UserError
from tabular.results.atomic import write_text
from tabular.results.best_trial import read_best
from tabular.results.parquet import writing_parquet
from tabular.statistics import metrics
from tabular.statistics.intervals import estimate
from tabular.studies.batches import joined
from tabular.studies.objective import Objective
from tabular.studies.running import Work, run_all
from tabular.studies.trial import TrialResults, TrialSettings, run_trial

snakemake: Any  # what Snakemake gives a script


def confirm_best_trial(
    *,
    best: Path,
    seeds: range,
    objective: Mapping[str, Any],
    scores: Path,
    summary: Path,
    engine: EngineName = "auto",
    workers: int = 1,
) -> None:
    """Write the score of each seed, and what they are together.

    Args:
        best: the file of the best trial.
        seeds: none of those with which it was chosen.
        objective: `of`, `episodes` and `statistic`, as in the configuration.
        scores: file for a row a seed.
        summary: file for the trial, the number of seeds, the score and its 95 % interval.
        engine: what plays: `auto`, `compiled` or `gymnasium`; the files are the same.
        workers: how many trainings run at a time; the files are the same.

    Raises:
        UserError: a training failed.
    """
    chosen = read_best(best)
    trial = TrialSettings.from_settings(chosen.trial, chosen.settings)
    parts: list[TrialResults] = []
    progress = Steps("training", len(seeds))

    def done(part: TrialResults) -> None:
        parts.append(part)
        progress.done += len(part.seeds)

    scored = partial(run_trial, objective=Objective(objective["of"], objective["episodes"]))
    with reporting(progress):
        run_all([Work(trial, seeds)], scored, engine, workers, done)
    results = joined(parts)
    if results.failures:
        seed, failure = min(results.failures.items())
        raise UserError(f"trial {trial.name}, seed {seed}: {failure}")
    of_seeds = results.scores
    made_by = {"trial": chosen.trial, "settings": chosen.settings, "objective": objective}
    with writing_parquet(scores, {"seed": pa.int32(), "score": pa.float64()}, made_by) as write:
        write({"seed": results.seeds, "score": of_seeds})
    together = estimate(metrics.mean if objective["statistic"] == "mean" else metrics.median, of_seeds)
    write_text(
        summary,
        "trial,seeds,score,low,high\n"
        f"{chosen.trial},{len(of_seeds)},{together.value!r},{together.low!r},{together.high!r}\n",
    )
    print(
        f"{chosen.trial}: {together.value:.2f} ({together.low:.2f} to {together.high:.2f}) with {len(seeds)} new seeds"
    )


if __name__ == "__main__":
    with logging_to(snakemake.log[0]):
        confirm_best_trial(
            best=Path(snakemake.input.best),
            seeds=range(*snakemake.params.seeds),
            objective=snakemake.params.objective,
            scores=Path(snakemake.output.scores),
            summary=Path(snakemake.output.summary),
            engine=ENGINES[snakemake.resources.engine],
            workers=snakemake.threads,
        )
