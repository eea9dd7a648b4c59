"""The complete settings of a study, and those of experiments that take their settings from one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from configuration.experiments import merge
from configuration.schema import schema, with_defaults
from configuration.studies.keys import nested

if TYPE_CHECKING:
    from collections.abc import Callable

    from configuration.experiments import Settings
    from configuration.studies.varied import Assignment

FROM_STUDY = "from_study"


def complete_study(study: Settings) -> Settings:
    """Return a study with what the schema has as default."""
    settings = with_defaults(study, "study")
    parts = schema()["$defs"]["study"]["properties"]["objective"]["properties"]
    settings["objective"] = {key: settings["objective"].get(key, part["default"]) for key, part in parts.items()}
    return settings


def seeds_of(study: Settings) -> int:
    """Return with how many seeds a trial that comes to the last rung is trained."""
    return int(study["rungs"][-1] if study["method"] == "halving" else study["seeds"])


def rungs_of(study: Settings) -> list[range]:
    """Return the seeds of each rung; a study without halving has one."""
    if study["method"] != "halving":
        return [range(study["seeds"])]
    return [range(first, stop) for first, stop in zip([0, *study["rungs"]], study["rungs"], strict=False)]


def with_best_trials(
    config: Settings, best_assignment: Callable[[str], Assignment | None]
) -> tuple[Settings, dict[str, str]]:
    """Give each experiment that takes its settings from a study those of the study's best trial.

    Args:
        config: the whole configuration, in which studies and experiments are of the right types.
        best_assignment: returns what a study's best trial gives the varied keys; None where it isn't known yet.

    Returns:
        The configuration with these settings; and the experiments that have to wait for their study, which are left
        out, each with the study's name.
    """
    experiments: Settings = {}
    waiting: dict[str, str] = {}
    for name, override in config["experiments"].items():
        if not isinstance(override, dict) or FROM_STUDY not in override:
            experiments[name] = override
            continue
        study = config["studies"][override[FROM_STUDY]]
        found = best_assignment(override[FROM_STUDY])
        own = {key: value for key, value in override.items() if key != FROM_STUDY}
        if found is None:
            waiting[name] = override[FROM_STUDY]
        else:
            base = config["experiments"][study["base"]] or {}
            experiments[name] = merge(merge(base, nested(found)), own)
    return {**config, "experiments": experiments}, waiting
