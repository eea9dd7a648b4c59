"""Which files rules ask for: of all seeds, of compared experiments, and all that an experiment ends with."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from configuration.learned_environment import shown_view
from snakemake.io import ancient
from snakemake.logging import logger
from tabular.environments.rendering import why_not_filmed
from tabular.exact.solvable import why_not_solved
from tabular.figures.available import FIGURES, why_not_drawn
from tabular.learning.agent import WITHOUT_DISCOUNT
from tabular.results.exact_solution import BEST_RETURN
from terminal.standard_output import printing_to_standard_error

from planning.size import count_jobs, large_plan
from planning.studies import finished_study

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from configuration.experiments import Settings

    from planning.settings import JobSettings, Wildcards

VIDEO_ENDINGS = {"h264": "mp4", "xvid": "avi"}
"""How the file of a video ends, by its codec."""

EXPORTED = {"tensorboard": "tensorboard/events.out.tfevents", "monitor": "monitor.csv"}
"""The files of each seed for other programs, by their keys in `export`."""


class JobFiles:
    """Gives rules the names of files."""

    def __init__(self, settings: JobSettings) -> None:
        """Take the settings of all jobs."""
        self.settings = settings
        self._figures = cache(self._find_figures)
        self._is_filmed = cache(self._find_out_whether_filmed)
        self._why_not_solved = cache(self._find_out_why_not_solved)
        self._size_is_said = False

    def of_all_seeds(self, file: str) -> Callable[[Wildcards], list[str]]:
        """Return an input function: a file of every seed of an experiment."""

        def files(wildcards: Wildcards) -> list[str]:
            self.settings.of(wildcards)
            return self.every_seed(file, [wildcards.experiment])

        return files

    def every_seed(self, file: str, names: Sequence[str]) -> list[str]:
        """Return a file of every seed of every one of these experiments."""
        seeds = {name: self.settings.experiments[name]["seeds"] for name in names}
        return [f"results/{name}/seed-{seed}/{file}" for name in names for seed in range(seeds[name])]

    def every_experiment(self, file: str, names: Sequence[str]) -> list[str]:
        """Return a file of every one of these experiments."""
        return [f"results/{name}/{file}" for name in names]

    def every_study(self, file: str) -> list[str]:
        """Return a file of every study that plain `snakemake` builds."""
        return [f"results/studies/{name}/{file}" for name in self.settings.built_studies]

    def confirmations(self, _wildcards: Wildcards) -> list[str]:
        """Return the scores with new seeds of those of these studies that have any."""
        studies = self.settings.studies
        return [
            f"results/studies/{name}/confirmation.csv"
            for name in self.settings.built_studies
            if studies[name]["confirm"]
        ]

    def exact_return(self, wildcards: Wildcards) -> list[str]:
        """Return the best possible return in an experiment's environment, or nothing where it isn't known."""
        self.settings.of(wildcards)
        return self._exact_returns([wildcards.experiment])

    def exact_returns_of_run(self, _wildcards: Wildcards) -> list[str]:
        """Return the same of every experiment in `run` that has one."""
        return self._exact_returns(self.settings.run)

    def exact_return_compared(self, wildcards: Wildcards) -> list[str]:
        """Return the same of the first experiment that is compared: all of them have the same environment."""
        return self._exact_returns(self.settings.compared_by(wildcards)[:1])

    def _exact_returns(self, names: Iterable[str]) -> list[str]:
        return [f"results/{name}/{BEST_RETURN}" for name in names if self._why_not_solved(name) is None]

    def every_comparison(self, file: str, names: Iterable[str]) -> list[str]:
        """Return a file of every one of these comparisons."""
        return [f"results/comparisons/{name}/{file}" for name in names]

    def explored(self, _wildcards: Wildcards) -> dict[str, Settings]:
        """Return what the explorer has to know of each experiment in `run`, by its name."""
        explored = {}
        for name in self.settings.run:
            settings = self.settings.experiments[name]
            filmed = settings["video"]["seeds"] if self._is_filmed(name) else []
            explored[name] = {
                **{key: settings[key] for key in ("seeds", "episodes", "snapshots", "references")},
                "view": shown_view(settings),
                "evaluated": self.settings.evaluated(name),
                "window": settings["rewards_plot"]["window"],
                "has_paths": "trajectories" in self._figures(name),
                "rollout": f"{name}/seed-{filmed[0]}/rollout.mp4" if filmed else None,
            }
        return explored

    def frame_folders(self, wildcards: Wildcards) -> list[str]:
        """Return the folders of all frames, in the order of their episodes; their digests say whether they changed."""
        return [ancient(f"{_frames(wildcards)}/{batch}") for batch in self.settings.frame_batches(wildcards)]

    def frame_digests(self, wildcards: Wildcards) -> list[str]:
        """Return the files that stand for the contents of the folders of frames."""
        return [f"{_frames(wildcards)}/{batch}.sha256" for batch in self.settings.frame_batches(wildcards)]

    def finished(self, _wildcards: Wildcards) -> list[str]:
        """Return everything that plain `snakemake` ends with: for experiments, comparisons and studies in `run`."""
        run = self.settings.run
        self._say_size(run)
        self._say_what_waits()
        return [
            *(["results/summary.csv"] if run else []),
            "results/explorer.html",
            *[file for name in run for file in self._of_experiment(name)],
            *self.every_comparison("comparison.md", self.settings.built_comparisons),
            *[
                file
                for name in self.settings.built_studies
                for file in finished_study(name, self.settings.studies[name])
            ],
        ]

    def _say_what_waits(self) -> None:
        """Say which experiments are built by the next run, because they take their settings from a study."""
        for name, study in self.settings.awaited.items():
            logger.warning(
                f"{name} has its settings from the study {study}, which is run first; then run the same command again"
            )

    def finished_experiment(self, name: str) -> Callable[[Wildcards], list[str]]:
        """Return an input function: everything that an experiment ends with."""

        def files(_wildcards: Wildcards) -> list[str]:
            self.settings.refuse_waiting(name)
            self._say_size([name])
            return self._of_experiment(name)

        return files

    def _say_size(self, names: Iterable[str]) -> None:
        """Say, once, how many jobs a large plan has; the first files that are asked for have all others as inputs."""
        if self._size_is_said:
            return
        self._size_is_said = True
        settings = self.settings.experiments
        counted = [
            (name, settings[name], count_jobs(settings[name], len(self.settings.batches_of(name)))) for name in names
        ]
        message = large_plan(counted)
        if message is not None:
            logger.warning(message)

    def _of_experiment(self, name: str) -> list[str]:
        settings = self.settings.experiments[name]
        video, folder = settings["video"], f"results/{name}"
        filmed = [f"{folder}/seed-{seed}" for seed in video["seeds"]]
        return [
            f"{folder}/environment.json",
            f"{folder}/baselines.parquet",
            *self.every_seed("evaluation.parquet", [name]),
            *[f"{folder}/{figure}.{kind}" for figure in self._figures(name) for kind in ("png", "svg")],
            *[f"{seed}/qtable.{VIDEO_ENDINGS[video['codec']]}" for seed in filmed],
            *[f"{seed}/rollout.mp4" for seed in filmed if self._is_filmed(name)],
            *[
                file
                for key, exported in EXPORTED.items()
                if settings["export"][key]
                for file in self.every_seed(exported, [name])
            ],
        ]

    def _find_figures(self, name: str) -> list[str]:
        """Return the figures that make sense for the experiment's environment, and say once why the others don't."""
        description = self.settings.description(name)
        unsolved = self._why_not_solved(name) or self._why_not_comparable(name)
        reasons = {figure: why_not_drawn(figure, description, unsolved) for figure in FIGURES}
        is_continuous = description.bins is not None or description.tiling is not None
        for figure, reason in reasons.items():
            # Nobody expects an exact solution where there are infinitely many states.
            if reason is not None and not (figure == "optimality" and is_continuous):
                logger.warning(f"No {figure}.png is made for {name}: {reason}")
        return [figure for figure, reason in reasons.items() if reason is None]

    @printing_to_standard_error()
    def _find_out_whether_filmed(self, name: str) -> bool:
        """Tell whether the agent can be filmed, and say it once where it can't: the rest is made all the same."""
        reason = why_not_filmed(self.settings.environment(name))
        if reason is not None:
            logger.warning(f"No rollout.mp4 is made for {name}: {reason}")
        return reason is None

    @printing_to_standard_error()
    def _find_out_why_not_solved(self, name: str) -> str | None:
        """Return why an experiment's environment can't be solved exactly; None: it can."""
        max_steps = self.settings.experiments[name]["evaluation"]["max_steps"]
        return why_not_solved(self.settings.environment(name), max_steps)

    def _why_not_comparable(self, name: str) -> str | None:
        """Return why what an experiment learns is nothing like optimal action values; None: it is."""
        algorithm = self.settings.experiments[name]["agent"]["algorithm"]
        if algorithm in WITHOUT_DISCOUNT:
            return f"{algorithm} learns how much more than its average reward a state brings, not returns"
        return None


def _frames(wildcards: Wildcards) -> str:
    return f"results/{wildcards.experiment}/seed-{wildcards.seed}/frames"
