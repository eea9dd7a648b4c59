"""What the explorer says of a study, as its page reads it."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from tabular.formatting import setting_text
from tabular.pages.explorer.study_plots import key_contents, line_contents, map_contents, parallel_contents
from tabular.pages.ranking import ranking_texts
from tabular.pages.study import facts, question
from tabular.results.best_trial import read_best
from tabular.results.studies import read_confirmation, read_importance, read_ranking, read_sensitivity, read_trials
from tabular.statistics.ranges import is_shown, limits_around

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import pandas as pd

MOST_RANKED = 100
"""Trials in the page's ranking; `ranking.csv` has all of them."""


@dataclass(frozen=True)
class StudyFiles:
    """Where a study's results are.

    Attributes:
        trials: `trials.parquet`.
        ranking: `ranking.csv`.
        importance: `importance.csv`.
        sensitivity: `sensitivity.csv`.
        best: `best.json`.
        confirmation: `confirmation.csv`; None where the study confirms nothing.
    """

    trials: Path
    ranking: Path
    importance: Path
    sensitivity: Path
    best: Path
    confirmation: Path | None


def study_contents(name: str, settings: Mapping[str, Any], files: StudyFiles) -> dict[str, Any]:
    """Return all that the page shows of a study, ready for JSON.

    Args:
        name: the study's name.
        settings: `base`, `environment`, `score` (what it maximises, in words), `statistic` and `method`.
        files: its results.

    Raises:
        DamagedFileError: a file is missing or damaged, or its trials or keys are not those of the others.
    """
    trials = read_trials(files.trials)
    keys = trials.columns.to_list()
    ranked = read_ranking(files.ranking, trials)
    important = read_importance(files.importance, keys)
    rows = read_sensitivity(files.sensitivity, trials)
    scored = ranked[ranked["seeds"] > 0]
    shown = scored.head(MOST_RANKED).reset_index()
    texts = ranking_texts(shown, keys)
    return {
        "name": name,
        "question": question(keys, settings),
        "facts": facts(ranked, settings),
        "score": settings["score"],
        "best": {
            "values": {key: setting_text(scored.iloc[0][key]) for key in keys},
            "settings": json.dumps(read_best(files.best).settings, indent=2, ensure_ascii=False),
            **score_over_seeds(scored.iloc[0]),
        },
        "confirmation": None if files.confirmation is None else score_over_seeds(read_confirmation(files.confirmation)),
        "ranking": {"columns": texts.columns.to_list(), "rows": texts.to_numpy().tolist()},
        "trials": {"ranked": len(scored), "shown": len(shown), "failed": len(ranked) - len(scored)},
        "importance": [
            {"key": key, "values": int(values), "share": float(share), "byChance": float(by_chance)}
            for key, values, share, by_chance in important.itertuples(index=False)
        ],
        "scores": score_ranges(scored["score"], rows),
        "keys": [key_contents(trials[key], rows[rows["key"] == key], ranked.index[0]) for key in important["key"]],
        "lines": line_contents(trials, scored),
        "maps": map_contents(scored, keys, important["key"].to_list()),
        "parallel": parallel_contents(trials, scored),
    }


def score_over_seeds(row: pd.Series | Mapping[str, float]) -> dict[str, Any]:
    """Return a score with the ends of its interval, which are None with a single seed, and its number of seeds."""
    low, high = (None if math.isnan(row[end]) else float(row[end]) for end in ("low", "high"))
    return {"value": float(row["score"]), "low": low, "high": high, "seeds": int(row["seeds"])}


def score_ranges(scores: pd.Series, rows: pd.DataFrame) -> dict[str, Any]:
    """Return the limits of the page's axes and colours, and the lowest score, which may lie outside of them.

    Args:
        scores: of all trials that have one.
        rows: the scores at each value of each key, with the columns `best`, `low`, `high` and `mean`.
    """
    values = scores.to_numpy(dtype=np.float64)
    drawn = np.concatenate([values, rows["mean"].dropna().to_numpy(dtype=np.float64)])
    shown = drawn[is_shown(drawn)]
    ends = rows[["low", "high"]].to_numpy(dtype=np.float64).ravel()
    # Of the intervals of scores that aren't shown, nothing is either.
    inside = ends if len(shown) == len(drawn) else ends[ends >= shown.min()]
    return {
        "axis": list(limits_around(np.append(shown, inside))),
        "colours": list(limits_around(values[is_shown(values)], room=0.0)),
        "lowest": float(values.min()),
    }
