"""The ranking of a study's trials as texts, for tables that people read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from tabular.formatting import setting_text
from tabular.pages.tables import with_intervals
from tabular.statistics.intervals import Estimate

if TYPE_CHECKING:
    from collections.abc import Sequence


def ranking_texts(ranked: pd.DataFrame, keys: Sequence[str]) -> pd.DataFrame:
    """Return a row a trial: its rank, its digest, its values of the varied keys, its seeds, and its score.

    Args:
        ranked: trials with a score, the best first, with the columns `trial`, `keys`, `seeds`, `score`, and `low` and
            `high`, the ends of its interval.
        keys: the names of the varied keys.
    """
    scores = [Estimate(*row) for row in ranked[["score", "low", "high"]].to_numpy(dtype=float).tolist()]
    return pd.DataFrame(
        {
            "rank": [str(rank) for rank in range(1, len(ranked) + 1)],
            "trial": ranked["trial"].to_list(),
            **{key: ranked[key].map(setting_text).to_list() for key in keys},
            "seeds": [f"{seeds:.0f}" for seeds in ranked["seeds"]],
            "score": with_intervals(scores),
        }
    )
