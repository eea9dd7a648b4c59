"""All checks across keys: of what `run` builds at once, and of the rest when somebody asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from configuration.checks.comparisons import incomparable
from configuration.checks.environment import environment_findings
from configuration.checks.experiment import experiment_findings
from configuration.checks.findings import CheckedExperiment, together
from configuration.problems import Problem
from configuration.schema import REPORTED, is_sound

if TYPE_CHECKING:
    from collections.abc import Sequence

    from job_resources.machine import Memory

    from configuration.experiments import Settings
    from configuration.run import Run

Postponed = dict[tuple[str, str], list[Problem]]
"""Problems of experiments and comparisons that are not built, by section (`experiments`, `comparisons`) and name."""


def check(config: Settings, experiments: dict[str, Settings], built: Run) -> tuple[list[Problem], Postponed]:
    """Return what is wrong across keys.

    An experiment that `run` doesn't build may not fit defaults that were changed for others, so its problems are
    postponed until somebody asks for it.

    Args:
        config: the configuration as it was given, `REPORTED` where the schema already found a problem.
        experiments: the complete settings of every experiment, likewise.
        built: what `run` builds.

    Returns:
        The problems of what `run` builds, and those of everything else.
    """
    if not is_sound(config["run"]) or config["experiments"] is REPORTED:
        return [], {}
    problems_of_run: list[Problem] = []
    postponed: Postponed = {}
    for name, problems in incomparable(config, experiments):
        if name in built.comparisons:
            problems_of_run += problems
        elif problems:
            postponed["comparisons", name] = problems
    checked = {name: CheckedExperiment(config, name, settings) for name, settings in experiments.items()}
    problems_of_run += together(
        finding for name in built.checked if name in checked for finding in experiment_findings(checked[name])
    )
    for name in checked.keys() - {*built.checked}:
        problems = together(experiment_findings(checked[name]))
        if problems:
            postponed["experiments", name] = problems
    return problems_of_run, postponed


def check_environments(
    config: Settings, names: Sequence[str], experiments: dict[str, Settings], memory: Memory
) -> list[Problem]:
    """Return what is wrong with the environments of some experiments, by making each of them once.

    Other experiments' environments may need packages that aren't installed; they are checked when they are built.

    Args:
        config: the configuration as it was given, `REPORTED` where the schema already found a problem.
        names: of the experiments to check.
        experiments: the complete settings of every experiment, likewise.
        memory: what a job can have at most.
    """
    checked = (CheckedExperiment(config, name, experiments[name]) for name in names if name in experiments)
    return together(finding for experiment in checked for finding in environment_findings(experiment, memory))
