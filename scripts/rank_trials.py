"""Rank the trials of a study, and say how much each varied key matters."""

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
from jobs.log import logging_to
from tabular.formatting import number_text, seeds_text, setting_text, share_text, trials_text
from tabular.pages.ranking import ranking_texts
from tabular.pages.tables import markdown, markdown_text, write_csv
from tabular.results.atomic import write_text
from tabular.results.studies import Study, read_study
from tabular.statistics.importance import importance
from tabular.statistics.ranking import ranking
from tabular.statistics.sensitivity import sensitivity

snakemake: Any  # what Snakemake gives a script

MOST_IN_PAGE = 20
"""Trials in the table that people read; `ranking.csv` has all of them."""

MOST_FAILED = 5
"""Failed trials whose messages stand below that table."""


def rank_trials(*, trials: Path, scores: Path, failures: Path, statistic: str, paths: Mapping[str, Path]) -> None:
    """Write the ranking of a study's trials, the importance of its keys, and the scores at each of their values.

    Args:
        trials: `trials.parquet`, the settings of each trial.
        scores: `scores.parquet`, the score of each trial and seed.
        failures: `failures.parquet`, which trials failed, and why.
        statistic: what the score of a trial is over its seeds: the `mean` or the `median`.
        paths: where `csv` and `markdown`, the ranking, go, and `importance` and `sensitivity`.
    """
    study = read_study(trials, scores, failures)
    ranked = ranking(study, statistic)
    important = importance(study, statistic)
    write_csv(paths["csv"], ranked)
    write_text(paths["markdown"], page(study, ranked))
    write_csv(paths["importance"], important)
    write_csv(paths["sensitivity"], sensitivity(study, ranked, statistic))
    best = ranked.iloc[0]
    settings = ", ".join(f"{key} {setting_text(best[key])}" for key in study.keys)
    score = number_text(best["score"], ".4g")
    print(f"{trials_text(len(ranked))}; the best is {best['trial']} ({settings}): {score}, {seeds_text(best['seeds'])}")
    for row in important.itertuples():
        print(f"{row.key} explains {share_text(row.importance)} of the differences between trials")
    for row in study.failures.itertuples():
        print(f"{row.trial} failed: {row.message}")


def page(study: Study, ranked: pd.DataFrame) -> str:
    """Return the best trials as a table in Markdown, and below it how many more there are, and which failed."""
    shown = ranked[ranked["seeds"] > 0].head(MOST_IN_PAGE)
    parts = [markdown(ranking_texts(shown, study.keys))]
    others = len(ranked) - len(shown) - len(study.failures)
    if others:
        parts.append(f"{trials_text(others)} more {'is' if others == 1 else 'are'} in `ranking.csv`.")
    parts += failed_trials(study.failures)
    if not shown["low"].map(math.isnan).all():
        parts.append("Numbers in brackets are 95 % bootstrap intervals over seeds.")
    return "\n\n".join(parts) + "\n"


def failed_trials(failures: pd.DataFrame) -> list[str]:
    """Return the paragraphs that say which trials failed, and why; none where none did."""
    if failures.empty:
        return []
    first = failures.head(MOST_FAILED)
    lines = [f"- {trial}: {markdown_text(why)}" for trial, why in zip(first["trial"], first["message"], strict=True)]
    others = len(failures) - len(lines)
    if others:
        lines.append(f"- and {others} more, at the end of `ranking.csv`")
    return [f"{trials_text(len(failures))} failed:", "\n".join(lines)]


if __name__ == "__main__":
    with logging_to(snakemake.log[0]):
        rank_trials(
            trials=Path(snakemake.input.trials),
            scores=Path(snakemake.input.scores),
            failures=Path(snakemake.input.failures),
            statistic=snakemake.params.objective["statistic"],
            paths={name: Path(path) for name, path in snakemake.output.items()},
        )
