"""Numbers, and names of experiments, as titles, legends, axes and pages write them."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

THOUSAND = 1000

THREE_DIGITS = 100
"""Means of returns that are as large as this are written as whole numbers, others to three digits."""


def seeds_text(seeds: int) -> str:
    """Write a number of seeds."""
    return "1 seed" if seeds == 1 else f"{seeds} seeds"


def subtitle(seeds: Iterable[int], *, has_bands: bool) -> str:
    """Say in brackets how many seeds each experiment has, where all have as many, and whether intervals are drawn."""
    counts = sorted(set(seeds))
    parts = [seeds_text(counts[0])] if len(counts) == 1 else []
    if has_bands and counts[-1] > 1:
        parts.append("95 % intervals")
    return f" ({', '.join(parts)})" if parts else ""


def without_common_beginning(names: Iterable[str]) -> dict[str, str]:
    """Return each name without the words, up to an underscore, with which all of them begin."""
    words = {name: name.split("_") for name in names}
    common = 0
    # The last word stays, so that no name becomes empty.
    while len({tuple(known[: common + 1]) for known in words.values()}) == 1 < min(map(len, words.values())) - common:
        common += 1
    return {name: "_".join(known[common:]) for name, known in words.items()}


def wrapped(name: str, letters: int) -> str:
    """Break a name into lines of at most so many letters, after an underscore or hyphen where there is one."""
    lines = [""]
    for word in re.findall(r"[^_-]*[_-]|[^_-]+", name):
        pieces = [word[first : first + letters] for first in range(0, len(word), letters)]
        for piece in pieces:
            if len(lines[-1]) + len(piece) > letters:
                lines.append("")
            lines[-1] += piece
    return "\n".join(line for line in lines if line)


def number_text(value: float, spec: str = "g") -> str:
    """Write a number by a format specification, with the minus sign that Matplotlib's ticks have."""
    return f"{value:{spec}}".replace("-", "−")


def trials_text(trials: int) -> str:
    """Write a number of trials."""
    return "1 trial" if trials == 1 else f"{trials} trials"


def value_texts(values: Sequence[float] | Sequence[str]) -> list[str]:
    """Write the values of a setting in a figure: texts as they are, numbers to as few digits as tell them apart."""
    texts: list[str] = []
    for digits in (3, 6, 15):
        texts = [value if isinstance(value, str) else _digits(value, digits) for value in values]
        if len(set(texts)) == len(set(values)):
            break
    return texts


def _digits(value: float, digits: int) -> str:
    # Numbers from a thousand on keep the digits before their point.
    return number_text(value, f".{max(digits, 6 if abs(value) >= THOUSAND else 0)}g")


def share_text(share: Any) -> str:  # noqa: ANN401 (a number in a row of a table, whose type pandas doesn't say)
    """Write a share, from 0 to 1, in per cent."""
    return f"{100 * float(share):.0f} %"


def setting_text(value: float | str) -> str:
    """Write the value of a setting: a text as it is, a number to six digits."""
    return value if isinstance(value, str) else number_text(value, ".6g")


def return_text(value: float) -> str:
    """Write the return of an episode: whole where it is whole, to hundredths elsewhere."""
    return number_text(value, ",.0f" if float(value).is_integer() else ",.2f")


def mean_return_text(value: float) -> str:
    """Write a mean of returns: whole from a hundred on, else to three digits."""
    spec = ",.0f" if abs(value) >= THREE_DIGITS else ".3g"
    return f"{value:{spec}}".replace("-", "−")


def tick_texts(places: NDArray[np.float64]) -> list[str]:
    """Write the numbers of an axis's ticks, all with as many decimals as tell them apart."""
    steps = np.diff(np.sort(places))
    tolerance = 1e-3 * float(steps.min()) if len(steps) and steps.min() > 0 else 1e-9
    decimals = next((count for count in range(15) if _is_written(places, count, tolerance)), 15)
    return [f"{_rounded(place, decimals):,.{decimals}f}".replace("-", "−") for place in places.tolist()]


def _is_written(places: NDArray[np.float64], decimals: int, tolerance: float) -> bool:
    return bool(np.all(np.abs(places - np.round(places, decimals)) <= tolerance))


def _rounded(place: float, decimals: int) -> float:
    # Adding 0 keeps “−0” from being written.
    return round(place, decimals) + 0.0 if math.isfinite(place) else place
