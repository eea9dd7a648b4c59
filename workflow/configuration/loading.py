"""The configuration: read, completed and checked, so that the rules meet only settings that make sense."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from job_resources.machine import UNLIMITED

from configuration import schema
from configuration.checks import comparisons
from configuration.checks.everything import Postponed, check, check_environments
from configuration.experiments import Settings, expand_numbers, experiment_settings
from configuration.problems import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Callable

    from job_resources.machine import Memory

    from configuration.problems import Problem


class Configuration(NamedTuple):
    """What is to be done.

    Attributes:
        run: names of the experiments that plain `snakemake` builds.
        experiments: the complete settings of all experiments, by name.
        comparisons: by name, the names of the experiments that are compared.
        postponed: what is wrong with experiments and comparisons that `run` does not build.
        check_later: makes the environment of an experiment that `run` does not build, and returns what is wrong.
    """

    run: list[str]
    experiments: dict[str, Settings]
    comparisons: dict[str, list[str]]
    postponed: Postponed
    check_later: Callable[[str], list[Problem]]


def load(config: dict[str, Any], *, make_environments: bool, memory: Memory = UNLIMITED) -> Configuration:
    """Return the configuration, completed and checked.

    Args:
        config: the whole configuration, command line included.
        make_environments: also check the settings against the environments themselves, by making each one once.
        memory: what a job can have at most.

    Raises:
        ConfigurationError: with every problem that was found.
    """
    config = schema.typed(config, schema.schema())
    problems = schema.problems(config)
    # What the schema refuses is marked instead of ending the checks here, so that everything is reported at once.
    readable = expand_numbers(schema.marked(config, problems))
    experiments = experiment_settings(readable)
    across_keys, postponed = check(readable, experiments)
    problems += [*comparisons.unknown_in_comparisons(readable), *across_keys]
    run = readable["run"] if schema.is_sound(readable["run"]) else []
    if make_environments:
        problems += check_environments(readable, run, experiments, memory)
    if problems:
        raise ConfigurationError(problems)

    @cache
    def check_later(name: str) -> list[Problem]:
        is_checked = name in run or not make_environments
        return [] if is_checked else check_environments(readable, [name], experiments, memory)

    return Configuration(config["run"], experiments, config["comparisons"], postponed, check_later)
