"""The checks across keys, which a schema can't say."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PIL import ImageColor
from tabular.environments.describe import describe
from tabular.environments.make import EnvironmentSettings, UnsuitableEnvironmentError
from tabular.environments.suggestions import meant_id
from tabular.learning.agent import KEY_OF_BEHAVIOUR, TEXTBOOK_ONLY, unused_keys
from tabular.learning.schedules import Schedule
from tabular.q_tables.view import ViewError, choose_view
from tabular.results.environment import RANDOM
from tabular.results.snapshots import SnapshotPolicy

from configuration.experiments import BESIDE_DEFAULTS, SCHEDULES, Settings, base_settings, stands_in
from configuration.problems import Path, Problem, nearest, not_allowed, shown, unknown_name
from configuration.schema import REPORTED, is_sound

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tabular.results.environment import EnvironmentDescription

MOST_SNAPSHOTS = 1_000_000
"""Tables beyond which a training can't be meant to leave a file for each."""

SMALLEST = {"frames": (1000, 400), "figures": (600, 450)}
"""Width and height in pixels; in smaller pictures, legends cover titles or leave no room for what is shown."""

MOST_EXPERIMENTS = 4
"""Experiments that a message names; of more it says how many."""


Postponed = dict[tuple[str, str], list[Problem]]
"""Problems of experiments and comparisons that are not built, by section (`experiments`, `comparisons`) and name."""


def check(config: Settings, experiments: dict[str, Settings]) -> tuple[list[Problem], Postponed]:
    """Return what is wrong across keys.

    An experiment outside `run` may not fit defaults that were changed for others, so its problems are postponed until
    somebody asks for it.

    Args:
        config: the configuration as it was given, `REPORTED` where the schema already found a problem.
        experiments: the complete settings of every experiment, likewise.

    Returns:
        The problems of what `run` builds, and those of everything else.
    """
    if not is_sound(config["run"]) or config["experiments"] is REPORTED:
        return [], {}
    run = config["run"]
    found = [
        unknown_name(("run", index), name, list(config["experiments"]), "experiment")
        for index, name in enumerate(run)
        if name not in config["experiments"]
    ]
    postponed: Postponed = {}
    for name, problems in _comparisons(config, experiments):
        if set(config["comparisons"][name]) <= set(run):
            found += problems
        elif problems:
            postponed["comparisons", name] = problems
    checked = {name: _Experiment(config, name, settings) for name, settings in experiments.items()}
    found += _together(finding for name in run if name in checked for finding in checked[name].findings())
    for name in checked.keys() - {*run}:
        problems = _together(checked[name].findings())
        if problems:
            postponed["experiments", name] = problems
    return found, postponed


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


def _comparisons(config: Settings, experiments: dict[str, Settings]) -> Iterator[tuple[str, list[Problem]]]:
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


COMPARABLE = (
    "environment.id",
    "environment.arguments",
    "environment.time_limit",
    "evaluation.episodes",
    "evaluation.seed",
    "evaluation.most_steps",
)
"""What experiments have to share, so that the returns of one mean the same as another's."""


def _unlike(one: Settings, other: Settings) -> list[str]:
    """Return the keys that keep two experiments from being compared."""
    unlike = []
    for path in COMPARABLE:
        section, key = path.split(".")
        if is_sound(one[section]) and is_sound(other[section]) and one[section][key] != other[section][key]:
            unlike.append(path)
    return unlike


def check_environments(config: Settings, experiments: dict[str, Settings]) -> list[Problem]:
    """Return what is wrong with the environments of the experiments in `run`, by making each of them once.

    The other experiments' environments may need packages that aren't installed; they are checked when they are built.
    """
    run = config["run"] if is_sound(config["run"]) else []
    checked = (_Experiment(config, name, experiments[name]) for name in run if name in experiments)
    return _together(finding for experiment in checked for finding in experiment.environment_findings())


@dataclass(frozen=True)
class _Finding:
    """A problem of one experiment.

    Attributes:
        path: where it is, from the top of the configuration.
        wrong: what is wrong, in words that fit every experiment that takes the value over.
        remedy: what is allowed, or what to do; it may differ from one experiment to another.
        experiment: the experiment that takes the value over; None where it stands in the experiment itself.
    """

    path: Path
    wrong: str
    remedy: str
    experiment: str | None


def _together(findings: Iterable[_Finding]) -> list[Problem]:
    """Say once what is wrong at one place, for all experiments that take it over."""
    places: dict[tuple[Path, str], dict[str, list[str]]] = {}
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


class _Experiment:
    """The checks of one experiment."""

    def __init__(self, config: Settings, name: str, settings: Settings) -> None:
        self.name = name
        self.settings = settings
        self.base = base_settings(config)
        self.override = config["experiments"][name]

    def findings(self) -> Iterator[_Finding]:
        yield from self._agent()
        if self._is_sound(("snapshots",), ("episodes",)):
            found = [*self._snapshots()]
            yield from found
            for section in ("evaluation", "rollout"):
                if not found and self._is_sound((section, "snapshots")):
                    yield from self._snapshot_choice(section)
        if self._is_sound(("evaluation", "seed"), ("seeds",)):
            yield from self._evaluation_seed()
        if self._is_sound(("environment", "actions")):
            yield from self._action_names()
        if self._is_sound(("video", "seeds"), ("seeds",)):
            yield from self._filmed_seeds()
        yield from self._colors()
        yield from self._sizes()

    def _agent(self) -> Iterator[_Finding]:
        for path in SCHEDULES:
            if self._is_sound(path):
                yield from self._schedule(path)
        if self._is_sound(("agent", "algorithm"), ("agent", "behaviour"), ("agent", "at_termination")):
            yield from self._algorithm()
        if self._is_sound(("agent", "initial_value")):
            yield from self._initial_value()

    def environment_findings(self) -> Iterator[_Finding]:
        if not self._is_sound(("environment",)):
            return
        environment = dict(self.settings["environment"])
        names = {key: environment.pop(key) for key in ("actions", "axes")}
        settings = EnvironmentSettings(**environment)
        try:
            description = describe(settings, **names)
        except UnsuitableEnvironmentError as error:
            for one in (error, *error.others):
                yield self._wrong(
                    ("environment", one.key), one.allowed, meant_id(settings) if one.key == "id" else None
                )
            return
        yield from self._constant_action(description)
        yield from self._view(description)

    def _constant_action(self, description: EnvironmentDescription) -> Iterator[_Finding]:
        path = ("rollout", "constant_action")
        if not self._is_sound(path) or self._value(path) is None:
            return
        try:
            description.action_number(self._value(path))
        except ValueError:
            names = ", ".join(map(shown, description.actions))
            allowed = (
                f"null, or an action of {description.id}: {names}, or a number from 0 to {len(description.actions) - 1}"
            )
            yield self._wrong(path, allowed, nearest(self._value(path), description.actions))

    def _view(self, description: EnvironmentDescription) -> Iterator[_Finding]:
        view = {key: ("frames", key) for key in ("axes", "reduce", "grid")}
        if not self._is_sound(*view.values()):
            return
        try:
            choose_view(description, *(self._value(path) for path in view.values()))
        except ViewError as error:
            meant_axes = [nearest(name, description.axes) or name for name in self._value(view["axes"]) or ()]
            is_misspelt = error.key == "axes" and len({*meant_axes} & {*description.axes}) == len(meant_axes)
            yield self._wrong(view[error.key], error.allowed, meant_axes if is_misspelt else None)

    def _algorithm(self) -> Iterator[_Finding]:
        agent = self.settings["agent"]
        algorithm, behaviour = agent["algorithm"], agent["behaviour"]
        for key, users in unused_keys(algorithm, behaviour).items():
            kind = "behaviour" if key in KEY_OF_BEHAVIOUR.values() else "algorithm"
            # What an experiment takes over may be meant for others; what it gives itself is meant for itself.
            if stands_in(self.override or {}, self.base, ("agent", key)):
                wrong = f"has no meaning with {kind} {agent[kind]};"
                yield self._finding(("agent", key), wrong, f"remove it, or choose {kind}: {' or '.join(users)}")
        if algorithm in TEXTBOOK_ONLY and agent["at_termination"] == "zero":
            path = ("agent", "at_termination")
            yield self._wrong(path, f"target with algorithm {algorithm}", keys=[path, ("agent", "algorithm")])

    def _schedule(self, path: Path) -> Iterator[_Finding]:
        given = self._value(path)
        kind = given["schedule"]
        needed = ("start",) if kind == "constant" else ("start", "end")
        missing = [one for one in needed if one not in given]
        for one in missing:
            yield self._finding((*path, one), "this key is missing:", f"{kind} schedules have {' and '.join(needed)}")
        if kind == "constant":
            for extra in sorted(given.keys() - {"schedule", "start"}):
                wrong = f"a constant schedule has no {extra};"
                yield self._finding((*path, extra), wrong, "remove it, or choose schedule: linear or exponential")
            return
        if kind == "exponential":
            for one in needed:
                if given.get(one, 1) <= 0:
                    yield self._wrong((*path, one), "more than 0 in an exponential schedule")
        if not missing and self._is_sound(("episodes",)):
            yield from self._changing_episodes(path, Schedule(**given))

    def _changing_episodes(self, path: Path, schedule: Schedule) -> Iterator[_Finding]:
        episodes = self.settings["episodes"]
        first, last = schedule.from_episode, schedule.last_changing_episode(episodes)
        if first < last:
            return
        meanings: dict[int | str | None, str] = {None: f", half of {episodes}", "last": f", the last of {episodes}"}
        meaning = meanings.get(schedule.to_episode, "")
        keys = [(*path, "from_episode"), (*path, "to_episode")]
        wrong = "from_episode has to be smaller than to_episode;"
        yield self._finding(path, wrong, f"they are {first} and {last}{meaning}", keys)

    def _snapshots(self) -> Iterator[_Finding]:
        path = ("snapshots",)
        snapshots, episodes = self.settings["snapshots"], self.settings["episodes"]
        if ("every" in snapshots) == ("count" in snapshots):
            yield self._wrong(path, "either {every: N} or {count: N, spacing: linear or log}")
            return
        key = "every" if "every" in snapshots else "count"
        if key == "every" and "spacing" in snapshots:
            wrong = "spacing says how `count` tables are spread, and here is `every`;"
            yield self._finding((*path, "spacing"), wrong, "remove it, or replace `every` by `count`")
        kept = snapshots["count"] if key == "count" else episodes // snapshots["every"]
        if snapshots[key] > episodes:
            yield self._wrong((*path, key), f"at most {episodes}, the number of episodes")
        elif kept > MOST_SNAPSHOTS:
            limit = f"at most {MOST_SNAPSHOTS}" if key == "count" else f"at least {-(-episodes // MOST_SNAPSHOTS)}"
            yield self._wrong((*path, key), f"{limit}, because every table that is kept is a file")

    def _snapshot_choice(self, section: str) -> Iterator[_Finding]:
        """Find episodes in a list of snapshots of which no table is kept."""
        path = (section, "snapshots")
        choice = self._value(path)
        if isinstance(choice, int):
            return
        kept = SnapshotPolicy(**self.settings["snapshots"]).episodes(self.settings["episodes"])
        for index, episode in enumerate(choice):
            position = bisect_left(kept, episode)
            near = kept[max(position - 1, 0) : position + 1]
            if episode not in near:
                wrong = f"{not_allowed(episode)} allowed: episodes whose tables `snapshots` keeps, such as"
                yield self._finding((*path, index), wrong, " or ".join(map(str, near)))

    def _evaluation_seed(self) -> Iterator[_Finding]:
        seeds = self.settings["seeds"]
        if self.settings["evaluation"]["seed"] < seeds:
            reason = "the smaller ones are those of trainings, which must not have met the same starts"
            yield self._wrong(("evaluation", "seed"), f"a whole number, at least {seeds}: {reason}")

    def _action_names(self) -> Iterator[_Finding]:
        path = ("environment", "actions")
        for index, name in enumerate(self._value(path) or ()):
            if name == RANDOM:
                yield self._wrong((*path, index), "another name: in baselines.parquet, this one means acting at random")

    def _initial_value(self) -> Iterator[_Finding]:
        path = ("agent", "initial_value")
        given = self._value(path)
        if given["low"] > given["high"]:
            yield self._wrong(path, "low at most as large as high", keys=[(*path, "low"), (*path, "high")])

    def _filmed_seeds(self) -> Iterator[_Finding]:
        seeds = self.settings["seeds"]
        for index, seed in enumerate(self.settings["video"]["seeds"]):
            if seed >= seeds:
                allowed = f"the experiment's seeds, 0 to {seeds - 1}" if seeds > 1 else "the experiment's only seed, 0"
                yield self._wrong(("video", "seeds", index), allowed)

    def _sizes(self) -> Iterator[_Finding]:
        for section, (width, height) in SMALLEST.items():
            path = (section, "size")
            if self._is_sound(path) and (self._value(path)[0] < width or self._value(path)[1] < height):
                least = f"a width of at least {width} and a height of at least {height}"
                yield self._wrong(path, f"{least}, into which title and legend fit")

    def _colors(self) -> Iterator[_Finding]:
        for section in ("frames", "qtable_plot"):
            path = (section, "colors")
            for kind, color in self._value(path).items() if self._is_sound(path) else ():
                if not color.startswith("#") and color.lower() not in ImageColor.colormap:
                    allowed = '"#rrggbb" or a CSS colour name such as green or red'
                    yield self._wrong((*path, kind), allowed, nearest(color, ImageColor.colormap))

    def _value(self, path: Path) -> Any:  # noqa: ANN401 (any value of a configuration)
        value: Any = self.settings
        for part in path:
            value = value[part] if value is not REPORTED else REPORTED
        return value

    def _is_sound(self, *paths: Path) -> bool:
        """Tell whether nothing at these paths is already reported as wrong."""
        return all(is_sound(self._value(path)) for path in paths)

    def _wrong(self, path: Path, allowed: str, meant: object = None, keys: Iterable[Path] | None = None) -> _Finding:
        return self._finding(path, not_allowed(self._value(path), meant), f"allowed: {allowed}", keys)

    def _finding(self, path: Path, wrong: str, remedy: str, keys: Iterable[Path] | None = None) -> _Finding:
        """Say where a problem stands: in the experiment itself, or in what it takes over.

        Args:
            path: where it is in the experiment's settings.
            wrong: what is wrong.
            remedy: what is allowed, or what to do.
            keys: the keys that the problem comes from, where they are not `path`.
        """
        if any(stands_in(self.override or {}, self.base, key) for key in keys or [path]):
            return _Finding(("experiments", self.name, *path), wrong, remedy, None)
        inherited = path if path[0] in BESIDE_DEFAULTS else ("defaults", *path)
        return _Finding(inherited, wrong, remedy, self.name)
