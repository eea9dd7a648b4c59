"""The trials of a study: which experiments they are, and what they are called."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, NamedTuple

from tabular.learning.agent import used_settings

from configuration.experiments import experiment_settings, merge
from configuration.learned_environment import learned_environment
from configuration.schema import schema, typed
from configuration.studies.keys import is_whole, nested
from configuration.studies.varied import assignments

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from configuration.experiments import Settings
    from configuration.studies.varied import Assignment


class Trial(NamedTuple):
    """One combination of values.

    Attributes:
        name: a digest of all settings on which its returns depend, 16 hexadecimal digits.
        assignment: what it gives the varied keys.
        settings: its complete settings as an experiment.
    """

    name: str
    assignment: Assignment
    settings: Settings


def assignments_of(study: Settings) -> list[Assignment]:
    """Return what each trial of a study gives the varied keys, with the types that the schema gives the values.

    Args:
        study: its settings, complete.
    """
    mappings = study["vary"] if isinstance(study["vary"], list) else [study["vary"]]
    whole = frozenset(key for mapping in mappings for key in mapping if is_whole(key))
    found = assignments(study["vary"], whole, study["method"], study["points"], study["seed"])
    return [_typed(assignment) for assignment in found]


def trials_of(study: Settings, config: Settings) -> Iterator[Trial]:
    """Yield the trials of a study, each training once: of combinations that mean the same, the first.

    Args:
        study: its settings, complete.
        config: the whole configuration, in which every value of the study is allowed.
    """
    names = set()
    for assignment, settings in settings_of(assignments_of(study), study["base"], config):
        name = trial_name(settings, study["objective"])
        if name not in names:
            names.add(name)
            yield Trial(name, assignment, settings)


def settings_of(found: Iterable[Assignment], base: str, config: Settings) -> Iterator[tuple[Assignment, Settings]]:
    """Yield for each assignment the complete settings of the experiment that it makes of a study's base."""
    override = config["experiments"][base] or {}
    for assignment in found:
        trial = merge(override, nested(assignment))
        settings = experiment_settings({**config, "experiments": {base: trial}})[base]
        yield assignment, settings


def trial_name(settings: Settings, objective: Mapping[str, Any]) -> str:
    """Return a digest of what a trial's scores depend on, in 16 hexadecimal digits."""
    told: dict[str, Any] = {
        "environment": learned_environment(settings),
        "agent": used_settings(settings["agent"]),
        "episodes": settings["episodes"],
    }
    if objective["of"] == "greedy_return":
        evaluation = settings["evaluation"]
        told["evaluation"] = {key: evaluation[key] for key in ("episodes", "seed", "max_steps")}
    text = json.dumps(told, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _typed(assignment: Assignment) -> Assignment:
    """Return values with the types that the schema gives them."""
    part = schema()["$defs"]["experiment"]
    found = {}
    for key, value in assignment.items():
        place: Any = typed(nested({key: value}), part)
        for name in key.split("."):
            place = place[name]
        found[key] = place
    return found
