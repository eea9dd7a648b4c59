"""What rules take from the configuration: the settings of a job's experiment or comparison, or a part of them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Protocol

from configuration.differences import differing
from configuration.learned_environment import learned_environment, shown_view
from configuration.problems import ConfigurationError, unknown_name
from jobs.engines import ENGINES
from tabular.environments.describe import describe
from tabular.environments.settings import EnvironmentSettings
from tabular.learning.agent import used_settings
from tabular.results.snapshots import SnapshotPolicy, batches, choose, episode_name
from terminal.standard_output import printing_to_standard_error

from planning.targets import KnownTargets

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence
    from typing import NoReturn

    from configuration.experiments import Settings
    from configuration.loading import Configuration
    from tabular.results.environment import EnvironmentDescription


class Wildcards(Protocol):
    """What Snakemake fills in for a job; a rule has only those that are in its file names."""

    experiment: str
    comparison: str
    seed: str
    batch: str


class JobSettings:
    """Gives rules the settings of their jobs.

    Attributes:
        experiments: the complete settings of all experiments, by name.
        run: the names of those that plain `snakemake` builds.
        comparisons: the complete settings of all comparisons, by name.
        studies: the complete settings of all studies, by name.
        waiting: experiments whose study has no best trial yet, each with the study.
        awaited: those of them that plain `snakemake` would build.
        built_studies: the names of the studies that plain `snakemake` builds.
        taking: by name, from which study an experiment that it builds, or would build, takes its settings.
    """

    def __init__(self, configuration: Configuration, refuse: Callable[[str], NoReturn]) -> None:
        """Take the configuration.

        Args:
            configuration: completed and checked.
            refuse: ends with a message, where a file is asked for that can't be made.
        """
        self.run = configuration.run
        self.experiments = configuration.experiments
        self.comparisons = configuration.comparisons
        self.studies = configuration.studies
        self.waiting = configuration.waiting
        self.awaited = configuration.awaited
        self.built_studies = configuration.built.studies
        self.taking = configuration.built.taking
        self._built_comparisons = configuration.built.comparisons
        self.postponed = configuration.postponed
        self.check_later = configuration.check_later
        self.description = cache(self._describe)
        self.refuse = refuse
        self.kept_snapshots = cache(self._kept_snapshots)
        self.batches_of = cache(self._split_into_batches)

    def of(self, wildcards: Wildcards) -> Settings:
        """Return the complete settings of the experiment that a job is about."""
        self._require(wildcards.experiment, self.experiments, "experiment")
        return self.experiments[wildcards.experiment]

    def setting(self, section: str, key: str | None = None) -> Callable[[Wildcards], Any]:
        """Return a parameter function: a section of the experiment's settings, or one key of it."""

        def select(wildcards: Wildcards) -> Any:  # noqa: ANN401 (any value of a configuration)
            value = self.of(wildcards)[section]
            return value if key is None else value[key]

        return select

    def settings(self, section: str, *keys: str) -> Callable[[Wildcards], Settings]:
        """Return a parameter function: these keys of a section of the experiment's settings."""

        def select(wildcards: Wildcards) -> Settings:
            value = self.of(wildcards)[section]
            return {key: value[key] for key in keys}

        return select

    def engine(self, wildcards: Wildcards) -> int:
        """Return what plays the experiment's episodes, as its number."""
        return ENGINES.index(self.of(wildcards)["engine"])

    def agent_that_learns(self, wildcards: Wildcards) -> Settings:
        """Return the experiment's settings of the agent, without those that its algorithm and behaviour don't use."""
        return dict(used_settings(self.of(wildcards)["agent"]))

    def environment_that_is_learned(self, wildcards: Wildcards) -> Settings:
        """Return the experiment's environment, with its bins or tiles, without what is only for pictures."""
        return learned_environment(self.of(wildcards))

    def view(self, wildcards: Wildcards) -> Settings:
        """Return which part of the experiment's tables pictures show, and with tiles, on how many cells."""
        return shown_view(self.of(wildcards))

    def environment(self, name: str) -> EnvironmentSettings:
        """Return which environment an experiment has."""
        return EnvironmentSettings(**learned_environment(self.experiments[name]))

    def _describe(self, name: str) -> EnvironmentDescription:
        """Return what an experiment's tables are laid over."""
        names = self.experiments[name]["environment"]
        with printing_to_standard_error():
            return describe(self.environment(name), names["actions"], names["axes"])

    def _kept_snapshots(self, name: str) -> tuple[int, ...]:
        """Return the episodes of an experiment whose tables are kept."""
        settings = self.experiments[name]
        return SnapshotPolicy(**settings["snapshots"]).episodes(settings["episodes"])

    def chosen_snapshots(self, section: str) -> Callable[[Wildcards], list[int]]:
        """Return a parameter function: the episodes whose tables are chosen by `snapshots` in a section."""

        def choose_some(wildcards: Wildcards) -> list[int]:
            settings = self.of(wildcards)
            return list(choose(self.kept_snapshots(wildcards.experiment), settings[section]["snapshots"]))

        return choose_some

    def frame_batches(self, wildcards: Wildcards) -> dict[str, Sequence[int]]:
        """Return the experiment's snapshots by batch, each batch under the name of its first episode."""
        self.of(wildcards)
        return self.batches_of(wildcards.experiment)

    def _split_into_batches(self, name: str) -> dict[str, Sequence[int]]:
        """Return an experiment's snapshots by batch, each batch under the name of its first episode."""
        settings = self.experiments[name]
        split = batches(self.kept_snapshots(name), settings["frames"]["snapshots_per_job"])
        return {episode_name(batch[0], settings["episodes"]): batch for batch in split}

    def batch_episodes(self, wildcards: Wildcards) -> list[int]:
        """Return the episodes whose tables one job draws."""
        known = self.frame_batches(wildcards)
        self._require(wildcards.batch, known, "batch of frames")
        return list(known[wildcards.batch])

    def comparison(self, wildcards: Wildcards) -> Settings:
        """Return the complete settings of a comparison."""
        self._require(wildcards.comparison, self.comparisons, "comparison")
        return self.comparisons[wildcards.comparison]

    def compared_by(self, wildcards: Wildcards) -> list[str]:
        """Return the names of the experiments that a comparison is about."""
        names: list[str] = self.comparison(wildcards)["experiments"]
        self.refuse_waiting(*names)
        return names

    def compared(self, wildcards: Wildcards) -> dict[str, Settings]:
        """Return, for each experiment that is compared, its number of seeds and the settings in which not all agree."""
        names = self.compared_by(wildcards)
        unlike = differing([self.experiments[name] for name in names])
        return {
            name: {"seeds": self.comparison(wildcards)["seeds"], "differ": differ}
            for name, differ in zip(names, unlike, strict=True)
        }

    def compared_first(self, section: str, *keys: str) -> Callable[[Wildcards], Settings]:
        """Return a parameter function: keys of a section of the first experiment that is compared."""

        def select(wildcards: Wildcards) -> Settings:
            value = self.experiments[self.compared_by(wildcards)[0]][section]
            return {key: value[key] for key in keys}

        return select

    def known_targets(self, rules: Iterable[str]) -> KnownTargets:
        """Return what can be asked for on the command line, these rules among it."""
        return KnownTargets(list(self.experiments), list(self.comparisons), list(self.studies), list(rules))

    @property
    def built_comparisons(self) -> dict[str, list[str]]:
        """The comparisons that plain `snakemake` builds, by name, with their experiments."""
        return {name: self.comparisons[name]["experiments"] for name in self._built_comparisons}

    def evaluated(self, name: str) -> list[int]:
        """Return the episodes whose tables are evaluated in an experiment."""
        return list(choose(self.kept_snapshots(name), self.experiments[name]["evaluation"]["snapshots"]))

    def summarized(self, _wildcards: Wildcards) -> dict[str, Settings]:
        """Return what the summary says of each experiment in `run`, with the settings in which not all agree."""
        if not self.run:
            self.refuse("`run` has no experiment to summarize; add the name of one")
        settings = {name: self.experiments[name] for name in self.run}
        return {
            name: {
                "seeds": one["seeds"],
                "episodes": one["episodes"],
                "algorithm": one["agent"]["algorithm"],
                "references": one["references"],
                "differ": differ,
            }
            for (name, one), differ in zip(settings.items(), differing(list(settings.values())), strict=True)
        }

    def refuse_waiting(self, *names: str) -> None:
        """End where one of these experiments has its settings from a study that has no best trial yet."""
        for name in names:
            if name in self.waiting:
                study = self.waiting[name]
                self.refuse(
                    f"{name} has its settings from the study {study}, which has no best trial yet; build "
                    f"results/studies/{study} first, then ask for {name} again"
                )

    def _require(self, name: str, known: Collection[str], what: str) -> None:
        """End where a requested file has an unknown name in its path, or one whose settings don't fit each other."""
        self.refuse_waiting(name)
        if name not in known:
            self.refuse(str(unknown_name(("results",), name, list(known), what)))
        problems = self.postponed.get((f"{what}s", name))
        if what == "experiment" and not problems:
            with printing_to_standard_error():
                problems = self.check_later(name)
        if problems:
            self.refuse(str(ConfigurationError(problems)))
