"""The configuration: read, completed and checked, so that the rules meet only settings that make sense."""

from __future__ import annotations

from typing import Any, NamedTuple

from configuration import schema
from configuration.checks import comparisons
from configuration.checks.everything import Postponed, check, check_environments
from configuration.experiments import Settings, expand_numbers, experiment_settings
from configuration.problems import ConfigurationError


class Configuration(NamedTuple):
    """What is to be done.

    Attributes:
        run: names of the experiments that plain `snakemake` builds.
        experiments: the complete settings of all experiments, by name.
        comparisons: by name, the names of the experiments that are compared.
        postponed: what is wrong with experiments and comparisons that `run` does not build.
    """

    run: list[str]
    experiments: dict[str, Settings]
    comparisons: dict[str, list[str]]
    postponed: Postponed


def load(config: dict[str, Any], *, make_environments: bool) -> Configuration:
    """Return the configuration, completed and checked.

    Args:
        config: the whole configuration, command line included.
        make_environments: also check the settings against the environments themselves, by making each one once.

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
    if make_environments:
        problems += check_environments(readable, experiments)
    if problems:
        raise ConfigurationError(problems)
    return Configuration(config["run"], experiments, config["comparisons"], postponed)
