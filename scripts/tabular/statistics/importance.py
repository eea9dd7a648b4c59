"""How much of the differences between a study's trials each varied key explains."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from tabular.results.studies import IMPORTANCE
from tabular.statistics.levels import levels_of
from tabular.statistics.ranges import ROUNDING
from tabular.statistics.ranking import comparable_scores

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tabular.results.studies import Study


def importance(study: Study, statistic: str) -> pd.DataFrame:
    """Return how important each varied key is: which share of the variance of the trials' scores it explains.

    A key explains the variance, over trials, of the mean score of all trials with the same value. In a full grid, the
    shares of all keys add up to at most 1, and the rest is what keys do only together.

    Numbers that were drawn at random, so that (nearly) every trial has its own, are put into at most 10 quantile bins
    first; otherwise each such key would explain everything. Failed trials have no score, and count nowhere. With
    successive halving, the scores are those on the seeds of the first rung, which all trials have.

    Args:
        study: its trials, scores and failures.
        statistic: what the score of a trial is over its seeds: the `mean` or the `median`.

    Returns:
        A row a key, the most important first, and of equal ones that which the study names first. The columns are
        `key`; `values`, how many values or bins it has; `importance`, from 0 to 1; `by_chance`, the importance that
        a key without any effect has on average: few trials always differ between values.
    """
    scores = comparable_scores(study.scores, statistic)
    has_score = study.trials.index.isin(scores.index)
    values = scores.to_numpy(dtype=np.float64)
    rows = []
    for key in study.keys:
        of_trial = levels_of(study.trials, key).of_trial[has_score]
        count = len(np.unique(of_trial))
        by_chance = (count - 1) / (len(values) - 1) if len(values) > 1 else 0.0
        rows.append((key, count, explained_share(values, of_trial), by_chance))
    table = pd.DataFrame(rows, columns=list(IMPORTANCE))
    return table.sort_values("importance", ascending=False, kind="stable", ignore_index=True)


def explained_share(scores: NDArray[np.float64], groups: NDArray[np.intp]) -> float:
    """Return which share of the scores' variance lies between groups; 0 where all scores are the same.

    Args:
        scores: shape (trials,).
        groups: the number of each trial's group, shape (trials,).
    """
    if np.ptp(scores) <= ROUNDING * max(1.0, float(np.abs(scores).max())):
        return 0.0
    centred = scores - scores.mean()
    sizes = np.bincount(groups)
    sums = np.bincount(groups, weights=centred)
    is_used = sizes > 0
    between = float(np.sum(sums[is_used] ** 2 / sizes[is_used]))
    share = between / float(np.sum(centred**2))
    # Rounding must make it neither more than everything nor more than nothing.
    return min(1.0, share) if share > ROUNDING else 0.0
