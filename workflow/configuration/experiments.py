"""What each experiment's settings are, once it has overridden the defaults."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from configuration.schema import REPORTED, section_keys, with_defaults

if TYPE_CHECKING:
    from configuration.problems import KeyPath

BESIDE_DEFAULTS = (
    "evaluation",
    "rewards_plot",
    "qtable_plot",
    "figures",
    "view",
    "frames",
    "video",
    "rollout",
    "export",
    "references",
)
"""The sections beside `defaults` that an experiment may override too."""

SCHEDULES = tuple(("agent", key) for key in ("learning_rate", "epsilon", "temperature", "confidence"))
"""Where an experiment's settings have schedules."""

INITIAL_VALUE = ("agent", "initial_value")
"""Where an experiment's settings have the range of the first table."""

Settings = dict[str, Any]


def experiment_settings(config: Settings) -> dict[str, Settings]:
    """Return the complete settings of every experiment, keys sorted at every level.

    The keys are sorted so that the same settings in another order are the same settings. What is already reported as
    wrong stays marked so, and with it everything that overrides only a part of it.
    """
    base = base_settings(config)
    complete = {}
    for name, override in _readable(config["experiments"]).items():
        settings = merge(base, {} if override is None else override)
        if settings is not REPORTED:
            if settings["environment"] is not REPORTED:
                settings["environment"] = with_defaults(settings["environment"], "environment")
            complete[name] = _sorted(settings)
    return complete


def base_settings(config: Settings) -> Settings:
    """Return what an experiment has that overrides nothing."""
    defaults = config["defaults"]
    if defaults is REPORTED:
        defaults = dict.fromkeys(section_keys("learning"), REPORTED)
    return {**defaults, **{section: config[section] for section in BESIDE_DEFAULTS}}


def merge(base: Any, override: Any, path: KeyPath = ()) -> Any:  # noqa: ANN401 (any value of a configuration)
    """Override key by key, deeply.

    Mappings of different kinds don't mix: another environment, another kind of schedule or another way to choose
    snapshots replaces the whole mapping.

    Args:
        base: what is overridden.
        override: what differs from it.
        path: where both stand, in an experiment's settings or in the whole configuration.
    """
    base, override = expanded(base, path), expanded(override, path)
    if not isinstance(override, dict) or is_another_kind(path, base, override):
        return override
    if not isinstance(base, dict):
        return REPORTED if base is REPORTED else override
    merged = dict(base)
    for key, value in override.items():
        merged[key] = merge(base[key], value, (*path, key)) if key in base else value
    return merged


def is_another_kind(path: KeyPath, below: object, value: object) -> bool:
    """Tell whether a mapping replaces the one below it instead of overriding a part of it."""
    if not isinstance(below, dict) or not isinstance(value, dict):
        return False
    path = within_experiment(path)
    if path == ("snapshots",):
        ways = {"every", "count"}
        return bool(ways & value.keys()) and bool((ways - value.keys()) & below.keys())
    kind = "id" if path == ("environment",) else "schedule" if path in SCHEDULES else None
    return kind in value and value[kind] != below.get(kind)


def expanded(value: Any, path: KeyPath) -> Any:  # noqa: ANN401 (any value of a configuration)
    """Return what a number stands for, a constant schedule or one initial value; return anything else unchanged."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        if within_experiment(path) in SCHEDULES:
            return {"schedule": "constant", "start": value}
        if within_experiment(path) == INITIAL_VALUE:
            return {"low": value, "high": value}
    return value


def expand_numbers(settings: Any, path: KeyPath = ()) -> Any:  # noqa: ANN401 (any value of a configuration)
    """Return settings, or a whole configuration, in which every number that stands for a mapping is that mapping."""
    settings = expanded(settings, path)
    if isinstance(settings, dict):
        return {key: expand_numbers(value, (*path, key)) for key, value in settings.items()}
    return settings


def within_experiment(path: KeyPath) -> KeyPath:
    """Return where a path of the whole configuration leads in the settings of an experiment."""
    if path[:1] == ("defaults",):
        return path[1:]
    return path[2:] if path[:1] == ("experiments",) else path


def stands_in(override: Any, base: Any, path: KeyPath) -> bool:  # noqa: ANN401 (any value of a configuration)
    """Tell whether an experiment gives the value at `path` itself, instead of taking it over.

    Args:
        override: the experiment as it was given.
        base: what it overrides.
        path: where the value stands in the experiment's settings.
    """
    for depth, part in enumerate(path):
        if not isinstance(override, dict):
            return isinstance(override, list)
        if is_another_kind(path[:depth], base, override):
            return True
        if part not in override:
            return False
        override, base = override[part], base.get(part) if isinstance(base, dict) else None
    return True


def _readable(section: Any) -> Settings:  # noqa: ANN401 (any value of a configuration)
    return section if isinstance(section, dict) else {}


def _sorted(value: Any) -> Any:  # noqa: ANN401 (any value of a configuration)
    if isinstance(value, dict):
        return {key: _sorted(value[key]) for key in sorted(value, key=repr)}
    if isinstance(value, list):
        return [_sorted(item) for item in value]
    return value
