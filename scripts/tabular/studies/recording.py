"""One training of a comparison: the return and the length of every episode, and how its tables play on the way."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import numpy as np

from tabular.errors import UserError
from tabular.evaluation.evaluator import GreedyEvaluator
from tabular.results.recordings import Recording
from tabular.studies.trial import training_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tabular.engines.engine import EngineName
    from tabular.studies.trial import TrialSettings


def record(
    trial: TrialSettings, seeds: Sequence[int], engine: EngineName, *, snapshots: Mapping[str, Sequence[int]]
) -> list[Recording]:
    """Train an agent with each seed, and play its greedy policy after some episodes.

    A training that can't go on is a result too.

    Args:
        trial: the settings.
        seeds: the seeds of the trainings.
        engine: what plays; every engine gives the same numbers.
        snapshots: by the name of a trial, the episodes after which it is played, ascending.
    """
    return [_record(trial, seed, engine, snapshots[trial.name]) for seed in seeds]


def _record(trial: TrialSettings, seed: int, engine: EngineName, evaluated: Sequence[int]) -> Recording:
    after = [snapshot + 1 for snapshot in evaluated]
    played = []
    try:
        with (
            closing(training_of(trial, seed, engine)) as training,
            GreedyEvaluator(trial.environment, trial.evaluation, engine) as evaluator,
        ):
            before = 0
            for stop in training.run(sorted({*after, trial.episodes})):
                training.require_finite(before, stop)
                before = stop
                if stop in after:
                    played.append(evaluator.evaluate(training.q_table))
    except UserError as error:
        nothing = np.empty(0)
        return Recording(
            trial.name,
            seed,
            returns=nothing,
            lengths=np.empty(0, dtype=np.int32),
            snapshots=np.empty(0, dtype=np.int64),
            greedy_returns=nothing,
            terminated=nothing,
            failure=str(error),
        )
    return Recording(
        trial.name,
        seed,
        training.rewards.returns,
        training.rewards.length,
        np.array(evaluated, dtype=np.int64),
        np.array([one.mean for one in played]),
        np.array([one.terminated for one in played]),
        "",
    )
