"""Train what one of the book's figures shows action values of, and put them together."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jobs.book_numbers import write_numbers
from jobs.engines import ENGINES
from jobs.log import logging_to
from tabular.book.figure import TableFigure
from tabular.book.registry import load_figure
from tabular.engines.engine import EngineName
from tabular.pages.tables import write_csv
from tabular.q_tables.sampling import ShownValues
from tabular.q_tables.view_settings import ViewSettings
from tabular.results.environment import read_description
from tabular.studies.book_tables import train_tables
from tabular.studies.trial import TrialSettings

snakemake: Any  # what Snakemake gives a script


def train_book_tables(
    *,
    name: str,
    experiments: Mapping[str, Mapping[str, Any]],
    descriptions: Mapping[str, Path],
    cells: Path,
    numbers: Path,
    engine: EngineName = "auto",
) -> None:
    """Write the action values that are drawn, and a row for each statement of the book.

    Args:
        name: the figure's, as in `tabular.book.registry`.
        experiments: by name, `environment`, `agent`, `episodes`, `evaluation` and `view`, as in the configuration.
        descriptions: by the experiment's name, its `environment.json`.
        cells: file for the action values.
        numbers: file for what the book says and what came out.
        engine: what plays: `auto`, `compiled` or `gymnasium`; the files are the same.

    Raises:
        UserError: an episode ends before the time that is shown.
        DamagedFileError: a file is missing or damaged.
    """
    figure = load_figure(name)
    assert isinstance(figure, TableFigure)  # noqa: S101 (tells the type checker)
    trials = {one: TrialSettings.from_settings(one, settings) for one, settings in experiments.items()}
    shown = {
        one: ShownValues.of(read_description(descriptions[one]), ViewSettings(**settings["view"]))
        for one, settings in experiments.items()
    }
    table, lines = train_tables(figure, trials, shown, engine)
    write_csv(cells, table)
    write_numbers(numbers, figure, lines)


if __name__ == "__main__":
    with logging_to(snakemake.log[0]):
        train_book_tables(
            name=snakemake.wildcards.figure,
            experiments=snakemake.params.experiments,
            descriptions={Path(path).parent.name: Path(path) for path in snakemake.input.descriptions},
            cells=Path(snakemake.output.cells),
            numbers=Path(snakemake.output.numbers),
            engine=ENGINES[snakemake.resources.engine],
        )
