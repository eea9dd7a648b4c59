"""The checks across keys, which a schema can't say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PIL import ImageColor
from tabular.description import describe
from tabular.environments import EnvironmentSettings, UnsuitableEnvironmentError
from tabular.snapshots import SnapshotPolicy
from tabular.table_view import ViewError, choose_view

from configuration.experiments import PRESENTATION, Settings
from configuration.problems import Path, Problem, unknown_name, wrong_value

if TYPE_CHECKING:
    from collections.abc import Iterator


def check(config: Settings, experiments: dict[str, Settings]) -> list[Problem]:
    """Return what is wrong across keys.

    Args:
        config: the configuration as it was given, valid by its schema.
        experiments: the complete settings of every experiment.
    """
    found = [
        unknown_name(("run", index), name, list(experiments), "experiment")
        for index, name in enumerate(config["run"])
        if name not in experiments
    ]
    for name, settings in experiments.items():
        found += _Experiment(config, name, settings).problems()
    return found


def check_environments(config: Settings, experiments: dict[str, Settings]) -> list[Problem]:
    """Return what is wrong with the environments of the experiments in `run`, by making each of them once.

    The other experiments' environments may need packages that aren't installed; they are checked when they are built.
    """
    found: list[Problem] = []
    for name in config["run"]:
        found += _Experiment(config, name, experiments[name]).environment_problems()
    return found


class _Experiment:
    """The checks of one experiment."""

    def __init__(self, config: Settings, name: str, settings: Settings) -> None:
        self.config = config
        self.name = name
        self.settings = settings

    def problems(self) -> Iterator[Problem]:
        for key in ("learning_rate", "epsilon"):
            yield from self._schedule(key)
        yield from self._snapshots()
        yield from self._colors()
        initial = self.settings["agent"]["initial_value"]
        if initial["low"] > initial["high"]:
            yield self._wrong(("agent", "initial_value"), "low at most as large as high")
        seeds = self.settings["seeds"]
        for index, seed in enumerate(self.settings["video"]["seeds"]):
            if seed >= seeds:
                allowed = f"the experiment's seeds, 0 to {seeds - 1}" if seeds > 1 else "the experiment's only seed, 0"
                yield self._wrong(("video", "seeds", index), allowed)

    def environment_problems(self) -> Iterator[Problem]:
        environment = dict(self.settings["environment"])
        names = {key: environment.pop(key) for key in ("actions", "axes")}
        try:
            description = describe(EnvironmentSettings(**environment), **names)
        except UnsuitableEnvironmentError as error:
            yield self._given(("environment", error.key), error.given, error.allowed)
            return
        view = self.settings["frames"]
        try:
            choose_view(description, view["axes"], view["reduce"], view["grid"])
        except ViewError as error:
            yield self._given(("frames", error.key), error.given, error.allowed)

    def _schedule(self, key: str) -> Iterator[Problem]:
        schedule = self.settings["agent"][key]
        path = ("agent", key)
        kind = schedule["schedule"]
        if kind == "constant":
            for extra in sorted(schedule.keys() - {"schedule", "start"}):
                yield self._wrong(
                    (*path, extra), "no such key in a constant schedule; remove it, or choose another schedule"
                )
            return
        if "end" not in schedule:
            yield self._at((*path, "end"), f"this key is missing: a {kind} schedule ends at a value; add it")
        elif kind == "exponential":
            for key_ in ("start", "end"):
                if schedule[key_] <= 0:
                    yield self._wrong((*path, key_), "more than 0 in an exponential schedule")
        episodes = self.settings["episodes"]
        first = schedule.get("from_episode", 0)
        last = _last_changing_episode(schedule.get("to_episode"), episodes)
        if not first < last:
            yield self._at(
                path,
                f"from_episode is {first} and to_episode is {last} (of {episodes} episodes); "
                "allowed: from_episode smaller than to_episode",
            )

    def _snapshots(self) -> Iterator[Problem]:
        snapshots = self.settings["snapshots"]
        if ("every" in snapshots) == ("count" in snapshots):
            yield self._wrong(("snapshots",), "either {every: N} or {count: N, spacing: linear or log}")
            return
        if "spacing" in snapshots and "count" not in snapshots:
            yield self._wrong(
                ("snapshots", "spacing"), "no such key beside `every`; it says how `count` tables are spread"
            )
        try:
            SnapshotPolicy(**snapshots).episodes(self.settings["episodes"])
        except ValueError:
            key = "every" if "every" in snapshots else "count"
            yield self._wrong(("snapshots", key), f"at most {self.settings['episodes']}, the number of episodes")

    def _colors(self) -> Iterator[Problem]:
        for section in ("frames", "qtable_plot"):
            for kind, color in self.settings[section]["colors"].items():
                if not color.startswith("#") and color.lower() not in ImageColor.colormap:
                    yield self._wrong((section, "colors", kind), '"#rrggbb" or a CSS colour name such as green or red')

    def _wrong(self, path: Path, allowed: str) -> Problem:
        given: Any = self.settings
        for part in path:
            given = given[part]
        return self._given(path, given, allowed)

    def _given(self, path: Path, given: object, allowed: str) -> Problem:
        return wrong_value(self._origin(path), given, f"{allowed}{self._inherited(path)}")

    def _at(self, path: Path, message: str) -> Problem:
        return Problem(self._origin(path), f"{message}{self._inherited(path)}")

    def _origin(self, path: Path) -> Path:
        """Return where the value stands: in the experiment itself, or in what it overrides."""
        if self._overrides(path):
            return ("experiments", self.name, *path)
        return path if path[0] in PRESENTATION else ("defaults", *path)

    def _inherited(self, path: Path) -> str:
        """Say which experiment takes a value over, where that is not plain from the path."""
        return "" if self._overrides(path) else f" (as experiment {self.name} has it)"

    def _overrides(self, path: Path) -> bool:
        section: Any = self.config["experiments"][self.name] or {}
        for part in path[:2]:
            if not isinstance(section, dict) or part not in section:
                # A key that another kind of environment or schedule starts without is the experiment's own lack.
                return path[0] == "environment" and isinstance(section, dict) and "id" in section
            section = section[part]
        return True


def _last_changing_episode(to_episode: int | str | None, episodes: int) -> int:
    if to_episode is None:
        return episodes // 2
    return episodes - 1 if to_episode == "last" else int(to_episode)
