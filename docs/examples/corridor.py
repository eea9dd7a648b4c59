"""A corridor: seven places in a row, the goal on the right. An example of an environment of your own."""

from __future__ import annotations

from typing import Any

import gymnasium


class Corridor(gymnasium.Env[Any, Any]):
    """Walk left or right; each step costs 1, and stepping onto the last place ends the episode."""

    LENGTH = 7

    def __init__(self) -> None:
        """Say which observations and actions there are."""
        self.observation_space = gymnasium.spaces.Discrete(self.LENGTH)
        self.action_space = gymnasium.spaces.Discrete(2)
        self.place = 0

    def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None) -> tuple[int, dict[str, Any]]:
        """Start anywhere but at the goal; `self.np_random` makes it repeatable."""
        super().reset(seed=seed, options=options)
        self.place = int(self.np_random.integers(self.LENGTH - 1))
        return self.place, {}

    def step(self, action: int) -> tuple[int, float, bool, bool, dict[str, Any]]:
        """Move, but not through the wall on the left."""
        self.place = max(0, self.place + (1 if action == 1 else -1))
        return self.place, -1.0, self.place == self.LENGTH - 1, False, {}


# Without a limit on steps, an episode of an untrained agent might never end.
gymnasium.register("Corridor-v0", entry_point=Corridor, max_episode_steps=100)
