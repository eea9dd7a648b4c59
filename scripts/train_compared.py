"""Train a batch of the seeds of experiments that are compared: the returns, and how their tables play on the way."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from jobs.engines import ENGINES
from jobs.log import logging_to
from jobs.progress import Steps, reporting
from tabular.engines.engine import EngineName
from tabular.results.damage import DamagedFileError
from tabular.results.recordings import Recording, kept_recordings, write_recordings
from tabular.studies.recording import record
from tabular.studies.running import Work, run_all
from tabular.studies.trial import TrialSettings

snakemake: Any  # what Snakemake gives a script


def train_compared(
    *,
    experiments: Mapping[str, Mapping[str, Any]],
    seeds: Sequence[int],
    path: Path,
    code: Mapping[str, Sequence[Path]],
    engine: EngineName = "auto",
    workers: int = 1,
) -> None:
    """Write a row for each experiment and seed. Rows that the file has, of the same settings and code, are kept.

    Args:
        experiments: by name, `environment`, `agent`, `episodes` and `evaluation`, as in the configuration, and
            `snapshots`, the episodes after which its greedy policy is played.
        seeds: the seeds of this batch.
        path: where the rows go.
        code: by the experiment's name, the files that its trainings depend on.
        engine: what plays: `auto`, `compiled` or `gymnasium`; the file is the same.
        workers: how many trainings run at a time; the file is the same.
    """
    digests = {name: _digest(settings, code[name]) for name, settings in experiments.items()}
    wanted = {(digest, seed) for digest in digests.values() for seed in seeds}
    found = {(one.digest, one.seed): one for one in _kept(path) if (one.digest, one.seed) in wanted}
    # Experiments that are the same but for their names are trained once.
    trials = {digests[name]: TrialSettings.from_settings(digests[name], one) for name, one in experiments.items()}
    snapshots = {digests[name]: one["snapshots"] for name, one in experiments.items()}
    # Seed by seed, so that long trainings and short ones take turns.
    work = [Work(trials[digest], [seed]) for seed in seeds for digest in trials if (digest, seed) not in found]
    print(
        f"experiments: {len(experiments)}, seeds: {len(seeds)}, trainings to run: {len(work)}, kept: {len(found)}",
        flush=True,
    )
    names = {digest: name for name, digest in digests.items()}
    progress = Steps("training", len(work))

    def done(results: Sequence[Recording]) -> None:
        for result in results:
            found[result.digest, result.seed] = result
            progress.done += 1
            if result.failure:
                print(f"{names[result.digest]}, seed {result.seed} failed: {result.failure}")

    with reporting(progress):
        run_all(work, partial(record, snapshots=snapshots), engine, workers, done)
    write_recordings(path, ((name, found[digests[name], seed]) for name in experiments for seed in seeds))


def _kept(path: Path) -> list[Recording]:
    """Return what was trained before; a damaged file is trained again."""
    try:
        return kept_recordings(path)
    except DamagedFileError as error:
        print(f"{error}; all of it is trained again")
        return []


def _digest(settings: Mapping[str, Any], code: Sequence[Path]) -> str:
    """Return what stands for settings and code, 16 hexadecimal digits."""
    contents = hashlib.sha256(json.dumps(settings, sort_keys=True, ensure_ascii=False).encode())
    for file in code:
        contents.update(hashlib.sha256(file.read_bytes()).digest())
    return contents.hexdigest()[:16]


if __name__ == "__main__":
    with logging_to(snakemake.log[0]):
        train_compared(
            experiments=snakemake.params.experiments,
            seeds=snakemake.params.seeds,
            path=Path(snakemake.output.batch),
            code={name: [Path(file) for file in files] for name, files in snakemake.params.code.items()},
            engine=ENGINES[snakemake.resources.engine],
            workers=snakemake.threads,
        )
