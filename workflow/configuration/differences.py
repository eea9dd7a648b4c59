"""In which settings experiments differ, written as a person would."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tabular.learning.agent import ACTION_MASK, KEYS_OF_TILES, used_settings

from configuration.experiments import SCHEDULES
from configuration.setting_text import initial_value_text, schedule_text, setting_text, shortened_alike

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from configuration.experiments import Settings

NOT_LEARNED_FROM = {"environment.actions", "environment.axes"}
"""Settings of the environment that only name things."""

ARGUMENTS = "environment.arguments"

CONSTRUCTOR_DEFAULT = "default"
"""Stands for an argument that an experiment leaves to the constructor of its environment."""

PHRASES = {".".join(path): schedule_text for path in SCHEDULES} | {"agent.initial_value": initial_value_text}
"""Settings that are mappings, but one thing to a reader: how to write each of them."""


def differing(experiments: Sequence[Settings]) -> list[dict[str, str]]:
    """Return, for each experiment, the settings of learning in which not all of them agree.

    Args:
        experiments: complete settings.

    Returns:
        For each experiment, the text of its settings by path, such as `agent.discount`; paths are sorted. A setting
        that an experiment doesn't have, such as the number of planning steps of Sarsa, is missing.
    """
    complete = [_with_constructor_defaults(settings, experiments) for settings in experiments]
    unlike: dict[str, list[str | None]] = {}
    for path in sorted({path for one in complete for path in one}):
        values = [one.get(path) for one in complete]
        if len(set(values)) > 1:
            unlike[path] = values if path in PHRASES else _shortened(values)
    return [
        {path: value for path, values in unlike.items() if (value := values[position]) is not None}
        for position in range(len(experiments))
    ]


def _with_constructor_defaults(settings: Settings, experiments: Sequence[Settings]) -> dict[str, str]:
    """Return all settings of learning as texts; with the arguments that only others of its environment give."""
    environment = settings["environment"]
    given_by_others = {
        f"{ARGUMENTS}.{name}": CONSTRUCTOR_DEFAULT
        for other in experiments
        if other["environment"]["id"] == environment["id"]
        for name in other["environment"]["arguments"]
    }
    return given_by_others | dict(_texts(_learning(settings)))


def _shortened(values: Sequence[str | None]) -> list[str | None]:
    there = [value for value in values if value is not None]
    short = dict(zip(there, shortened_alike(there), strict=True))
    return [None if value is None else short[value] for value in values]


def _learning(settings: Settings) -> Settings:
    """Return what the learned values depend on, without the seed."""
    agent, environment = settings["agent"], settings["environment"]
    has_tiles = agent["value_function"] == "tiles"
    beside = (ACTION_MASK, *(KEYS_OF_TILES if has_tiles else KEYS_OF_TILES[:1]))
    if has_tiles:
        environment = {**environment, "bins": None}
    return {
        "agent": {**used_settings(agent), **{key: agent[key] for key in beside}},
        "environment": environment,
        "episodes": settings["episodes"],
    }


def _texts(settings: Settings, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield the path and the text of each setting; an empty mapping, such as no arguments, is no setting."""
    for key, value in settings.items():
        place = f"{path}.{key}" if path else str(key)
        if place in PHRASES:
            yield place, PHRASES[place](value)
        elif isinstance(value, dict) and not place.startswith(f"{ARGUMENTS}."):
            yield from _texts(value, place)
        elif place not in NOT_LEARNED_FROM:
            yield place, setting_text(value)
