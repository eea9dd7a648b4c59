"""What stands below the figures of a study in the report, with the study's own numbers, in reStructuredText."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tabular.formatting import seeds_text, setting_text, share_text
from tabular.pages.captions import escaped, mean_with_interval

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

HALVING = "Trials that were better on few seeds were given more, and stand above the others whatever their scores are."


def sensitivity_caption(score: str, keys: Sequence[str], ranked: pd.DataFrame, important: pd.DataFrame) -> str:
    """Describe how scores depend on each key.

    Args:
        score: what the study maximises, in words.
        keys: the names of the varied keys.
        ranked: the trials, the best first, as `read_ranking` returns them.
        important: the columns `key`, `values`, `importance` and `by_chance`, the most important key first.
    """
    shares = [
        f"{escaped(str(row.key))} {share_text(row.importance)} (by chance {share_text(row.by_chance)})"
        for row in important.itertuples()
    ]
    parts = [
        *_best(score, keys, ranked),
        (
            "The importance of a key is the share of the variance between trials that its values explain, beside the "
            f"share that a key without any effect explains on average by chance: {'; '.join(shares)}."
        ),
        *_bins(ranked, important),
        "Bands and bars, where drawn, are 95 % bootstrap intervals over seeds." if ranked["seeds"].max() > 1 else "",
    ]
    return _paragraph(parts)


def score_map_caption(score: str, keys: Sequence[str], ranked: pd.DataFrame) -> str:
    """Describe the map of the best scores at each pair of values; the arguments are those of `sensitivity_caption`."""
    cells = (
        "Each cell is the best trial with a pair of values, whatever its other settings are; the best of all is framed."
    )
    return _paragraph([*_best(score, keys, ranked), cells])


def parallel_coordinates_caption(score: str, keys: Sequence[str], ranked: pd.DataFrame) -> str:
    """Describe the picture of all trials; the arguments are those of `sensitivity_caption`."""
    lines = "Each line is a trial. It goes through its values of all keys to its score, which is its colour."
    return _paragraph([*_best(score, keys, ranked), lines])


def _bins(ranked: pd.DataFrame, important: pd.DataFrame) -> list[str]:
    """Say which numbers were put into bins: those that have more values than importance was computed over."""
    values = important.set_index("key")["values"]
    scored = ranked[ranked["seeds"] > 0]
    binned = [str(key) for key in values.index if values[key] < scored[key].nunique()]
    names = ", ".join(map(escaped, binned))
    return [f"For this, numbers that were drawn at random were put into quantile bins: {names}."] if binned else []


def _best(score: str, keys: Sequence[str], ranked: pd.DataFrame) -> list[str]:
    """Say which trial is the best, and how many failed."""
    best = ranked.iloc[0]
    settings = ", ".join(f"{escaped(key)} {escaped(setting_text(best[key]))}" for key in keys)
    value = mean_with_interval(best["score"], best["low"], best["high"])
    which = "The only trial" if len(ranked) == 1 else f"The best of {len(ranked)} trials"
    seeds = ranked.loc[ranked["seeds"] > 0, "seeds"]
    failed = len(ranked) - len(seeds)
    return [
        f"The score is {escaped(score)}; larger is better.",
        f"{which} has {settings}: {value}, {seeds_text(int(best['seeds']))}.",
        HALVING if seeds.nunique() > 1 else "",
        f"{failed} failed, and {'is' if failed == 1 else 'are'} not drawn." if failed else "",
    ]


def _paragraph(sentences: Sequence[str]) -> str:
    return " ".join(sentence for sentence in sentences if sentence) + "\n"
