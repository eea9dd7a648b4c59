"""How many updates a training makes until its greedy policy takes the shortest way (Sutton & Barto, Example 8.4)."""

from __future__ import annotations

from contextlib import closing
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from tabular.evaluation.evaluator import GreedyEvaluator
from tabular.studies.trial import TEMPLATES, training_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tabular.engines.engine import EngineName
    from tabular.exact.shortest_way import Maze
    from tabular.learning.training import Training
    from tabular.studies.trial import TrialSettings


class UpdatesOfTraining(NamedTuple):
    """What a training brought.

    Attributes:
        trial: the trial's name.
        seed: the seed of the training.
        updates: of values, made so far.
        episodes: how many there were.
        found: whether the greedy policy takes the shortest way.
    """

    trial: str
    seed: int
    updates: int
    episodes: int
    found: bool


def updates_until_optimal(
    trial: TrialSettings, seeds: Sequence[int], engine: EngineName, *, mazes: Mapping[str, Maze]
) -> list[UpdatesOfTraining]:
    """Train until the greedy policy takes the shortest way, at the end of an episode, or until all episodes are over.

    Args:
        trial: the settings; its evaluation plays one episode.
        seeds: the seeds of the trainings.
        engine: what plays; every engine gives the same numbers.
        mazes: by the name of a trial, what is known of its maze.
    """
    return [_count(trial, seed, engine, mazes[trial.name].steps) for seed in seeds]


def _count(trial: TrialSettings, seed: int, engine: EngineName, shortest: int) -> UpdatesOfTraining:
    episodes, found = 0, False
    with closing(_evaluator(trial, engine)) as evaluator, closing(training_of(trial, seed, engine)) as training:
        for _ in training.run(range(1, trial.episodes + 1)):
            episodes += 1
            played = evaluator.outcome(training.q_table)
            found = bool(played.terminated[0]) and int(played.lengths[0]) == shortest
            if found:
                break
    return UpdatesOfTraining(trial.name, seed, updates_made(training), episodes, found)


def updates_made(training: Training) -> int:
    """Return how many updates of values a training made so far, those in planning included.

    Prioritized sweeping counts them: where nothing is in its queue, it makes none. One-step algorithms make one from
    each step in the environment, and Dyna-Q as many more as it has planning steps, from the first step on.
    """
    if training.agent.algorithm == "prioritized_sweeping":
        return int(training.memory.updates[0])
    return int(training.rewards.length.sum()) * (1 + training.agent.planning_steps)


def _evaluator(trial: TrialSettings, engine: EngineName) -> GreedyEvaluator:
    """Return what plays greedy policies of a trial."""
    return _compiled_evaluator(trial, engine) or GreedyEvaluator(trial.environment, trial.evaluation, engine)


@lru_cache(maxsize=TEMPLATES)
def _compiled_evaluator(trial: TrialSettings, engine: EngineName) -> GreedyEvaluator | None:
    """Return the one that all trainings of a trial share, which needs no environment; None where each needs its own."""
    with GreedyEvaluator(trial.environment, trial.evaluation, engine) as evaluator:
        return evaluator if evaluator.engine.name == "compiled" else None
