"""What rules take from the configuration for studies: files, trials, seeds, code."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol

from configuration.learned_environment import learned_environment
from configuration.problems import ConfigurationError, unknown_name
from configuration.studies.complete import rungs_of, seeds_of
from jobs.engines import ENGINES
from tabular.learning.agent import used_settings
from terminal.standard_output import printing_to_standard_error

from planning.batch_threads import threads_of_batch
from planning.code import inputs_of_modules

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import NoReturn

    from configuration.experiments import Settings
    from configuration.loading import Configuration
    from configuration.studies.trials import Trial

    from planning.code import JobCode

FOLDER = "results/studies"

FIGURES = ("sensitivity", "score_map", "parallel_coordinates")
"""The figures of studies. The first needs one key that varies, the second two, the third three."""


class StudyWildcards(Protocol):
    """What Snakemake fills in for a job of a study."""

    study: str
    rung: str
    batch: str


class JobStudies:
    """Gives rules what they have to know of their study."""

    def __init__(
        self, configuration: Configuration, refuse: Callable[[str], NoReturn], code: JobCode, cores: int | None
    ) -> None:
        """Take the configuration.

        Args:
            configuration: completed and checked.
            refuse: ends with a message, where a file is asked for that can't be made.
            code: the code of jobs.
            cores: of all jobs together; None on a cluster.
        """
        self.studies = configuration.studies
        self.built = configuration.built.studies
        self.experiments = configuration.experiments
        self.refuse = refuse
        self.code = code
        self.cores = cores
        self._list_trials = configuration.trials
        self.trials = cache(self._read_trials)
        self._batches = cache(self._split)

    def of(self, wildcards: StudyWildcards) -> Settings:
        """Return the complete settings of the study that a job is about."""
        name = wildcards.study
        if name not in self.studies:
            self.refuse(str(unknown_name((FOLDER,), name, list(self.studies), "study")))
        return self.studies[name]

    def base(self, section: str, *keys: str) -> Callable[[StudyWildcards], Any]:
        """Return a parameter function: a section of the settings of a study's base, or some keys of it."""

        def select(wildcards: StudyWildcards) -> Any:  # noqa: ANN401 (any value of a configuration)
            value = self.experiments[self.of(wildcards)["base"]][section]
            return {key: value[key] for key in keys} if keys else value

        return select

    def setting(self, key: str) -> Callable[[StudyWildcards], Any]:
        """Return a parameter function: a key of a study."""

        def select(wildcards: StudyWildcards) -> Any:  # noqa: ANN401 (any value of a configuration)
            return self.of(wildcards)[key]

        return select

    def listed_trials(self, wildcards: StudyWildcards) -> list[Settings]:
        """Return the trials of a study, each with its name, its assignment, and what its trainings depend on."""
        self.of(wildcards)
        return [
            {"name": trial.name, "assignment": trial.assignment, "settings": trained_settings(trial.settings)}
            for trial in self.trials(wildcards.study)
        ]

    def varied_keys(self, wildcards: StudyWildcards) -> list[str]:
        """Return the keys of which a study's trials have different values; of a single trial, all."""
        self.of(wildcards)
        assignments = [trial.assignment for trial in self.trials(wildcards.study)]
        keys = list(dict.fromkeys(key for assignment in assignments for key in assignment))
        varied = [key for key in keys if len({repr(assignment.get(key)) for assignment in assignments}) > 1]
        return varied or keys

    def score(self, wildcards: StudyWildcards) -> str:
        """Return what the score of a study is called, on axes and in captions."""
        return _score(self.of(wildcards)["objective"])

    def explored(self, _wildcards: StudyWildcards) -> dict[str, Settings]:
        """Return what the explorer has to know of each study that plain `snakemake` builds, by its name."""
        studies = {name: self.studies[name] for name in self.built}
        return {
            name: {
                "base": study["base"],
                "environment": self.experiments[study["base"]]["environment"]["id"],
                "score": _score(study["objective"]),
                "statistic": study["objective"]["statistic"],
                "method": study["method"],
                "is_confirmed": study["confirm"] is not None,
            }
            for name, study in studies.items()
        }

    def batch_trials(self, wildcards: StudyWildcards) -> list[str]:
        """Return the names of the trials of a batch."""
        self.of(wildcards)
        batches = self._batches(wildcards.study)
        if wildcards.batch not in batches:
            self.refuse(str(unknown_name((FOLDER, wildcards.study), wildcards.batch, list(batches), "batch")))
        return batches[wildcards.batch]

    def seeds_of_rung(self, wildcards: StudyWildcards) -> list[int]:
        """Return the first seed of a rung, and the one after the last."""
        rung = rungs_of(self.of(wildcards))[int(wildcards.rung)]
        return [rung.start, rung.stop]

    def new_seeds(self, wildcards: StudyWildcards) -> list[int]:
        """Return the first seed that had no say in choosing the best trial, and the one after the last."""
        study = self.of(wildcards)
        if study["confirm"] is None:
            self.refuse(f"the study {wildcards.study} confirms nothing; give it `confirm: {{seeds: 100}}`")
        first = seeds_of(study)
        return [first, first + study["confirm"]["seeds"]]

    def seeds_of_every_trial(self, wildcards: StudyWildcards) -> int:
        """Return the number of seeds that all trials are trained with: those of the first rung."""
        return len(rungs_of(self.of(wildcards))[0])

    def batches_up_to_rung(self, wildcards: StudyWildcards) -> list[str]:
        """Return the files of all batches of a rung and of those before."""
        self.of(wildcards)
        return self._files_of_batches(wildcards.study, range(int(wildcards.rung) + 1))

    def all_batches(self, wildcards: StudyWildcards) -> list[str]:
        """Return the files of all batches of all rungs."""
        return self._files_of_batches(wildcards.study, range(len(rungs_of(self.of(wildcards)))))

    def survivors(self, wildcards: StudyWildcards) -> list[str]:
        """Return the file of the trials that came through the rung before; none at the first, to which all come."""
        rung = int(wildcards.rung)
        return [f"{FOLDER}/{wildcards.study}/rung-{rung - 1}/survivors.json"] if rung else []

    def engine(self, wildcards: StudyWildcards) -> int:
        """Return what plays the trainings of a study, as its number."""
        return ENGINES.index(self.experiments[self.of(wildcards)["base"]]["engine"])

    def threads(self, wildcards: StudyWildcards) -> int:
        """Return the threads of a job that trains: so many that all batches together fill the cores."""
        return threads_of_batch(self.cores, self.of(wildcards)["batches"])

    def trainings(self, wildcards: StudyWildcards) -> int:
        """Return how many trainings a study has, at most."""
        return len(self.trials(wildcards.study)) * seeds_of(self.of(wildcards))

    def most_trainings_of_a_job(self, wildcards: StudyWildcards) -> int:
        """Return how many trainings the largest batch has, or the confirmation where that is more."""
        study = self.of(wildcards)
        seeds = max(len(rung) for rung in rungs_of(study))
        confirmed: int = study["confirm"]["seeds"] if study["confirm"] else 0
        return max(confirmed, seeds * max(map(len, self._batches(wildcards.study).values())))

    def finished(self, name: str) -> list[str]:
        """Return what a study ends with."""
        return finished_study(name, self.studies[name])

    def pictures(self, wildcards: StudyWildcards) -> list[str]:
        """Return the figures that make sense for the number of keys that a study varies."""
        keys = len(self.varied_keys(wildcards))
        return [f"{FOLDER}/{wildcards.study}/{figure}.png" for figure in FIGURES[:keys]]

    def confirmation(self, wildcards: StudyWildcards) -> list[str]:
        """Return the file of the best trial's new seeds, where a study has them."""
        return [f"{FOLDER}/{wildcards.study}/confirmation.csv"] if self.of(wildcards)["confirm"] else []

    def training_code(self, wildcards: StudyWildcards) -> list[str]:
        """Return the code on which a study's trainings depend, with what any of them loads by name."""
        self.of(wildcards)
        return self._code_of(wildcards.study)

    def own_modules(self, wildcards: StudyWildcards) -> list[str]:
        """Return the user's own modules that register the environments of a study."""
        self.of(wildcards)
        return self._own_modules_of(wildcards.study)

    @cache  # noqa: B019 (there is one of its kind in a process)
    def _code_of(self, name: str) -> list[str]:
        kinds = {_what_is_loaded(trial.settings): trial.settings for trial in self.trials(name)}
        return self.code.of_settings("run_trials", list(kinds.values()))

    @cache  # noqa: B019
    def _own_modules_of(self, name: str) -> list[str]:
        paths = {trial.settings["environment"]["module"] for trial in self.trials(name)} - {None}
        return inputs_of_modules(sorted(paths))

    def _read_trials(self, name: str) -> Sequence[Trial]:
        """Return the trials of a study; end with a message where one of them is no experiment."""
        with printing_to_standard_error():
            try:
                return self._list_trials(name)
            except ConfigurationError as error:
                self.refuse(str(error))

    def _split(self, name: str) -> dict[str, list[str]]:
        """Return the names of a study's trials by batch. A trial's batch follows from its name alone."""
        number = self.studies[name]["batches"]
        batches: dict[str, list[str]] = defaultdict(list)
        for trial in self.trials(name):
            batches[str(int(trial.name, 16) % number)].append(trial.name)
        return {batch: sorted(batches[batch]) for batch in sorted(batches, key=int)}

    def _files_of_batches(self, name: str, rungs: range) -> list[str]:
        return [f"{FOLDER}/{name}/rung-{rung}/batch-{batch}.parquet" for rung in rungs for batch in self._batches(name)]


def finished_study(name: str, study: Settings) -> list[str]:
    """Return what a study ends with, given its complete settings."""
    folder = f"{FOLDER}/{name}"
    confirmed = [f"{folder}/confirmation.csv"] if study["confirm"] else []
    return [f"{folder}/study.md", f"{folder}/best.json", *confirmed]


def _score(objective: Settings) -> str:
    if objective["of"] == "greedy_return":
        return "greedy return"
    episodes = objective["episodes"]
    parts = {"all": "all episodes", "last_half": "last half of the episodes"}
    return f"return while learning, {parts.get(str(episodes), f'last {episodes} episodes')}"


def trained_settings(settings: Settings) -> Settings:
    """Return what trainings with these settings depend on."""
    return {
        "environment": learned_environment(settings),
        "agent": used_settings(settings["agent"]),
        "episodes": settings["episodes"],
        "evaluation": {key: settings["evaluation"][key] for key in ("episodes", "seed", "max_steps")},
    }


def _what_is_loaded(settings: Settings) -> tuple[str, ...]:
    agent, environment = settings["agent"], settings["environment"]
    return (environment["id"], str(environment["module"]), agent["algorithm"], agent["value_function"])
