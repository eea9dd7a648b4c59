"""How epsilon and the learning rate change over the episodes of a training."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Schedule:
    """A value for every episode, in closed form, so that no rounding error adds up.

    Attributes:
        schedule: `constant` stays at `start`; `linear` and `exponential` go from `start` to `end`.
        start: the value up to and including `from_episode`.
        end: the value from `to_episode` on; positive, like `start`, for `exponential`.
        from_episode: the last episode (0-based) that has the value `start`.
        to_episode: the first episode that has the value `end`; None: half the episodes, as in the tutorial;
            `last`: the last episode.
    """

    schedule: Literal["constant", "linear", "exponential"]
    start: float
    end: float | None = None
    from_episode: int = 0
    to_episode: int | Literal["last"] | None = None

    def last_changing_episode(self, episodes: int) -> int:
        """Return the first episode that has the value `end`, for a training of `episodes` episodes."""
        if self.to_episode is None:
            return episodes // 2
        if self.to_episode == "last":
            return episodes - 1
        return self.to_episode

    def values(self, episodes: int) -> NDArray[np.float64]:
        """Return the value of each episode, shape (episodes,).

        Raises:
            ValueError: the schedule changes, but not over a positive number of episodes, or it has no `end`.
        """
        if self.schedule == "constant":
            return np.full(episodes, self.start, dtype=np.float64)
        to_episode = self.last_changing_episode(episodes)
        if self.end is None or not self.from_episode < to_episode:
            raise ValueError(f"a {self.schedule} schedule needs an end and from_episode < to_episode: {self}")
        progress = np.clip((np.arange(episodes) - self.from_episode) / (to_episode - self.from_episode), 0.0, 1.0)
        if self.schedule == "linear":
            return self.start + (self.end - self.start) * progress
        # One power at a time: NumPy's vectorised power rounds differently from one processor to another.
        ratio = self.end / self.start
        return np.array([self.start * ratio**fraction for fraction in progress.tolist()], dtype=np.float64)
