"""Checks of comparisons: their experiments exist, and have what returns depend on in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from configuration.complete_comparison import complete_comparison
from configuration.problems import Problem, shown, unknown_name
from configuration.schema import REPORTED, is_sound

if TYPE_CHECKING:
    from collections.abc import Iterator

    from configuration.experiments import Settings
    from configuration.problems import KeyPath

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
        unknown_name((*_path(comparison), index), name, list(config["experiments"]), "experiment")
        for comparison, settings in config["comparisons"].items()
        for index, name in enumerate(settings["experiments"] if is_sound(settings) else [])
        if name not in config["experiments"]
    ]


def incomparable(config: Settings, experiments: dict[str, Settings]) -> Iterator[tuple[str, list[Problem]]]:
    """Yield each comparison's name with what keeps its experiments from being compared."""
    for comparison, settings in config["comparisons"].items() if config["comparisons"] is not REPORTED else ():
        if is_sound(settings):
            complete = complete_comparison(settings)
            known = {name: experiments[name] for name in complete["experiments"] if name in experiments}
            yield comparison, [*_incomparable(comparison, complete, known), *_seeds(comparison, complete, known)]


def _incomparable(comparison: str, settings: Settings, known: dict[str, Settings]) -> Iterator[Problem]:
    first = settings["experiments"][0]
    for index, name in enumerate(settings["experiments"]):
        unlike = _unlike(known[first], known[name]) if name in known and first in known else []
        if unlike:
            remedy = f"allowed: experiments with the same {', '.join(COMPARABLE)}"
            wrong = f"{shown(name)} has another {' and another '.join(unlike)} than {shown(first)};"
            yield Problem((*_path(comparison), index), f"{wrong} {remedy}")


def _seeds(comparison: str, settings: Settings, known: dict[str, Settings]) -> Iterator[Problem]:
    seeds = settings["seeds"]
    for name, experiment in known.items():
        first = experiment["evaluation"]["seed"] if is_sound(experiment["evaluation"]) else seeds
        if first < seeds:
            message = (
                f"these are {seeds} seeds; allowed: at most evaluation.seed of {name}, {first}, so that no training "
                "meets the starts of the evaluation"
            )
            yield Problem(("comparisons", comparison, "seeds"), message)
            return


def _path(comparison: str) -> KeyPath:
    return ("comparisons", comparison, "experiments")


def _unlike(one: Settings, other: Settings) -> list[str]:
    """Return the keys that keep two experiments from being compared."""
    unlike = []
    for path in COMPARABLE:
        section, key = path.split(".")
        if is_sound(one[section]) and is_sound(other[section]) and one[section][key] != other[section][key]:
            unlike.append(path)
    return unlike
