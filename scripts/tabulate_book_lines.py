"""Put together the lines of one of the book's figures, and what the book says of it beside what was found."""

from collections.abc import Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from jobs.book_numbers import write_numbers
from jobs.log import logging_to
from tabular.book.figure import LineFigure
from tabular.book.lines import Line, comparison_lines, line_table, study_lines, update_lines
from tabular.book.registry import load_figure
from tabular.book.sources import ComparisonLines, Source, StudyLines
from tabular.pages.tables import write_csv
from tabular.results.recordings import read_trainings
from tabular.results.studies import read_ranking, read_trials
from tabular.results.updates import read_updates

snakemake: Any  # what Snakemake gives a script


def tabulate_book_lines(
    *,
    name: str,
    rankings: Sequence[Path],
    trials: Sequence[Path],
    batches: Sequence[Path],
    updates: Sequence[Path],
    seeds: Mapping[str, Mapping[str, int]],
    lines: Path,
    numbers: Path,
) -> None:
    """Write the points of all lines that are drawn, and a row for each statement of the book.

    Args:
        name: the figure's, as in `tabular.book.registry`.
        rankings: `ranking.csv` of each study that the figure shows, in a folder with the study's name.
        trials: `trials.parquet` of each of them, likewise.
        batches: the trainings of each comparison that it shows, in a folder with the comparison's name.
        updates: the runs of Example 8.4; none in the other figures.
        seeds: by comparison and experiment, how many trainings there are.
        lines: file for the points.
        numbers: file for what the book says and what came out.

    Raises:
        UserError: a study or a comparison doesn't have what the figure shows.
        DamagedFileError: a file is missing or damaged.
    """
    figure = load_figure(name)
    assert isinstance(figure, LineFigure)  # noqa: S101 (tells the type checker)
    trainings = {
        comparison: read_trainings(experiments, [path for path in batches if path.parent.name == comparison])
        for comparison, experiments in seeds.items()
    }

    def lines_of(source: Source) -> list[Line]:
        if isinstance(source, ComparisonLines):
            return comparison_lines(source, trainings[source.comparison])
        if isinstance(source, StudyLines):
            ranking, settings = (
                next(path for path in paths if path.parent.name == source.study) for paths in (rankings, trials)
            )
            return study_lines(source, read_ranking(ranking, read_trials(settings)))
        return update_lines(source, read_updates(updates[0]))

    panels = [[line for source in panel.sources for line in lines_of(source)] for panel in figure.panels]
    others = [line for source in figure.undrawn for line in lines_of(source)]
    write_csv(lines, line_table(panels))
    write_numbers(numbers, figure, chain(*panels, others))


if __name__ == "__main__":
    with logging_to(snakemake.log[0]):
        tabulate_book_lines(
            name=snakemake.wildcards.figure,
            **{
                kind: [Path(path) for path in snakemake.input[kind]]
                for kind in ("rankings", "trials", "batches", "updates")
            },
            seeds=snakemake.params.seeds,
            lines=Path(snakemake.output.lines),
            numbers=Path(snakemake.output.numbers),
        )
