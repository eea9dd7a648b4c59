"""Run a batch of a study's trials: train each with several seeds, and score every training."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from jobs.engines import ENGINES
from jobs.log import logging_to
from jobs.progress import Steps, reporting
from tabular.engines.engine import EngineName
from tabular.studies.batches import kept_results, with_seeds, write_batch
from tabular.studies.objective import Objective
from tabular.studies.running import Work, run_all
from tabular.studies.survivors import read_survivors
from tabular.studies.trial import TrialResults, run_trial
from tabular.studies.trial_settings import read_trials

snakemake: Any  # what Snakemake gives a script


def run_trials(
    *,
    settings: Path,
    names: Collection[str],
    seeds: range,
    objective: Mapping[str, Any],
    path: Path,
    code: Sequence[Path] = (),
    engine: EngineName = "auto",
    workers: int = 1,
) -> None:
    """Write a row for each trial and seed. Rows that the file has already, made by the same code, are kept.

    Args:
        settings: the table of all trials' settings.
        names: the trials of this batch.
        seeds: the seeds of each.
        objective: `of` and `episodes`, as in the configuration.
        path: where the rows go.
        code: the files that the trainings depend on.
        engine: what plays: `auto`, `compiled` or `gymnasium`; the file is the same.
        workers: how many trainings run at a time; the file is the same.
    """
    made_by = {"objective": objective, "code": _digest(code)}
    kept = [with_seeds(result, seeds) for result in kept_results(path, made_by) if result.trial in names]
    there = {result.trial: {*result.seeds.tolist()} for result in kept}
    work = []
    for one in read_trials(settings, names):
        missing = [seed for seed in seeds if seed not in there.get(one.trial.name, ())]
        if missing:
            work.append(Work(one.trial, missing))
    progress = Steps("training", sum(len(one.seeds) for one in work))
    print(
        f"trials: {len(names)}, seeds: {len(seeds)}, trainings to run: {progress.total}, "
        f"kept: {sum(map(len, there.values()))}"
    )
    results = list(kept)
    failed: set[str] = set()

    def done(part: TrialResults) -> None:
        results.append(part)
        progress.done += len(part.seeds)
        if part.failures and part.trial not in failed:
            failed.add(part.trial)
            seed, failure = min(part.failures.items())
            print(f"trial {part.trial}, seed {seed} failed: {failure}")

    scored = partial(run_trial, objective=Objective(objective["of"], objective["episodes"]))
    with reporting(progress):
        run_all(work, scored, engine, workers, done)
    write_batch(path, results, made_by)


def _digest(code: Sequence[Path]) -> str:
    """Return a digest of the contents of files."""
    contents = hashlib.sha256()
    for file in code:
        contents.update(hashlib.sha256(file.read_bytes()).digest())
    return contents.hexdigest()


if __name__ == "__main__":
    with logging_to(snakemake.log[0]):
        names = {*snakemake.params.trials}
        for survivors in snakemake.input.survivors:  # none at the first rung, else one file
            names &= read_survivors(Path(survivors))
        run_trials(
            settings=Path(snakemake.input.settings),
            names=names,
            seeds=range(*snakemake.params.seeds),
            objective=snakemake.params.objective,
            path=Path(snakemake.output.batch),
            code=[Path(file) for part in ("code", "training", "module") for file in snakemake.input[part]],
            engine=ENGINES[snakemake.resources.engine],
            workers=snakemake.threads,
        )
