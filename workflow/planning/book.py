"""What rules take from the definitions of the book's figures: files, code, needs."""

from __future__ import annotations

import math
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Protocol

from job_resources import memory, runtime
from tabular.book import registry
from tabular.book.figure import ComparisonLines, LineFigure, StudyLines, TableFigure, UpdateLines

if TYPE_CHECKING:
    from collections.abc import Callable

    from planning.code import JobCode
    from planning.comparisons import JobComparisons
    from planning.studies import JobStudies

FOLDER = "results/book"

MEGABYTES = 300
"""Python, pandas and Matplotlib."""

BYTES_OF_EPISODE = 60
"""Of each episode of the trainings that a figure shows, in the job that reads all of them."""


BYTES_OF_PIXEL = 4.1
"""Of a figure that is drawn."""

DPI = 100
"""The resolution at which sizes of figures are given."""


class BookWildcards(Protocol):
    """What Snakemake fills in for a job of a figure of the book."""

    figure: str


class JobBook:
    """Gives rules what they have to know of their figure."""

    line_figures = "|".join(registry.LINE_FIGURES)
    """What the wildcard of a figure of lines may be."""

    table_figures = "|".join(registry.TABLE_FIGURES)
    """What that of a figure of action values may be."""

    def __init__(self, comparisons: JobComparisons, studies: JobStudies, code: JobCode) -> None:
        """Take what is known of comparisons, of studies, and of the code of jobs."""
        self.comparisons = comparisons
        self.settings = comparisons.settings
        self.studies = studies
        self.code = code

    def code_of(self, rule: str) -> Callable[[BookWildcards], list[str]]:
        """Return an input function: a rule's code, and that of the chapter that a figure is in."""

        def files(wildcards: BookWildcards) -> list[str]:
            return self.code.with_modules(rule, [registry.module_name(wildcards.figure)])

        return files

    def rankings(self, wildcards: BookWildcards) -> list[str]:
        """Return the rankings of the studies that a figure shows."""
        return [f"results/studies/{study}/ranking.csv" for study in self._studies(wildcards)]

    def trials(self, wildcards: BookWildcards) -> list[str]:
        """Return the trials of the same studies."""
        return [f"results/studies/{study}/trials.parquet" for study in self._studies(wildcards)]

    def batches(self, wildcards: BookWildcards) -> list[str]:
        """Return the files of the trainings of the comparisons that a figure shows."""
        return [
            batch
            for comparison in self._comparisons(wildcards)
            for batch in self.comparisons.batches(_filled(comparison))
        ]

    def seeds(self, wildcards: BookWildcards) -> dict[str, dict[str, int]]:
        """Return, by comparison and experiment, how many trainings there are."""
        return {name: self._seeds(name) for name in self._comparisons(wildcards)}

    def updates(self, wildcards: BookWildcards) -> list[str]:
        """Return the file of the runs of Example 8.4, where a figure shows them."""
        is_shown = any(isinstance(source, UpdateLines) for source in _lines(wildcards).sources)
        return [f"{FOLDER}/example_8_4_runs.parquet"] if is_shown else []

    def style(self, wildcards: BookWildcards) -> dict[str, Any]:
        """Return size and resolution of a figure: those of the experiments that it is about."""
        style = self.settings.experiments[self._experiment(wildcards)]["figures"]
        return {key: style[key] for key in ("size", "dpi")}

    def memory_of_lines(self, wildcards: BookWildcards) -> int:
        """Return the megabytes of the job that reads the trainings of a figure."""
        episodes = sum(
            seeds * self.settings.experiments[experiment]["episodes"]
            for comparison in self._comparisons(wildcards)
            for experiment, seeds in self._seeds(comparison).items()
        )
        return MEGABYTES + math.ceil(BYTES_OF_EPISODE * episodes / memory.MEGABYTE)

    def memory_of_figure(self, wildcards: BookWildcards) -> int:
        """Return the megabytes of the job that draws a figure."""
        style = self.style(wildcards)
        pixels = math.prod(side * style["dpi"] / DPI for side in style["size"])
        return MEGABYTES + math.ceil(BYTES_OF_PIXEL * pixels / memory.MEGABYTE)

    def minutes(self, _wildcards: BookWildcards) -> int:
        """Return the minutes that a job may take that only reads or draws."""
        return runtime.SHORTEST

    def _experiment(self, wildcards: BookWildcards) -> str:
        """Return an experiment that a figure is about."""
        figure = registry.load_figure(wildcards.figure)
        if isinstance(figure, TableFigure):
            return next(iter(figure.experiments.values()))
        for comparison in self._comparisons(wildcards):
            return next(iter(self._seeds(comparison)))
        for study in self._studies(wildcards):
            base: str = self.studies.studies[study]["base"]
            return base
        return "dyna_maze"

    def _seeds(self, comparison: str) -> dict[str, int]:
        settings = self.settings.comparison(_filled(comparison))
        return dict.fromkeys(settings["experiments"], settings["seeds"])

    def _studies(self, wildcards: BookWildcards) -> list[str]:
        sources = _lines(wildcards).sources
        return list(dict.fromkeys(source.study for source in sources if isinstance(source, StudyLines)))

    def _comparisons(self, wildcards: BookWildcards) -> list[str]:
        sources = _lines(wildcards).sources
        return list(dict.fromkeys(source.comparison for source in sources if isinstance(source, ComparisonLines)))


def _lines(wildcards: BookWildcards) -> LineFigure:
    figure = registry.load_figure(wildcards.figure)
    assert isinstance(figure, LineFigure)  # noqa: S101 (tells the type checker)
    return figure


def _filled(comparison: str) -> Any:  # noqa: ANN401 (Snakemake's wildcards have what the pattern has)
    return SimpleNamespace(comparison=comparison)
