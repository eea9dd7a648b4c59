"""Running many trainings side by side: in threads where compiled code plays, else in processes."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor, as_completed
from contextlib import closing
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from tabular.learning.training import Training

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tabular.engines.engine import EngineName
    from tabular.studies.trial import TrialSettings

Result = TypeVar("Result")
"""What some trainings of a trial bring."""

Run = Callable[["TrialSettings", Sequence[int], "EngineName"], Result]
"""Runs trainings of a trial, with one seed after the other."""

EPISODES_AT_ONCE = 20_000
"""Episodes of trainings that are handed to a thread together: handing over takes as long as some short trainings."""

PARTS_OF_WORKER = 8
"""Into how many parts at least each worker's trainings are split, where there are as many, so that none ends late."""


class Work(NamedTuple):
    """Trainings of a trial that are to be run.

    Attributes:
        trial: its settings.
        seeds: a training each.
    """

    trial: TrialSettings
    seeds: Sequence[int]


def run_all(
    work: Sequence[Work], run: Run[Result], engine: EngineName, workers: int, done: Callable[[Result], None]
) -> None:
    """Run trainings, `workers` at a time; what comes out doesn't depend on how many.

    Compiled loops don't hold Python's lock, so they share a process, and what it has compiled. Gymnasium's environments
    hold it, so they get processes.

    Args:
        work: the trainings.
        run: runs some of a trial; it takes the settings, the seeds and the engine, and can be pickled.
        engine: what plays; every engine gives the same numbers.
        workers: threads, or processes.
        done: is called with each result, in the order in which they are ready.
    """
    compiled, others = _by_engine(work, engine)
    if others:
        # A fork has everything that is loaded already; it comes before any thread starts.
        with ProcessPoolExecutor(workers, multiprocessing.get_context("fork")) as processes:
            _run(processes, split(others, 1), run, engine, done)
    if compiled:
        most = sum(len(one.seeds) for one in compiled) // (workers * PARTS_OF_WORKER)
        with ThreadPoolExecutor(workers) as threads:
            _run(threads, split(compiled, most), run, engine, done)


def _run(
    pool: Executor, work: Iterable[Work], run: Run[Result], engine: EngineName, done: Callable[[Result], None]
) -> None:
    futures = {pool.submit(run, one.trial, one.seeds, engine) for one in work}
    try:
        for future in as_completed(futures):
            futures.discard(future)  # its result is somebody else's now
            done(future.result())
    finally:
        # Where the job is asked to stop, what hasn't begun doesn't begin.
        pool.shutdown(wait=False, cancel_futures=True)


def split(work: Iterable[Work], most: int) -> Iterator[Work]:
    """Split trainings into parts of at most `most`, and of no more episodes than are handed over together."""
    for trial, seeds in work:
        size = max(1, min(most, EPISODES_AT_ONCE // trial.episodes))
        for first in range(0, len(seeds), size):
            yield Work(trial, seeds[first : first + size])


def _by_engine(work: Sequence[Work], engine: EngineName) -> tuple[list[Work], list[Work]]:
    """Split trainings into those whose environment is compiled and the others."""
    known: dict[str, bool] = {}
    compiled: list[Work] = []
    others: list[Work] = []
    for one in work:
        trial, environment = one.trial, repr(one.trial.environment)
        if environment not in known:
            with closing(Training(trial.environment, trial.agent, trial.episodes, one.seeds[0], engine)) as training:
                known[environment] = training.engine.name == "compiled"
        (compiled if known[environment] else others).append(one)
    return compiled, others
