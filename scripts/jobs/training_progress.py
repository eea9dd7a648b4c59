"""How far a training is, read from its arrays while it fills them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from jobs.progress import Rate, steps_text

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from tabular.results.episodes import TrainingHistory

LONG_EPISODE = 1_000_000
"""Steps of one episode after which something must be wrong."""


class TrainingProgress:
    """Watches a training from another thread; it reads, and the loop that learns pays nothing for it."""

    def __init__(
        self,
        rewards: TrainingHistory,
        visits: NDArray[np.uint32],
        window: int,
        *,
        has_time_limit: bool,
        compiles: bool,
    ) -> None:
        """Say where the training writes what it does.

        Args:
            rewards: what each episode brought; an episode that is over has a length.
            visits: updates of each value; every step adds one (at most a few of an episode's steps are missing).
            window: episodes of the recent return.
            has_time_limit: whether every episode ends.
            compiles: whether a loop may have to be compiled before the first episode.
        """
        self.rewards = rewards
        self.visits = visits
        self.window = window
        self.has_time_limit = has_time_limit
        self.compiles = compiles
        self.done = 0
        self.steps_before = 0
        self.rate = Rate()
        self.warned = False

    def look(self, now: float) -> list[str]:
        """Count the episodes that are over; warn, once, of one that doesn't end."""
        before, self.done = self.done, self._episodes_over()
        self.rate.look(now, self.done)
        if self.has_time_limit or self.warned:
            return []
        steps = int(self.visits.sum(dtype=np.int64))
        if self.done > before:
            # These are the steps of the episode that is on its way, too, so that the warning is late and never wrong.
            self.steps_before = steps
        if steps - self.steps_before < LONG_EPISODE:
            return []
        self.warned = True
        return [never_ending(self.done, steps - self.steps_before)]

    def text(self, _now: float) -> str:
        """Say which episode it is, how fast it goes, how long it still takes, and how the last episodes went."""
        episodes = len(self.rewards.returns)
        text = steps_text("episode", self.done, episodes, self.rate)
        if self.done == 0:
            compiling = self.compiles and not self.visits.any()
            return f"{text} (the first time, the loop is compiled)" if compiling else text
        recent = self.rewards.returns[max(0, self.done - self.window) : self.done]
        return f"{text}, mean return of the last {len(recent):,}: {recent.mean():.4g}".replace("-", "−")

    def _episodes_over(self) -> int:
        """Return how many episodes have a length; all lengths are 0 before the training."""
        later = self.rewards.length[self.done :]
        going_on = np.flatnonzero(later == 0)
        return self.done + (int(going_on[0]) if len(going_on) else len(later))


def never_ending(episode: int, steps: int) -> str:
    """Say that an episode doesn't end, and what can be done."""
    return (
        f"episode {episode:,} has gone on for more than {steps:,} steps, and this environment has no time limit: "
        "perhaps the agent goes round in circles for ever. Press Ctrl-C and set environment.time_limit, the number of "
        "steps after which an episode is cut off, such as 1000; or let the agent explore more"
    )
