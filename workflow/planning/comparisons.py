"""What rules take from the configuration for the trainings of comparisons: files, seeds, settings, code, needs."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from job_resources import memory, runtime
from jobs.engines import ENGINES

from planning.batch_threads import threads_of_batch
from planning.code import inputs_of_modules
from planning.studies import trained_settings

if TYPE_CHECKING:
    from configuration.experiments import Settings
    from job_resources.quantities import Quantities

    from planning.code import JobCode
    from planning.needs import JobNeeds
    from planning.settings import JobSettings, Wildcards

RULE = "train_compared"

BYTES_OF_EPISODE = 12
"""Of what is kept of each episode of a training: its return and its length."""


class JobComparisons:
    """Gives rules what they have to know of the comparison whose experiments they train."""

    def __init__(self, settings: JobSettings, code: JobCode, needs: JobNeeds, cores: int | None) -> None:
        """Take what is known of all jobs.

        Args:
            settings: the settings of all jobs.
            code: the code of jobs.
            needs: how large experiments are.
            cores: of all jobs together; None on a cluster.
        """
        self.settings = settings
        self.code = code
        self.needs = needs
        self.cores = cores

    def batches(self, wildcards: Wildcards) -> list[str]:
        """Return the files of a comparison's batches of trainings."""
        folder = f"results/comparisons/{wildcards.comparison}"
        return [f"{folder}/batch-{batch}.parquet" for batch in range(self._batches(wildcards))]

    def seeds(self, wildcards: Wildcards) -> list[int]:
        """Return the seeds of a batch: more seeds leave those that it has where they are."""
        comparison = self.settings.comparison(wildcards)
        batches = self._batches(wildcards)
        if int(wildcards.batch) >= batches:
            self.settings.refuse(
                f"{wildcards.comparison} has no batch {wildcards.batch}; its last one is {batches - 1}"
            )
        return [*range(int(wildcards.batch), comparison["seeds"], comparison["batches"])]

    def trained(self, wildcards: Wildcards) -> dict[str, Settings]:
        """Return what the trainings of each experiment depend on."""
        return {name: self._trained(name) for name in self.settings.compared_by(wildcards)}

    def code_of_each(self, wildcards: Wildcards) -> dict[str, list[str]]:
        """Return the code on which the trainings of each experiment depend, with the user's own modules."""
        return {name: self._code_of(name) for name in self.settings.compared_by(wildcards)}

    def code_of_all(self, wildcards: Wildcards) -> list[str]:
        """Return the same of all of them together."""
        return sorted({file for files in self.code_of_each(wildcards).values() for file in files})

    def engine(self, wildcards: Wildcards) -> int:
        """Return what plays the trainings, as its number: what the experiments ask for, where they agree."""
        engines = {self.settings.experiments[name]["engine"] for name in self.settings.compared_by(wildcards)}
        return ENGINES.index(engines.pop() if len(engines) == 1 else "auto")

    def threads(self, wildcards: Wildcards) -> int:
        """Return the threads of a batch's job."""
        return threads_of_batch(self.cores, self._batches(wildcards))

    def memory(self, wildcards: Wildcards, threads: int) -> int:
        """Return the megabytes of a batch's job: of as many trainings as threads, and of all episodes."""
        sizes = self._sizes(wildcards)
        kept = sum(BYTES_OF_EPISODE * one.episodes for one in sizes) * self._seeds_of_batch(wildcards)
        return memory.megabytes_of_threads(sizes, threads) + math.ceil(2 * kept / memory.MEGABYTE)

    def minutes(self, wildcards: Wildcards, threads: int) -> int:
        """Return the minutes that a batch may take."""
        of_a_seed = sum(
            runtime.seconds_of_training(one) + runtime.seconds_of_evaluation(one) for one in self._sizes(wildcards)
        )
        seconds = of_a_seed * self._seeds_of_batch(wildcards) / threads
        return runtime.SHORTEST + math.ceil(runtime.SLOWER * seconds / 60)

    def memory_of_scores(self, wildcards: Wildcards) -> int:
        """Return the megabytes of the job that reads all returns, and sums up one experiment after the other."""
        sizes = self._sizes_with_seeds(wildcards)
        kept = sum(BYTES_OF_EPISODE * one.episodes * one.seeds for one in sizes)
        return memory.megabytes("plot_learning_curve", sizes) + math.ceil(2 * kept / memory.MEGABYTE)

    def minutes_of_scores(self, wildcards: Wildcards) -> int:
        """Return the minutes that this job may take."""
        return runtime.minutes("plot_learning_curve", self._sizes_with_seeds(wildcards))

    def _batches(self, wildcards: Wildcards) -> int:
        comparison = self.settings.comparison(wildcards)
        return int(min(comparison["batches"], comparison["seeds"]))

    def _seeds_of_batch(self, wildcards: Wildcards) -> int:
        """Return how many seeds the largest batch has."""
        seeds: int = self.settings.comparison(wildcards)["seeds"]
        return math.ceil(seeds / self._batches(wildcards))

    def _sizes(self, wildcards: Wildcards) -> list[Quantities]:
        return [self.needs.quantities(name) for name in self.settings.compared_by(wildcards)]

    def _sizes_with_seeds(self, wildcards: Wildcards) -> list[Quantities]:
        """Return the sizes of the experiments as the comparison trains them, with its own number of seeds."""
        seeds = self.settings.comparison(wildcards)["seeds"]
        return [replace(one, seeds=seeds) for one in self._sizes(wildcards)]

    def _trained(self, name: str) -> Settings:
        return {**trained_settings(self.settings.experiments[name]), "snapshots": self.settings.evaluated(name)}

    def _code_of(self, name: str) -> list[str]:
        settings = self.settings.experiments[name]
        module = settings["environment"]["module"]
        own = [] if module is None else inputs_of_modules([module])
        return [*self.code.of_settings(RULE, [settings]), *own]
