"""What each experiment's settings are, once it has overridden the defaults."""

from __future__ import annotations

from typing import Any

from configuration.schema import with_defaults

PRESENTATION = ("rewards_plot", "qtable_plot", "frames", "video")
"""The sections outside `defaults` that an experiment may override too."""

Settings = dict[str, Any]


def experiment_settings(config: Settings) -> dict[str, Settings]:
    """Return the complete settings of every experiment, keys sorted at every level.

    The keys are sorted so that the same settings in another order are the same settings.
    """
    base = {**config["defaults"], **{section: config[section] for section in PRESENTATION}}
    complete = {}
    for name, override in config["experiments"].items():
        settings = merge(base, override or {})
        settings["environment"] = with_defaults(settings["environment"], "environment")
        complete[name] = _sorted(settings)
    return complete


def merge(base: Settings, override: Settings) -> Settings:
    """Override key by key, deeply.

    Mappings that say what kind of thing they are don't mix: another environment, another kind of schedule or another
    way to choose snapshots takes nothing over from the one that it replaces.
    """
    merged = dict(base)
    for key, value in override.items():
        below = base.get(key)
        if isinstance(value, dict) and isinstance(below, dict) and not _is_another_kind(key, below, value):
            merged[key] = merge(below, value)
        else:
            merged[key] = value
    return merged


def _is_another_kind(key: str, below: Settings, value: Settings) -> bool:
    if key == "snapshots":
        return ("count" if "every" in below else "every") in value
    kind = "id" if key == "environment" else "schedule"
    return kind in value and value[kind] != below.get(kind)


def _sorted(value: Any) -> Any:  # noqa: ANN401 (any value of a configuration)
    if isinstance(value, dict):
        return {key: _sorted(value[key]) for key in sorted(value)}
    if isinstance(value, list):
        return [_sorted(item) for item in value]
    return value
