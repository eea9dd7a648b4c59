"""The trials of a study, the best first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from tabular.statistics.intervals import interval
from tabular.statistics.metrics import METRICS

if TYPE_CHECKING:
    from tabular.results.studies import Study


def ranking(study: Study, statistic: str) -> pd.DataFrame:
    """Rank the trials of a study.

    Trials with more seeds come first: successive halving gave them more because they were better. Among as many seeds,
    the larger score comes first, and of equal scores the trial whose digest comes first in the alphabet. Trials that
    failed come last, by their digests.

    Args:
        study: its trials, scores and failures.
        statistic: what the score of a trial is over its seeds: the `mean` or the `median`.

    Returns:
        A row a trial, with the columns `rank` (from 1), `trial`, the varied keys, `seeds`, `score`, and `low` and
        `high`, the ends of the score's 95 % interval over seeds, which are undefined with a single seed. Of a trial
        that failed, `seeds` is 0; rank, score and interval are undefined.
    """
    scored = trial_scores(study.scores, statistic).reset_index()
    scored = scored.sort_values(["seeds", "score", "trial"], ascending=[False, False, True], ignore_index=True)
    failed = pd.DataFrame({"trial": study.failures["trial"], "seeds": 0})
    ranked = pd.concat([scored, failed], ignore_index=True) if len(failed) else scored
    ranks = [*range(1, len(scored) + 1), *[None] * len(failed)]
    keys = study.trials.loc[ranked["trial"]].reset_index()
    table = pd.concat([keys, ranked.drop(columns="trial")], axis="columns")
    table.insert(0, "rank", pd.Series(ranks, dtype=object))
    return table


def trial_scores(scores: pd.DataFrame, statistic: str) -> pd.DataFrame:
    """Return the score of each trial over its seeds, with its 95 % interval.

    Args:
        scores: the columns `trial`, `seed` and `score`, sorted by trial and seed.
        statistic: the `mean` or the `median`.

    Returns:
        The columns `seeds`, `score`, `low` and `high`, by trial; the ends are undefined with a single seed.
    """
    metric = METRICS[statistic]
    seeds = scores.groupby("trial")["seed"].size()
    parts = []
    # Trials with as many seeds are resampled together.
    for count in sorted(set(seeds)):
        names = seeds.index[seeds == count]
        values = scores.loc[scores["trial"].isin(names), "score"].to_numpy().reshape(-1, count)
        low, high = interval(metric, values)
        columns = {"seeds": count, "score": metric(values), "low": low, "high": high}
        parts.append(pd.DataFrame(columns, index=names))
    return pd.concat(parts).sort_index()


def comparable_scores(scores: pd.DataFrame, statistic: str) -> pd.Series:
    """Return the score of each trial on the seeds that all trials have.

    With successive halving, they are the seeds of the first rung: on them all trials were compared, and a trial that
    was left out early isn't held against one that ran with seeds that happened to be easier.

    Args:
        scores: the columns `trial`, `seed` and `score`, sorted by trial and seed.
        statistic: the `mean` or the `median`.

    Returns:
        The score by trial, sorted by trial.
    """
    table = scores.pivot_table(index="trial", columns="seed", values="score").dropna(axis="columns")
    values = np.ascontiguousarray(table.to_numpy(dtype=np.float64))
    return pd.Series(METRICS[statistic](values), index=table.index, name="score")
