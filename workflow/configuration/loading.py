"""The configuration: read, completed and checked, so that the rules meet only settings that make sense."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from job_resources.machine import UNLIMITED

from configuration import schema
from configuration.checks import comparisons, studies
from configuration.checks.everything import Postponed, check, check_environments
from configuration.complete_comparison import complete_comparison
from configuration.experiments import Settings, expand_numbers, experiment_settings
from configuration.problems import ConfigurationError
from configuration.run import Run, built_by_run, unknown_in_run
from configuration.studies.complete import complete_study, with_best_trials
from configuration.studies.trials import Trial, trials_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from job_resources.machine import Memory

    from configuration.problems import Problem
    from configuration.studies.varied import Assignment


class Configuration(NamedTuple):
    """What is to be done.

    Attributes:
        run: names of the experiments that plain `snakemake` builds; `built` below has them, too.
        experiments: the complete settings of all experiments, by name.
        comparisons: the complete settings of all comparisons, by name.
        studies: the complete settings of all studies, by name.
        waiting: experiments that take their settings from a study which has no best trial yet, each with the study.
        awaited: those of them that `run` names, or that a comparison has which it names; `run` above is without them.
        postponed: what is wrong with experiments and comparisons that `run` does not build.
        check_later: makes the environment of an experiment that `run` does not build, and returns what is wrong.
        trials: lists a study's trials, or raises ConfigurationError.
        built: all that plain `snakemake` builds.
    """

    run: list[str]
    experiments: dict[str, Settings]
    comparisons: dict[str, Settings]
    studies: dict[str, Settings]
    waiting: dict[str, str]
    awaited: dict[str, str]
    postponed: Postponed
    check_later: Callable[[str], list[Problem]]
    trials: Callable[[str], list[Trial]]
    built: Run


def no_best_trial(_study: str) -> None:
    """Stand for studies of which none has been run."""


def load(
    config: dict[str, Any],
    *,
    make_environments: bool,
    memory: Memory = UNLIMITED,
    best_assignment: Callable[[str], Assignment | None] = no_best_trial,
) -> Configuration:
    """Return the configuration, completed and checked.

    Args:
        config: the whole configuration, command line included.
        make_environments: also check the settings against the environments themselves, by making each one once.
        memory: what a job can have at most.
        best_assignment: returns what a study's best trial gives the varied keys; None where it isn't known yet.

    Raises:
        ConfigurationError: with every problem that was found.
    """
    # A heading with nothing below it is what the project's own file has.
    config = schema.typed({**config, "studies": config.get("studies") or {}}, schema.schema())
    problems = schema.problems(config)
    # What the schema refuses is marked instead of ending the checks here, so that everything is reported at once.
    readable = expand_numbers(schema.marked(config, problems))
    of_studies = list(studies.study_problems(readable))
    problems += [*of_studies, *comparisons.unknown_in_comparisons(readable), *unknown_in_run(readable)]
    given, waiting = readable, dict[str, str]()
    if not of_studies and all(schema.is_sound(readable[section]) for section in ("studies", "experiments")):
        readable, waiting = with_best_trials(readable, best_assignment)
    built = built_by_run(given, waiting, best_assignment)
    experiments = experiment_settings(readable)
    across_keys, postponed = check(readable, experiments, built)
    problems += across_keys
    if make_environments:
        problems += check_environments(readable, built.checked, experiments, memory)
    if problems:
        raise ConfigurationError(problems)

    @cache
    def check_later(name: str) -> list[Problem]:
        is_checked = name in built.checked or not make_environments
        return [] if is_checked else check_environments(readable, [name], experiments, memory)

    @cache
    def trials(name: str) -> list[Trial]:
        study = complete[name]
        found = list(trials_of(study, readable))
        wrong = studies.trial_problems(name, study, found, readable, memory if make_environments else None)
        if wrong:
            raise ConfigurationError(wrong)
        return found

    complete = {name: complete_study(study) for name, study in readable["studies"].items()}
    return Configuration(
        built.experiments,
        experiments,
        {name: complete_comparison(comparison) for name, comparison in config["comparisons"].items()},
        complete,
        waiting,
        {name: waiting[name] for name in built.taking if name in waiting},
        postponed,
        check_later,
        trials,
        built,
    )
