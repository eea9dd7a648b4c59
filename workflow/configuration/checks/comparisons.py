"""Checks of comparisons: their experiments exist, and have what returns depend on in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from configuration.problems import Problem, shown, unknown_name
from configuration.schema import REPORTED, is_sound

if TYPE_CHECKING:
    from collections.abc import Iterator

    from configuration.experiments import Settings

COMPARABLE = (
    "environment.id",
    "environment.arguments",
    "environment.time_limit",
    "evaluation.episodes",
    "evaluation.seed",
    "evaluation.max_steps",
)
"""What experiments have to share, so that the returns of one mean the same as another's."""


def unknown_in_comparisons(config: Settings) -> list[Problem]:
    """Return each experiment in a comparison that is not defined."""
    if config["comparisons"] is REPORTED or config["experiments"] is REPORTED:
        return []
    return [
        unknown_name(("comparisons", comparison, index), name, list(config["experiments"]), "experiment")
        for comparison, names in config["comparisons"].items()
        for index, name in enumerate(names if is_sound(names) else [])
        if name not in config["experiments"]
    ]


def incomparable(config: Settings, experiments: dict[str, Settings]) -> Iterator[tuple[str, list[Problem]]]:
    """Yield each comparison's name with the experiments in it that can't be compared with its first."""
    for comparison, names in config["comparisons"].items() if config["comparisons"] is not REPORTED else ():
        if is_sound(names):
            yield comparison, [*_incomparable(comparison, names, experiments)]


def _incomparable(comparison: str, names: list[str], experiments: dict[str, Settings]) -> Iterator[Problem]:
    for index, name in enumerate(names):
        if name in experiments and names[0] in experiments:
            unlike = _unlike(experiments[names[0]], experiments[name])
            if unlike:
                remedy = f"allowed: experiments with the same {', '.join(COMPARABLE)}"
                wrong = f"{shown(name)} has another {' and another '.join(unlike)} than {shown(names[0])};"
                yield Problem(("comparisons", comparison, index), f"{wrong} {remedy}")


def _unlike(one: Settings, other: Settings) -> list[str]:
    """Return the keys that keep two experiments from being compared."""
    unlike = []
    for path in COMPARABLE:
        section, key = path.split(".")
        if is_sound(one[section]) and is_sound(other[section]) and one[section][key] != other[section][key]:
            unlike.append(path)
    return unlike
