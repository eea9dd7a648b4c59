"""What the rule takes from the configuration that counts updates in finer and finer mazes (Example 8.4 of the book)."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from configuration.learned_environment import learned_environment
from jobs.engines import ENGINES
from tabular.learning.agent import used_settings

from planning.batch_threads import threads_of_batch

if TYPE_CHECKING:
    from configuration.experiments import Settings

    from planning.code import JobCode
    from planning.settings import JobSettings

RULE = "count_updates"

BASE = "dyna_maze_prioritized_sweeping"
"""The experiment whose agent takes part; the other one differs in its algorithm alone."""

ALGORITHMS = ("dyna_q", "prioritized_sweeping")


class JobUpdates:
    """Gives the rule what it has to know.

    Attributes:
        resolutions: how many cells each way take the place of one cell of the maze.
        seeds: trainings of each algorithm at each resolution.
        most_episodes: after which a training is given up.
        megabytes: of the job; measured: 256.
        minutes: that it may take; measured with two threads: half a minute.
    """

    resolutions = (1, 2, 3, 4, 6, 8)
    seeds = 100
    most_episodes = 20_000
    megabytes = 400
    minutes = 10

    def __init__(self, settings: JobSettings, code: JobCode, cores: int | None) -> None:
        """Take the settings and the code of all jobs, and their cores together; None on a cluster."""
        self.settings = settings
        self.code = code
        self.cores = cores

    def environment(self, _wildcards: object) -> Settings:
        """Return the maze."""
        return learned_environment(self._base)

    def agents(self, _wildcards: object) -> dict[str, Settings]:
        """Return the agents that take part, by their algorithms."""
        return {name: used_settings(one["agent"]) for name, one in self._of_algorithms().items()}

    def training_code(self, _wildcards: object) -> list[str]:
        """Return the code of the job."""
        return self.code.of_settings(RULE, self._of_algorithms().values())

    def engine(self, _wildcards: object) -> int:
        """Return what plays, as its number."""
        return ENGINES.index(self._base["engine"])

    def threads(self, _wildcards: object) -> int:
        """Return the threads of the job."""
        return threads_of_batch(self.cores, 1)

    @property
    def _base(self) -> Settings:
        wildcards: Any = SimpleNamespace(experiment=BASE)
        return self.settings.of(wildcards)

    def _of_algorithms(self) -> dict[str, Settings]:
        return {name: {**self._base, "agent": {**self._base["agent"], "algorithm": name}} for name in ALGORITHMS}
