"""In which settings experiments differ."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tabular.agent import used_settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from configuration.experiments import Settings

NOT_LEARNED_FROM = {"environment.actions", "environment.axes"}
"""Settings of the environment that only name things."""

NOT_THERE = None
"""Stands for the value of a key that an experiment doesn't have."""


def differing(experiments: Sequence[Settings]) -> list[dict[str, Any]]:
    """Return, for each experiment, the settings of learning in which not all of them agree.

    Args:
        experiments: complete settings.

    Returns:
        Values by path, such as `agent.discount`; the same paths for all experiments, sorted.
    """
    flat = [dict(_leaves(_learning(settings))) for settings in experiments]
    paths = sorted({path for one in flat for path in one})
    unlike = [path for path in paths if any(one.get(path) != flat[0].get(path) for one in flat)]
    return [{path: one.get(path, NOT_THERE) for path in unlike} for one in flat]


def _learning(settings: Settings) -> Settings:
    """Return what the learned values depend on, without the seed."""
    return {
        "agent": used_settings(settings["agent"]),
        "environment": settings["environment"],
        "episodes": settings["episodes"],
    }


def _leaves(settings: Settings, path: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in settings.items():
        place = f"{path}.{key}" if path else key
        if isinstance(value, dict) and value:
            yield from _leaves(value, place)
        elif place not in NOT_LEARNED_FROM:
            yield place, value
