"""The memory and the time of the jobs of studies."""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING

from configuration.learned_environment import learned_environment
from job_resources import memory, runtime
from job_resources.quantities import Quantities
from tabular.environments.describe import describe
from tabular.environments.settings import EnvironmentSettings
from terminal.standard_output import printing_to_standard_error

if TYPE_CHECKING:
    from configuration.experiments import Settings

    from planning.studies import JobStudies, StudyWildcards

MEGABYTES_OF_A_TABLE = 300
"""Python, pandas and Matplotlib, for jobs that read or draw the results of a study."""

BYTES_OF_A_TRIAL = 20_000
"""Of what such a job has in memory for each trial: its settings, its row, its line of a figure."""

BYTES_OF_A_TRAINING = 500
"""Of what a job has in memory for each training of a batch that it runs or reads."""

BYTES_OF_A_SCORE = 200
"""Of what a job has in memory for each training of a study where it takes the scores of all."""

SECONDS_BESIDE_THE_LOOP = 1e-4
"""Of a training: making it, scoring it, and keeping what it brought."""

SECONDS_OF_A_SCORE = 2e-6 + memory.RESAMPLES / 100e6
"""Of reading and writing the score of a training, and resampling it."""


class StudyNeeds:
    """Gives rules what the jobs of studies need."""

    def __init__(self, studies: JobStudies) -> None:
        """Take what is known of studies."""
        self.studies = studies
        self._quantities = cache(self._measure)

    def memory_of_training(self, wildcards: StudyWildcards, threads: int) -> int:
        """Return the megabytes of a job that trains in several threads, of which each has a table of its own."""
        return memory.megabytes_of_threads(self._of(wildcards), threads) + self._megabytes_of_batch(wildcards)

    def minutes_of_training(self, wildcards: StudyWildcards, threads: int) -> int:
        """Return the minutes that a batch of trials may take, on a machine ten times slower than the measured one."""
        slowest = SECONDS_BESIDE_THE_LOOP + max(runtime.seconds_of_training(one) for one in self._of(wildcards))
        trainings = self.studies.most_trainings_of_a_job(wildcards)
        return runtime.SHORTEST + math.ceil(runtime.SLOWER * slowest * trainings / threads / 60)

    def memory_of_scores(self, wildcards: StudyWildcards) -> int:
        """Return the megabytes of a job that takes the scores of all trainings, one batch after the other."""
        scores = math.ceil(BYTES_OF_A_SCORE * self.studies.trainings(wildcards) / memory.MEGABYTE)
        return self.memory_of_results(wildcards) + scores + self._megabytes_of_batch(wildcards)

    def minutes_of_scores(self, wildcards: StudyWildcards) -> int:
        """Return the minutes that such a job may take."""
        seconds = SECONDS_OF_A_SCORE * self.studies.trainings(wildcards)
        return runtime.SHORTEST + math.ceil(runtime.SLOWER * seconds / 60)

    def memory_of_results(self, wildcards: StudyWildcards) -> int:
        """Return the megabytes of a job that lists the trials, or shows what is known of each."""
        self.studies.of(wildcards)
        trials = len(self.studies.trials(wildcards.study))
        return MEGABYTES_OF_A_TABLE + math.ceil(BYTES_OF_A_TRIAL * trials / memory.MEGABYTE)

    def minutes_of_results(self, _wildcards: StudyWildcards) -> int:
        """Return the minutes that such a job may take."""
        return runtime.SHORTEST

    def _megabytes_of_batch(self, wildcards: StudyWildcards) -> int:
        return math.ceil(BYTES_OF_A_TRAINING * self.studies.most_trainings_of_a_job(wildcards) / memory.MEGABYTE)

    def _of(self, wildcards: StudyWildcards) -> list[Quantities]:
        self.studies.of(wildcards)
        return self._quantities(wildcards.study)

    def _measure(self, name: str) -> list[Quantities]:
        """Return the sizes of a study's trials, one for each environment, algorithm and length."""
        kinds: dict[str, Settings] = {}
        for trial in self.studies.trials(name):
            settings = trial.settings
            kind = (learned_environment(settings), settings["agent"]["algorithm"], settings["episodes"])
            kinds.setdefault(repr(kind), settings)
        measured = []
        with printing_to_standard_error():
            for settings in kinds.values():
                description = describe(EnvironmentSettings(**learned_environment(settings)), None, None)
                one_training = {"seeds": 1, "snapshots": {"every": settings["episodes"]}}
                measured.append(Quantities.of({**settings, **one_training}, description))
        return measured
