"""Trainings of a trial: from settings and seeds to scores and curves."""

from __future__ import annotations

from contextlib import ExitStack, closing
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from tabular.environments.settings import EnvironmentSettings
from tabular.errors import UserError
from tabular.evaluation.evaluator import GreedyEvaluator
from tabular.evaluation.settings import EvaluationSettings
from tabular.learning.agent import AgentSettings
from tabular.learning.training import Training

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from tabular.engines.engine import EngineName
    from tabular.studies.objective import Objective

WINDOWS = 20
"""Into how many windows a training is cut; of each, the mean return is kept."""


TEMPLATES = 16
"""Trials of which trainings are made of another one at a time: a few more than threads."""


@dataclass(frozen=True, eq=False)  # two are the same where they are one object, by which trainings are found again
class TrialSettings:
    """What a trial depends on, besides the seed.

    Attributes:
        name: a digest of the rest.
        environment: the environment, with its bins or tiles.
        agent: the algorithm's settings.
        episodes: length of a training.
        evaluation: the starts of its greedy policy.
    """

    name: str
    environment: EnvironmentSettings
    agent: AgentSettings
    episodes: int
    evaluation: EvaluationSettings

    @classmethod
    def from_settings(cls, name: str, settings: Mapping[str, Any]) -> TrialSettings:
        """Take `environment`, `agent`, `episodes` and `evaluation`, as in the configuration."""
        return cls(
            name,
            EnvironmentSettings(**settings["environment"]),
            AgentSettings.from_settings(settings["agent"]),
            settings["episodes"],
            EvaluationSettings(**settings["evaluation"]),
        )


class TrialResults(NamedTuple):
    """What trainings of a trial brought, one entry a training.

    Attributes:
        trial: the trial's name.
        seeds: the seeds of the trainings, shape (trainings,).
        scores: what the study's objective makes of each, likewise; not a number where a training failed.
        curves: the mean return of each window of each training, shape (trainings, WINDOWS); not a number beyond its
            episodes.
        failures: why trainings failed, in a sentence each, by their seeds.
    """

    trial: str
    seeds: NDArray[np.int32]
    scores: NDArray[np.float64]
    curves: NDArray[np.float64]
    failures: Mapping[int, str]


def training_of(trial: TrialSettings, seed: int, engine: EngineName) -> Training:
    """Return a training of a trial, made of another one where that is possible: some take less time than to be made."""
    template = _template(trial, engine)
    return Training(*_parts(trial), seed, engine) if template is None else template.with_seed(seed)


@lru_cache(maxsize=TEMPLATES)
def _template(trial: TrialSettings, engine: EngineName) -> Training | None:
    """Return a training that others are made of; None where each needs an environment of its own."""
    with closing(Training(*_parts(trial), 0, engine)) as training:
        return training if training.engine.name == "compiled" else None


def _parts(trial: TrialSettings) -> tuple[EnvironmentSettings, AgentSettings, int]:
    return trial.environment, trial.agent, trial.episodes


def run_trial(trial: TrialSettings, seeds: Sequence[int], engine: EngineName, *, objective: Objective) -> TrialResults:
    """Train an agent with each seed and score it; a training that can't go on is a result too."""
    returns = np.full((len(seeds), trial.episodes), np.nan)
    scores = np.full(len(seeds), np.nan)
    failures = {}
    with ExitStack() as stack:
        evaluator = None
        for row, seed in enumerate(seeds):
            try:
                with closing(training_of(trial, seed, engine)) as training:
                    for _ in training.run([trial.episodes]):
                        training.require_finite(0, trial.episodes)
                if objective.of == "greedy_return":
                    if evaluator is None:
                        evaluator = stack.enter_context(GreedyEvaluator(trial.environment, trial.evaluation, engine))
                    scores[row] = evaluator.evaluate(training.q_table).mean
                returns[row] = training.rewards.returns
            except UserError as error:
                failures[seed] = str(error)
    if objective.of == "training_return":
        scores = objective.scores_of_returns(returns)
    return TrialResults(trial.name, np.array(seeds, dtype=np.int32), scores, curves_of(returns), failures)


def curves_of(returns: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the mean of each window of the returns of trainings, shape (trainings, episodes)."""
    trainings, episodes = returns.shape
    curves = np.full((trainings, WINDOWS), np.nan)
    for number, window in enumerate(np.array_split(returns, min(WINDOWS, episodes), axis=1)):
        curves[:, number] = window.mean(axis=1)
    return curves
