"""Problems of single experiments, and how those that several share are said once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from configuration.experiments import BESIDE_DEFAULTS, Settings, base_settings, stands_in
from configuration.problems import KeyPath, Problem, not_allowed
from configuration.schema import REPORTED, is_sound

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_EXPERIMENTS = 4
"""Experiments that a message names; of more it says how many."""


@dataclass(frozen=True)
class Finding:
    """A problem of one experiment.

    Attributes:
        path: where it is, from the top of the configuration.
        wrong: what is wrong, in words that fit every experiment that takes the value over.
        remedy: what is allowed, or what to do; it may differ from one experiment to another.
        experiment: the experiment that takes the value over; None where it stands in the experiment itself.
    """

    path: KeyPath
    wrong: str
    remedy: str
    experiment: str | None


class CheckedExperiment:
    """An experiment that is checked: what it was given, what it takes over, and where each value stands.

    Attributes:
        name: its name.
        settings: its complete settings, `REPORTED` where the schema already found a problem.
        base: what an experiment has that overrides nothing.
        override: the experiment as it was given.
    """

    def __init__(self, config: Settings, name: str, settings: Settings) -> None:
        """Take an experiment out of a configuration, with its complete settings."""
        self.name = name
        self.settings = settings
        self.base = base_settings(config)
        self.override = config["experiments"][name]

    def value(self, path: KeyPath) -> Any:  # noqa: ANN401 (any value of a configuration)
        """Return the value at a path of the settings."""
        value: Any = self.settings
        for part in path:
            value = value[part] if value is not REPORTED else REPORTED
        return value

    def is_sound(self, *paths: KeyPath) -> bool:
        """Tell whether nothing at these paths is already reported as wrong."""
        return all(is_sound(self.value(path)) for path in paths)

    def wrong(
        self, path: KeyPath, allowed: str, meant: object = None, keys: Iterable[KeyPath] | None = None
    ) -> Finding:
        """Say that a value is not allowed, and what is; the other arguments are those of `finding`."""
        return self.finding(path, not_allowed(self.value(path), meant), f"allowed: {allowed}", keys)

    def finding(self, path: KeyPath, wrong: str, remedy: str, keys: Iterable[KeyPath] | None = None) -> Finding:
        """Say where a problem stands: in the experiment itself, or in what it takes over.

        Args:
            path: where it is in the experiment's settings.
            wrong: what is wrong.
            remedy: what is allowed, or what to do.
            keys: the keys that the problem comes from, where they are not `path`.
        """
        if any(stands_in(self.override or {}, self.base, key) for key in keys or [path]):
            return Finding(("experiments", self.name, *path), wrong, remedy, None)
        inherited = path if path[0] in BESIDE_DEFAULTS else ("defaults", *path)
        return Finding(inherited, wrong, remedy, self.name)


def together(findings: Iterable[Finding]) -> list[Problem]:
    """Say once what is wrong at one place, for all experiments that take it over."""
    places: dict[tuple[KeyPath, str], dict[str, list[str]]] = {}
    for finding in findings:
        names = places.setdefault((finding.path, finding.wrong), {}).setdefault(finding.remedy, [])
        if finding.experiment is not None:
            names.append(finding.experiment)
    return [
        Problem(path, f"{wrong} {'; '.join(f'{remedy}{_for(names)}' for remedy, names in remedies.items())}")
        for (path, wrong), remedies in places.items()
    ]


def _for(names: list[str]) -> str:
    """Say which experiments take a value over; who has to change it doesn't need all of a long list."""
    if not names:
        return ""
    if len(names) == 1:
        return f" (for experiment {names[0]})"
    listed = (
        names
        if len(names) <= MOST_EXPERIMENTS
        else [*names[: MOST_EXPERIMENTS - 1], f"{len(names) - MOST_EXPERIMENTS + 1} others"]
    )
    return f" (for the experiments {', '.join(listed[:-1])} and {listed[-1]})"
