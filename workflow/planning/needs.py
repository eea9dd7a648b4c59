"""What rules give as `resources`: the memory and the time of their jobs."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from job_resources import memory, runtime
from job_resources.quantities import Quantities

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from planning.settings import JobSettings, Wildcards

EXPLORER = "write_explorer_page"

MEGABYTES_OF_STUDIES = 80
"""That the explorer needs more with studies, one after the other; measured with 20,000 trials: 73."""


class JobNeeds:
    """Gives rules what their jobs need, by the rule's name."""

    def __init__(self, settings: JobSettings) -> None:
        """Take the settings of all jobs."""
        self.settings = settings
        self.quantities = cache(self._measure)

    def memory(self, rule: str) -> Callable[..., int]:
        """Return a resource function: the megabytes that a job of an experiment has at most."""

        def megabytes(wildcards: Wildcards, threads: int) -> int:
            of_studies = MEGABYTES_OF_STUDIES if rule == EXPLORER and self.settings.built_studies else 0
            return of_studies + memory.megabytes(rule, self._of_job(wildcards), threads)

        return megabytes

    def minutes(self, rule: str) -> Callable[..., int]:
        """Return a resource function: the minutes that a job of an experiment may take."""

        def at_most(wildcards: Wildcards) -> int:
            return runtime.minutes(rule, self._of_job(wildcards))

        return at_most

    def _of_job(self, wildcards: Wildcards) -> list[Quantities]:
        """Return the sizes of the experiments that a job is about: one, those that are compared, or all in `run`."""
        return [self.quantities(name) for name in self._names(wildcards)]

    def _names(self, wildcards: Wildcards) -> Iterable[str]:
        if hasattr(wildcards, "experiment"):
            self.settings.of(wildcards)
            return [wildcards.experiment]
        return self.settings.compared_by(wildcards) if hasattr(wildcards, "comparison") else self.settings.run

    def _measure(self, name: str) -> Quantities:
        return Quantities.of(self.settings.experiments[name], self.settings.description(name))
