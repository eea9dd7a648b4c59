"""Names of experiments and numbers of their seeds, as titles, legends and pages write them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


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
