"""What the explorer's page draws of a study: scores over a key, over pairs of keys, and all trials as lines."""

from __future__ import annotations

import math
from itertools import combinations as pairs
from typing import TYPE_CHECKING, Any

import numpy as np

from tabular.formatting import setting_text, value_texts
from tabular.results.snapshots import choose
from tabular.statistics.levels import is_number, natural_order
from tabular.statistics.parameter_study import combinations, is_parameter_study
from tabular.statistics.ranges import is_logarithmic
from tabular.statistics.sensitivity import fitting_score_map

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from tabular.statistics.levels import Levels

MOST_POINTS = 400
"""Values of a key, or trials along a line, that the page has; of more, so many evenly chosen ones, and the best."""

MOST_CELLS = 40_000
"""Cells of all maps together; where there are more, pairs of less important keys have no map."""

MOST_LINES = 500
"""Trials that are drawn as lines; of more, the best and, evenly chosen from the ranking, some of the others."""

BEST_LINES = 100

LEAST_KEYS = 3
"""Of fewer keys, lines through them say no more than a curve or a map."""

DIGITS = 6
"""Significant digits of the page's numbers."""


def key_contents(values: pd.Series, rows: pd.DataFrame, best: str) -> dict[str, Any]:
    """Return the axis of a key, and the scores at its values.

    Args:
        values: those of all trials, by their digests; their name is that of the key.
        rows: those of the key, as `read_sensitivity` returns them.
        best: the digest of the best trial.

    Returns:
        Places on the axis are numbers, or of texts 0, 1, 2, … in their order.
    """
    of_best = int(np.argmax(rows["best_trial"] == best))
    chosen = thinned(len(rows), of_best)
    shown = rows.iloc[chosen]
    low, high = (float(values.min()), float(values.max())) if is_number(values) else (0.0, values.nunique() - 1.0)
    return {
        "name": values.name,
        "isNumber": is_number(values),
        "isLogarithmic": is_number(values) and is_logarithmic(low, high),
        "low": low,
        "high": high,
        "values": len(rows),
        "isBinned": is_number(values) and len(rows) < values.nunique(),
        "bestAt": chosen.index(of_best),
        "bestPlace": places(values, values[[best]])[0],
        "places": places(values, shown["value"]),
        "texts": value_texts(shown["value"].tolist()),
        "best": numbers(shown["best"]),
        "low95": numbers(shown["low"]),
        "high95": numbers(shown["high"]),
        "mean": numbers(shown["mean"]),
        "trials": numbers(shown["trials"]),
        "seeds": numbers(shown["seeds"]),
    }


def line_contents(trials: pd.DataFrame, scored: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the curves of a parameter study, one for each combination of the other keys; none of any other study.

    Args:
        trials: the settings of all trials, a column a varied key.
        scored: the trials with a score, the best first, with the columns of `trials`, `score`, `low` and `high`.
    """
    if not is_parameter_study(trials):
        return []
    keys = trials.columns.to_list()
    (number,) = (key for key in keys if is_number(trials[key]))
    others = [key for key in keys if key != number]
    lines = []
    for name, group in combinations(scored.sort_values(number), others):
        shown = group.iloc[thinned(len(group), int(np.argmax(group["score"])))]
        columns = {"x": number, "y": "score", "low95": "low", "high95": "high", "seeds": "seeds"}
        lines.append({"name": name, **{name: numbers(shown[column]) for name, column in columns.items()}})
    return lines


def map_contents(scored: pd.DataFrame, keys: list[str], important: Sequence[str]) -> list[dict[str, Any]]:
    """Return the best score at each pair of values, for each pair of keys, those of the most important keys first.

    Args:
        scored: the trials with a score, the best first, with the columns `keys`, `seeds`, `score`, `low` and `high`.
        keys: the names of all varied keys.
        important: the same, the most important one first.
    """
    maps: list[dict[str, Any]] = []
    cells = 0
    # By the less important one of both: first the pairs among the two, then among the three most important keys.
    for second, first in sorted((second, first) for first, second in pairs(range(len(important)), 2)):
        scores = fitting_score_map(scored, keys, important[first], important[second])
        row, column = np.nonzero(scores.of_best >= 0)
        cells += len(row)
        if maps and cells > MOST_CELLS:
            break
        of_best = scores.of_best[row, column]
        best = scored.iloc[of_best]
        maps.append(
            {
                "across": scores.across,
                "upwards": scores.upwards,
                "columns": level_contents(scores.columns),
                "rows": level_contents(scores.rows),
                "column": column.tolist(),
                "row": row.tolist(),
                "best": numbers(best["score"]),
                "low95": numbers(best["low"]),
                "high95": numbers(best["high"]),
                "seeds": numbers(best["seeds"]),
                "rank": (of_best + 1).tolist(),
                "trials": scores.trials[row, column].tolist(),
            }
        )
    return maps


def level_contents(levels: Levels) -> dict[str, Any]:
    """Return the texts of a map's columns or rows, or of the edges between them."""
    texts = levels.values if levels.edges is None else levels.edges.tolist()
    return {"count": len(levels.values), "texts": value_texts(texts), "areEdges": levels.edges is not None}


def parallel_contents(trials: pd.DataFrame, scored: pd.DataFrame) -> dict[str, Any] | None:
    """Return the lines of trials through their values of all keys; None of a study of few keys.

    Args:
        trials: the settings of all trials, a column a varied key.
        scored: the trials with a score, the best first, with the columns of `trials` and `score`.
    """
    if len(trials.columns) < LEAST_KEYS:
        return None
    count = len(scored)
    chosen = [*range(count)]
    if count > MOST_LINES:
        chosen = [*range(BEST_LINES), *choose(range(BEST_LINES, count), MOST_LINES - BEST_LINES)]
    shown = scored.iloc[chosen]
    return {
        "rank": [position + 1 for position in chosen],
        "score": numbers(shown["score"]),
        "keys": [
            {
                "name": key,
                "places": places(trials[key], shown[key]),
                "texts": [setting_text(value) for value in shown[key]],
            }
            for key in trials
        ],
    }


def places(values: pd.Series, some: pd.Series) -> list[Any]:
    """Return where some values of a key lie on its axis: numbers themselves, texts at 0, 1, 2, …, in their order."""
    if is_number(values):
        return numbers(some)
    place = {text: position for position, text in enumerate(sorted(set(values), key=natural_order))}
    return [place[text] for text in some]


def thinned(count: int, always: int) -> list[int]:
    """Return which of so many points are drawn, ascending: `MOST_POINTS` of them, evenly, and one that always is."""
    return sorted({*choose(range(count), MOST_POINTS), always})


def numbers(column: pd.Series) -> list[Any]:
    """Return numbers as the page has them: whole ones whole, others to six digits, undefined ones as None."""
    return [_number(float(value)) for value in column]


def _number(value: float) -> float | int | None:
    if not math.isfinite(value):
        return None
    rounded = float(f"{value:.{DIGITS}g}")
    return int(rounded) if rounded.is_integer() else rounded
