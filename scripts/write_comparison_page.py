"""Write a comparison as a page: what was compared, the table, the settings that differ, the figures."""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
from jobs.log import logging_to
from tabular.formatting import number_text, seeds_text
from tabular.pages.tables import markdown, markdown_text
from tabular.results.atomic import write_text
from tabular.results.comparisons import read_curves
from tabular.results.damage import DamagedFileError, reading
from tabular.results.exact_solution import BestReturn, read_best_return

snakemake: Any  # what Snakemake gives a script

PAGE = """# {name}

{environment}, {experiments}. A run is one training, with a seed of its own.

{table}
{best}- **greedy return**: the mean return of {table_played},
  played without learning or exploring. Beside the mean over runs stand the median and the interquartile mean, which a
  few bad runs hardly change.
- **return while learning**: the mean return of the training's own episodes, exploration included: of all of them, and
  of their last tenth.
- **probability of improvement over {first}**:
  that a run has a larger greedy return than a run of {first}; equal returns count half.

{intervals}

## Settings that differ

{settings}

## While learning and greedy

![Mean return of an episode over the episodes of training]({curves})

## How many runs are how good

![Share of runs with a greedy return above each value]({profiles})

## Better than {first}?

![Probability that a run has a larger greedy return than one of {first}]({improvement})

`improvement.csv` has all pairs.
"""

INTERVALS = "Numbers in brackets are 95 % bootstrap intervals over seeds."
WITHOUT_INTERVALS = "With one seed there are no intervals: another seed may give other numbers."


def write_comparison_page(
    *,
    name: str,
    environment: str,
    experiments: Mapping[str, Mapping[str, Any]],
    table: Path,
    data: Path,
    pictures: Mapping[str, Path],
    best_return: Path | None,
    path: Path,
) -> None:
    """Put the table, the settings and the figures together.

    Args:
        name: the comparison's name.
        environment: what its experiments learn.
        experiments: by name, `seeds` and the settings that `differ`, as text.
        table: the table in Markdown.
        data: the file with the learning curves, which says which tables were evaluated last.
        pictures: `curves`, `profiles` and `improvement`, in the folder of the page.
        best_return: the file with the best possible return; None where their environment has no exact solution.
        path: where the page goes.
    """
    seeds = sorted({int(experiment["seeds"]) for experiment in experiments.values()})
    each = f"{seeds_text(seeds[0])} each" if len(seeds) == 1 else f"{seeds[0]} to {seeds[-1]} seeds each"
    text = PAGE.format(
        name=markdown_text(name),
        environment=markdown_text(environment),
        experiments=f"{len(experiments)} experiments with {each}",
        table=scores_table(table, experiments),
        table_played=table_played(data, experiments),
        first=markdown_text(next(iter(experiments))),
        best="" if best_return is None else best_text(read_best_return(best_return)),
        intervals=INTERVALS if seeds[-1] > 1 else WITHOUT_INTERVALS,
        settings=settings_table(experiments),
        **{kind: picture.name for kind, picture in pictures.items()},
    )
    write_text(path, text)


def best_text(found: BestReturn) -> str:
    """Return a paragraph that says which return is possible at best."""
    texts = [f"{name} {number_text(value, '.4g')}" for name, value in found.references.items()]
    return f"Expected returns of exact solutions: {', '.join(texts)}.\n\n"


def settings_table(experiments: Mapping[str, Mapping[str, Any]]) -> str:
    """Return in which settings the experiments differ, a row an experiment."""
    settings = pd.DataFrame([experiment["differ"] for experiment in experiments.values()], dtype=object)
    if settings.empty:
        return "They differ in no setting that is learned with."
    settings.insert(0, "experiment", [*experiments])
    return markdown(settings.fillna("—"), numbers=False)


def table_played(data: Path, experiments: Collection[str]) -> str:
    """Say which table the greedy return is of: after the last episode, or after an earlier one where others are set.

    Args:
        data: the file with the learning curves: for each experiment, both end with the last episode that they have.
        experiments: their names.
    """
    last = read_curves(data, experiments).groupby(["play", "experiment"])["episode"].last()
    if last["greedy"].equals(last["training"]):
        return "the table after the last episode"
    return "the last evaluated table, which is not always the one after the last episode"


def scores_table(path: Path, experiments: Collection[str]) -> str:
    """Read the scores as they go into the page.

    Raises:
        DamagedFileError: the file is missing, damaged, or lacks an experiment.
    """
    with reading(path, "table"):
        text = path.read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    if [markdown_text(name) for name in experiments] != [row.split("|")[1].strip() for row in rows[1:]]:
        raise DamagedFileError(path, "it doesn't have a row for each experiment")
    return text


if __name__ == "__main__":
    with logging_to(snakemake.log[0]):
        write_comparison_page(
            name=snakemake.wildcards.comparison,
            environment=snakemake.params.environment["id"],
            experiments=snakemake.params.experiments,
            table=Path(snakemake.input.table),
            data=Path(snakemake.input.data),
            best_return=Path(snakemake.input.best_return[0]) if snakemake.input.best_return else None,
            pictures={kind: Path(snakemake.input[kind]) for kind in ("curves", "profiles", "improvement")},
            path=Path(snakemake.output.page),
        )
