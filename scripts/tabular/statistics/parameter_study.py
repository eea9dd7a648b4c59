"""Parameter studies: one number is varied, and little else; each combination of the others is a curve over it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tabular.statistics.levels import is_number, natural_order

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

MOST_LINES = 8
"""Combinations of the other keys, at most."""


def is_parameter_study(trials: pd.DataFrame) -> bool:
    """Tell whether a study varies one number, and little else.

    Args:
        trials: the settings of the trials, a column a varied key.
    """
    others = [key for key in trials if not is_number(trials[key])]
    return len(others) == len(trials.columns) - 1 and (
        not others or len(trials[others].drop_duplicates()) <= MOST_LINES
    )


def combinations(trials: pd.DataFrame, others: Sequence[str]) -> list[tuple[str, pd.DataFrame]]:
    """Return the trials of each combination of the other keys' values, with a name; there is one if there is no key."""
    if not others:
        return [("all trials", trials)]
    groups = [(", ".join(map(str, values)), group) for values, group in trials.groupby(list(others))]
    return sorted(groups, key=lambda named: natural_order(named[0]))
