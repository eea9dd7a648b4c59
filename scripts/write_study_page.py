"""Write a study as a page: what was varied, the ranking, the best trial, the figures; and a page for the report."""

import csv
import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from jobs.log import logging_to
from tabular.formatting import number_text, seeds_text, setting_text
from tabular.pages.study import study_page
from tabular.pages.tables import markdown_text
from tabular.results.atomic import write_text
from tabular.results.best_trial import BestTrial, read_best
from tabular.results.damage import reading
from tabular.results.studies import read_confirmation, read_importance, read_ranking, read_trials

snakemake: Any  # what Snakemake gives a script

PAGE = """# {name}

Trials of `{base}`, each with other values of {keys}.
The score of a trial is the {statistic} over its seeds: {score}.

## The best trial

{best}

{confirmation}

To train it as an experiment, with tables and pictures:

```yaml
experiments:
  best_of_{name}: {{from_study: {name}}}
```

## Ranking

{ranking}

`ranking.csv` has all trials; `scores.parquet` the score of each seed, and `curves.parquet` the mean return over seeds
in each twentieth of the training.

## What matters

| key | values | share of the differences between trials |
| --- | --: | --: |
{importance}

The share is the part of the variance of the trials' scores that a key explains by itself: the variance of the mean
scores at its values. Shares that add up to less than 100 % leave the rest to keys that act together.

{figures}
"""

TITLES = {
    "sensitivity": "Scores over the values of each key",
    "score_map": "The best score at each pair of values of the two most important keys",
    "parallel_coordinates": "All trials, a line each",
}
"""What each figure shows."""

NOT_CONFIRMED = """The best of many is partly the luckiest of many: with other seeds it probably scores less.
`confirm: {seeds: 100}` trains it again, with seeds that had no say in choosing it."""


def write_study_page(
    *,
    name: str,
    study: Mapping[str, Any],
    keys: Sequence[str],
    score: str,
    best: Path,
    ranking: Path,
    importance: Path,
    confirmation: Path | None,
    figures: Sequence[str],
    path: Path,
) -> None:
    """Put everything together.

    Args:
        name: the study's name.
        study: its complete settings.
        keys: those that it varies.
        score: what the score is called.
        best: the file of the best trial.
        ranking: the table of the best trials, in Markdown.
        importance: the table of the keys' importance.
        confirmation: the table with the score of the best trial over new seeds; None where there is none.
        figures: the names of the figures in the folder of the page.
        path: where the page goes.
    """
    chosen = read_best(best)
    with reading(ranking, "Markdown file"):
        table = ranking.read_text(encoding="utf-8").strip()
    with reading(importance, "CSV file"), importance.open(encoding="utf-8", newline="") as file:
        rows = [(row["key"], row["values"], float(row["importance"])) for row in csv.DictReader(file)]
    text = PAGE.format(
        name=name,
        base=study["base"],
        keys=", ".join(f"`{key}`" for key in keys),
        score=score,
        statistic=study["objective"]["statistic"],
        best=best_text(chosen),
        confirmation=NOT_CONFIRMED if confirmation is None else confirmation_text(confirmation),
        ranking=table,
        importance="\n".join(
            f"| {markdown_text(key)} | {values} | {100 * share:.0f} % |" for key, values, share in rows
        ),
        figures="\n\n".join(f"![{TITLES[figure]}]({figure}.png)" for figure in figures),
    )
    write_text(path, text)


def write_report_page(
    *,
    name: str,
    settings: Mapping[str, Any],
    trials: Path,
    ranking: Path,
    importance: Path,
    confirmation: Path | None,
    path: Path,
) -> None:
    """Write the page that Snakemake's report shows, which shows no Markdown.

    Args:
        name: the study's name.
        settings: those that `study_page` takes.
        trials: `trials.parquet`, the settings of each trial.
        ranking: `ranking.csv`, the trials, the best first.
        importance: the table of the keys' importance.
        confirmation: the table with the score of the best trial over new seeds; None where there is none.
        path: where the page goes.
    """
    of_trials = read_trials(trials)
    ranked, important = read_ranking(ranking, of_trials), read_importance(importance, of_trials.columns.to_list())
    confirmed = NOT_CONFIRMED if confirmation is None else confirmation_text(confirmation, "the best trial")
    for sign in "`*":
        confirmed = confirmed.replace(sign, "")
    write_text(path, study_page(name, settings, ranked, important, confirmed))


def best_text(best: BestTrial) -> str:
    """Say what the best trial is."""
    values = ", ".join(
        f"`{key}: {value if isinstance(value, str) else json.dumps(value)}`" for key, value in best.assignment.items()
    )
    score = number_text(best.score, ".4g")
    return f"Trial `{best.trial}` scores {score} over {setting_text(best.seeds)} seeds: {values}."


def confirmation_text(path: Path, which: str = "it") -> str:
    """Say what the best trial scores with new seeds."""
    row = read_confirmation(path)
    score, low, high = (number_text(row[column], ".4g") for column in ("score", "low", "high"))
    interval = "" if math.isnan(row["low"]) else f", 95 % interval {low} to {high}"
    seeds = seeds_text(int(row["seeds"]))
    return f"With {seeds} that had no say in choosing it, {which} scores **{score}**{interval}."


if __name__ == "__main__":
    with logging_to(snakemake.log[0]):
        confirmed = [Path(file) for file in snakemake.input.confirmation]
        write_study_page(
            name=snakemake.wildcards.study,
            study=snakemake.params.study,
            keys=snakemake.params.varied,
            score=snakemake.params.score,
            best=Path(snakemake.input.best),
            ranking=Path(snakemake.input.ranking),
            importance=Path(snakemake.input.importance),
            confirmation=confirmed[0] if confirmed else None,
            figures=[Path(file).stem for file in snakemake.input.figures],
            path=Path(snakemake.output.page),
        )
        write_report_page(
            name=snakemake.wildcards.study,
            settings={
                **{key: snakemake.params.study[key] for key in ("base", "method")},
                "environment": snakemake.params.environment["id"],
                "score": snakemake.params.score,
                "statistic": snakemake.params.study["objective"]["statistic"],
            },
            trials=Path(snakemake.input.trials),
            ranking=Path(snakemake.input.table),
            importance=Path(snakemake.input.importance),
            confirmation=confirmed[0] if confirmed else None,
            path=Path(snakemake.output.report_page),
        )
