"""Which episodes leave their table behind, and what those files are called."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True)
class SnapshotPolicy:
    """Which tables of a training are kept: either every so many episodes, or a number of them.

    Attributes:
        every: keep the tables at the end of episodes 0, every, 2 · every, … and of the last one.
        count: keep this many tables, the first episode's and the last's among them (1: only the last's).
        spacing: for `count`: `linear`, or `log` (dense where learning is fast, at the beginning).
    """

    every: int | None = None
    count: int | None = None
    spacing: Literal["linear", "log"] = "linear"

    def episodes(self, episodes: int) -> tuple[int, ...]:
        """Return the 0-based episodes whose tables are kept, ascending; the last is always `episodes - 1`.

        Raises:
            ValueError: neither `every` nor `count` is given, or both are, or one doesn't fit into `episodes`.
        """
        if (self.every is None) == (self.count is None):
            raise ValueError(f"snapshots need either `every` or `count`: {self}")
        last = episodes - 1
        if self.every is not None:
            if not 1 <= self.every <= episodes:
                raise ValueError(f"snapshots every {self.every} episodes don't fit into {episodes} episodes")
            return tuple(sorted({*range(0, episodes, self.every), last}))
        count = self.count or 0
        if not 1 <= count <= episodes:
            raise ValueError(f"{count} snapshots don't fit into {episodes} episodes")
        if count == 1:
            return (last,)
        if self.spacing == "linear":
            return tuple((2 * index * last + count - 1) // (2 * (count - 1)) for index in range(count))
        # Geometric, but at least one episode apart: near the beginning the powers lie closer than that.
        return tuple(
            max(index, int(episodes ** (index / (count - 1)) - 0.5)) if index < count - 1 else last
            for index in range(count)
        )


def choose(kept: Sequence[int], choice: int | Sequence[int]) -> tuple[int, ...]:
    """Return some of the episodes whose tables are kept, ascending.

    Args:
        kept: the episodes whose tables are kept, ascending.
        choice: how many, spread evenly from the first to the last (1: only the last; all, where there are fewer), or
            the episodes themselves.

    Raises:
        ValueError: no table is kept of an episode.
    """
    if not isinstance(choice, int):
        lost = sorted(set(choice) - set(kept))
        if lost:
            raise ValueError(f"no tables are kept of the episodes {lost}")
        return tuple(sorted(set(choice)))
    if choice >= len(kept):
        return tuple(kept)
    return tuple(kept[position] for position in SnapshotPolicy(count=choice).episodes(len(kept)))


def episode_name(episode: int, episodes: int) -> str:
    """Return the episode's number as file names have it: zero-padded to one width per experiment."""
    return f"{episode:0{len(str(episodes - 1))}d}"


def batches(episodes: tuple[int, ...], size: int) -> list[tuple[int, ...]]:
    """Split `episodes` into consecutive batches of about `size`, as equal as can be.

    So the last episode's table, one more than a round number, gets no batch of its own.
    """
    count = max(1, round(len(episodes) / size))
    cuts = [number * len(episodes) // count for number in range(count + 1)]
    return [episodes[start:end] for start, end in itertools.pairwise(cuts)]
