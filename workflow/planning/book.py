"""What rules take from the definitions of the book's figures: files, code, needs."""

from __future__ import annotations

import math
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Protocol

from configuration.learned_environment import shown_view
from job_resources import memory, runtime
from jobs.engines import ENGINES
from tabular.book import registry
from tabular.book.figure import LineFigure, TableFigure
from tabular.book.sources import ComparisonLines, StudyLines, UpdateLines

from planning import updates
from planning.code import inputs_of_modules
from planning.studies import trained_settings

if TYPE_CHECKING:
    from configuration.experiments import Settings

    from planning.code import JobCode
    from planning.comparisons import JobComparisons
    from planning.studies import JobStudies

FOLDER = "results/book"

MEGABYTES = 300
"""Python, pandas and Matplotlib; measured: at most 228."""

MEGABYTES_OF_LINES = 350
"""The same, and a bootstrap; measured: at most 315 with few episodes."""

BYTES_OF_EPISODE = 30
"""Of each episode of the trainings that a figure shows, in the job that reads all of them; measured: 15."""

MEGABYTES_OF_PANDAS = 60
"""What a job that trains needs more where it writes its tables with pandas."""

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

    def definition(self, wildcards: BookWildcards) -> list[str]:
        """Return the code that says what a figure is."""
        return self.code.of_modules([registry.module_name(wildcards.figure)])

    def definitions(self, _wildcards: object) -> list[str]:
        """Return the code that says what all figures are."""
        return self.code.of_modules([registry.module_name(figure) for figure in registry.BOOK_FIGURES])

    def of_all(self, ending: str) -> list[str]:
        """Return a file of every figure, in the order of the book."""
        return [f"{FOLDER}/{figure}{ending}" for figure in registry.BOOK_FIGURES]

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
            for batch in self.comparisons.batches(_filled(comparison=comparison))
        ]

    def seeds(self, wildcards: BookWildcards) -> dict[str, dict[str, int]]:
        """Return, by comparison and experiment, how many trainings there are."""
        return {name: self._seeds(name) for name in self._comparisons(wildcards)}

    def updates(self, wildcards: BookWildcards) -> list[str]:
        """Return the file of the runs of Example 8.4, where a figure shows them."""
        is_shown = any(isinstance(source, UpdateLines) for source in _lines(wildcards).sources)
        return [f"{FOLDER}/example_8_4_runs.parquet"] if is_shown else []

    def training_code(self, wildcards: BookWildcards) -> list[str]:
        """Return the code on which the trainings of a figure of action values depend."""
        experiments = [self._settings(name) for name in _tables(wildcards).experiments]
        paths = {experiment["environment"]["module"] for experiment in experiments} - {None}
        return [*self.code.of_settings("train_book_tables", experiments), *inputs_of_modules(sorted(paths))]

    def trained(self, wildcards: BookWildcards) -> dict[str, Settings]:
        """Return what such trainings depend on, and which cells are shown, by the experiment's name."""
        experiments = {name: self._settings(name) for name in _tables(wildcards).experiments}
        return {name: {**trained_settings(one), "view": shown_view(one)} for name, one in experiments.items()}

    def descriptions(self, wildcards: BookWildcards) -> list[str]:
        """Return the descriptions of the environments of such a figure."""
        return [f"results/{name}/environment.json" for name in _tables(wildcards).experiments]

    def description(self, wildcards: BookWildcards) -> str:
        """Return that of the first of them: all have the same environment."""
        return self.descriptions(wildcards)[0]

    def engine(self, wildcards: BookWildcards) -> int:
        """Return what plays the trainings of such a figure, as its number."""
        return ENGINES.index(self._settings(self._experiments(wildcards)[0])["engine"])

    def memory_of_tables(self, wildcards: BookWildcards) -> int:
        """Return the megabytes of the job that trains them."""
        sizes = [self.comparisons.needs.quantities(name) for name in _tables(wildcards).experiments]
        return MEGABYTES_OF_PANDAS + memory.megabytes("train", sizes)

    def minutes_of_tables(self, wildcards: BookWildcards) -> int:
        """Return the minutes that this job may take."""
        figure = _tables(wildcards)
        of_a_run = sum(
            runtime.seconds_of_training(self.comparisons.needs.quantities(name)) for name in figure.experiments
        )
        runs = len(figure.times) + figure.average_rewards
        return runtime.SHORTEST + math.ceil(runtime.SLOWER * of_a_run * runs / 60)

    def style(self, wildcards: BookWildcards) -> dict[str, Any]:
        """Return size and resolution of a figure: those of the first experiment that it is about."""
        style = self._settings(self._experiments(wildcards)[0])["figures"]
        return {key: style[key] for key in ("size", "dpi")}

    def memory_of_lines(self, wildcards: BookWildcards) -> int:
        """Return the megabytes of the job that reads the trainings of a figure."""
        episodes: int = sum(
            seeds * self._settings(experiment)["episodes"]
            for comparison in self._comparisons(wildcards)
            for experiment, seeds in self._seeds(comparison).items()
        )
        return MEGABYTES_OF_LINES + math.ceil(BYTES_OF_EPISODE * episodes / memory.MEGABYTE)

    def memory_of_figure(self, wildcards: BookWildcards) -> int:
        """Return the megabytes of the job that draws a figure."""
        style = self.style(wildcards)
        pixels: float = math.prod(side * style["dpi"] / DPI for side in style["size"])
        return MEGABYTES + math.ceil(BYTES_OF_PIXEL * pixels / memory.MEGABYTE)

    @property
    def memory_of_page(self) -> int:
        """The megabytes of the job that writes the page."""
        return MEGABYTES

    def minutes(self, _wildcards: BookWildcards) -> int:
        """Return the minutes that a job may take that only reads or draws."""
        return runtime.SHORTEST

    def _settings(self, experiment: str) -> Settings:
        """Return the complete settings of an experiment; end with a message where it has none yet."""
        return self.settings.of(_filled(experiment=experiment))

    def _experiments(self, wildcards: BookWildcards) -> list[str]:
        """Return experiments that a figure is about."""
        figure = registry.load_figure(wildcards.figure)
        if isinstance(figure, TableFigure):
            return [*figure.experiments]
        compared = [experiment for name in self._comparisons(wildcards) for experiment in self._seeds(name)]
        return [*compared, *(self.studies.studies[name]["base"] for name in self._studies(wildcards)), updates.BASE]

    def _seeds(self, comparison: str) -> dict[str, int]:
        settings = self.settings.comparison(_filled(comparison=comparison))
        seeds: int = settings["seeds"]
        return {name: seeds for name in settings["experiments"]}  # noqa: C420 (of which mypy knows the types)

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


def _tables(wildcards: BookWildcards) -> TableFigure:
    figure = registry.load_figure(wildcards.figure)
    assert isinstance(figure, TableFigure)  # noqa: S101 (tells the type checker)
    return figure


def _filled(**names: str) -> Any:  # noqa: ANN401 (Snakemake's wildcards have what the pattern has)
    return SimpleNamespace(**names)
