"""One training of a study: from settings and a seed to a score and a curve."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from tabular.environments.settings import EnvironmentSettings
from tabular.errors import UserError
from tabular.evaluation.settings import EvaluationSettings
from tabular.learning.agent import AgentSettings
from tabular.learning.training import Training
from tabular.studies.objective import Objective, greedy_score

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from tabular.engines.engine import EngineName

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


class TrialResult(NamedTuple):
    """What a training of a trial brought.

    Attributes:
        trial: the trial's name.
        seed: the seed of the training.
        score: what the study's objective makes of it; not a number where the training failed.
        curve: the mean return of each window of the training, shape (WINDOWS,); not a number beyond its episodes.
        failure: why it failed, in a sentence; empty where it didn't.
    """

    trial: str
    seed: int
    score: float
    curve: NDArray[np.float64]
    failure: str


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


def run_trial(trial: TrialSettings, seed: int, engine: EngineName, *, objective: Objective) -> TrialResult:
    """Train one agent and score it; a training that can't go on is a result too."""
    curve = np.full(WINDOWS, np.nan)
    try:
        with closing(training_of(trial, seed, engine)) as training:
            for _ in training.run([trial.episodes]):
                training.require_finite(0, trial.episodes)
        returns = training.rewards.returns
        if objective.of == "greedy_return":
            score = greedy_score(trial.environment, trial.evaluation, training.q_table, engine)
        else:
            score = objective.score_of_returns(returns)
    except UserError as error:
        return TrialResult(trial.name, seed, np.nan, curve, str(error))
    means = [float(window.mean()) for window in np.array_split(returns, min(WINDOWS, len(returns)))]
    curve[: len(means)] = means
    return TrialResult(trial.name, seed, score, curve, "")
