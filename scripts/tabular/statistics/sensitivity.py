"""How the scores of a study's trials depend on one varied key, or on two."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from tabular.errors import UserError
from tabular.results.studies import SENSITIVITY
from tabular.statistics.intervals import estimate
from tabular.statistics.levels import MOST_BINS, Levels, levels_of
from tabular.statistics.metrics import mean
from tabular.statistics.ranking import comparable_scores

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tabular.results.studies import Study

TRIALS_OF_CELL = 2
"""Trials that each pair of bins of a score map has, about."""

LEAST_BINS = 3

MOST_COLUMNS = 12
"""A key with more values has them above one another, if the other one has fewer: their numbers have room there."""


class TooFewKeysError(UserError):
    """A study varies a single key, of which there are no pairs of values."""


@dataclass(frozen=True)
class ScoreMap:
    """The best score at each pair of values of two keys, whatever the other keys are.

    Attributes:
        across: the name of the key whose values are the columns.
        upwards: the name of the key whose values are the rows.
        columns: the levels of `across`.
        rows: the levels of `upwards`.
        best: the score of the best trial, shape (rows, columns); not a number (NaN) where no trial has a score.
        of_best: which trial that is, from 0 for the best of all, shape (rows, columns); −1 where there is none.
        trials: how many have the two values and a score, shape (rows, columns).
        place: the row and the column of the best of all.
    """

    across: str
    upwards: str
    columns: Levels
    rows: Levels
    best: NDArray[np.float64]
    of_best: NDArray[np.intp]
    trials: NDArray[np.intp]
    place: tuple[int, int]


def sensitivity(study: Study, ranked: pd.DataFrame, statistic: str) -> pd.DataFrame:
    """Return how scores depend on each varied key alone.

    Numbers that were drawn at random are put into quantile bins, as for `importance`.

    Args:
        study: its trials, scores and failures.
        ranked: the ranking of all trials: of trials with the same value, the first one is the best.
        statistic: what the score of a trial is over its seeds: the `mean` or the `median`.

    Returns:
        A row for each key and each of its values, or the median of each bin, ascending. The columns are `key`, `value`;
        `trials` with a score, `failed` ones; `best_trial`, its `seeds`, its score `best`, and `low` and `high`, the
        ends of that score's 95 % interval over seeds; `mean`, the mean score of all trials with the value, and
        `mean_low` and `mean_high`, the ends of its 95 % interval over these trials. With successive halving, the mean
        is over the seeds of the first rung, which all trials have; the best trial has its score in the ranking.
        Intervals of a single seed or trial are undefined, and so is everything about a value all of whose trials
        failed.
    """
    comparable = comparable_scores(study.scores, statistic)
    best = ranked.set_index("trial")
    rows = []
    for key in study.keys:
        levels = levels_of(study.trials, key)
        position = pd.Series(levels.of_trial, index=study.trials.index)
        for level, value in enumerate(levels.values):
            names = position.index[position == level]
            scores = comparable[comparable.index.isin(names)].to_numpy(dtype=np.float64)
            row = {"key": key, "value": value, "trials": len(scores), "failed": len(names) - len(scores)}
            rows.append(row | _scores_at_value(scores, best[best.index.isin(names)]))
    return pd.DataFrame(rows, columns=list(SENSITIVITY)).astype({"value": object})


def _scores_at_value(scores: NDArray[np.float64], ranked: pd.DataFrame) -> dict[str, Any]:
    if not len(scores):
        return {"best_trial": None}
    first = ranked.iloc[0]
    average = estimate(mean, scores)
    return {
        "best_trial": ranked.index[0],
        "seeds": first["seeds"],
        "best": first["score"],
        "low": first["low"],
        "high": first["high"],
        "mean": average.value,
        "mean_low": average.low,
        "mean_high": average.high,
    }


def score_map_of_most_important(ranked: pd.DataFrame, keys: list[str], important: pd.DataFrame) -> ScoreMap:
    """Return the best score at each pair of values of the two most important keys, the first one across.

    Args:
        ranked: the trials, the best first, with the columns `keys` and `score`.
        keys: the names of all varied keys.
        important: the column `key`, the most important one first.

    Raises:
        TooFewKeysError: there is a single key.
    """
    if len(keys) == 1:
        raise TooFewKeysError(f"a score map needs two varied keys, and this study has {keys[0]} alone")
    first, second = important["key"].head(2)
    return fitting_score_map(ranked, keys, first, second)


def fitting_score_map(ranked: pd.DataFrame, keys: list[str], first: str, second: str) -> ScoreMap:
    """Return the best score at each pair of values of two keys, the first one across, unless it has too many values.

    The arguments are those of `score_map`.
    """
    scores = score_map(ranked, keys, first, second)
    width, height = len(scores.columns.values), len(scores.rows.values)
    return score_map(ranked, keys, second, first) if width > max(MOST_COLUMNS, height) else scores


def score_map(ranked: pd.DataFrame, keys: list[str], across: str, upwards: str) -> ScoreMap:
    """Return the best score at each pair of values of two keys.

    Numbers that were drawn at random are put into quantile bins, as for `importance`, but into fewer, so that most
    pairs have a trial.

    Args:
        ranked: the trials, the best first, with the columns `keys` and `score`; undefined scores are those of trials
            that failed.
        keys: the names of all varied keys.
        across: the key whose values are the columns.
        upwards: the key whose values are the rows.
    """
    trials = ranked[keys]
    bins = min(MOST_BINS, max(LEAST_BINS, math.isqrt(len(trials) // TRIALS_OF_CELL)))
    columns, rows = (levels_of(trials, key, bins) for key in (across, upwards))
    scores = ranked["score"].to_numpy(dtype=np.float64)
    scored = np.flatnonzero(~np.isnan(scores))
    cells = rows.of_trial[scored] * len(columns.values) + columns.of_trial[scored]
    shape = len(rows.values), len(columns.values)
    counts = np.bincount(cells, minlength=math.prod(shape))
    of_best = np.full(math.prod(shape), -1, dtype=np.intp)
    used, first = np.unique(cells, return_index=True)  # the first of each cell, which is its best
    of_best[used] = scored[first]
    best = np.where(of_best < 0, np.nan, scores[of_best])
    return ScoreMap(
        across,
        upwards,
        columns,
        rows,
        best=best.reshape(shape),
        of_best=of_best.reshape(shape),
        trials=counts.reshape(shape),
        place=(int(rows.of_trial[0]), int(columns.of_trial[0])),
    )
