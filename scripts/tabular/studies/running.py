"""Running many trainings side by side: in threads where compiled code plays, else in processes."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor, as_completed
from contextlib import closing
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from tabular.learning.training import Training

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from tabular.engines.engine import EngineName
    from tabular.studies.trial import TrialSettings

Result = TypeVar("Result")
"""What a training brings."""


class Work(NamedTuple):
    """One training that is to be run.

    Attributes:
        trial: its settings.
        seed: its seed.
    """

    trial: TrialSettings
    seed: int


def run_all(
    work: Sequence[Work],
    run: Callable[[TrialSettings, int, EngineName], Result],
    engine: EngineName,
    workers: int,
    done: Callable[[Result], None],
) -> None:
    """Run trainings, `workers` at a time; what comes out doesn't depend on how many.

    Compiled loops don't hold Python's lock, so they share a process, and what it has compiled. Gymnasium's environments
    hold it, so they get processes.

    Args:
        work: the trainings.
        run: runs one of them; it takes the settings, the seed and the engine, and can be pickled.
        engine: what plays; every engine gives the same numbers.
        workers: threads, or processes.
        done: is called with each result, in the order in which they are ready.
    """
    compiled, others = _split(work, engine)
    if others:
        # A fork has everything that is loaded already; it comes before any thread starts.
        with ProcessPoolExecutor(workers, multiprocessing.get_context("fork")) as processes:
            _run(processes, others, run, engine, done)
    if compiled:
        with ThreadPoolExecutor(workers) as threads:
            _run(threads, compiled, run, engine, done)


def _run(
    pool: Executor,
    work: Iterable[Work],
    run: Callable[[TrialSettings, int, EngineName], Result],
    engine: EngineName,
    done: Callable[[Result], None],
) -> None:
    futures = [pool.submit(run, one.trial, one.seed, engine) for one in work]
    try:
        for future in as_completed(futures):
            done(future.result())
    finally:
        # Where the job is asked to stop, what hasn't begun doesn't begin.
        pool.shutdown(wait=False, cancel_futures=True)


def _split(work: Sequence[Work], engine: EngineName) -> tuple[list[Work], list[Work]]:
    """Split trainings into those whose environment is compiled and the others."""
    known: dict[str, bool] = {}
    compiled: list[Work] = []
    others: list[Work] = []
    for one in work:
        environment = repr(one.trial.environment)
        if environment not in known:
            with closing(Training(one.trial.environment, one.trial.agent, one.trial.episodes, one.seed, engine)) as it:
                known[environment] = it.engine.name == "compiled"
        (compiled if known[environment] else others).append(one)
    return compiled, others
