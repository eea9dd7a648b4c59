"""Playing Gymnasium's environments in the plainest way, to hold what the project plays against it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import gymnasium
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

Episodes = list[tuple[float, int, bool]]
"""Of each episode: return, number of steps, whether it terminated."""


def play(
    environment: str, choose: Callable[[Any], int], *, episodes: int, seed: int, max_steps: int | None = None
) -> Episodes:
    """Play episodes in one environment that is seeded once."""
    env = gymnasium.make(environment)
    played: Episodes = []
    for episode in range(episodes):
        observation, _ = env.reset(seed=seed) if episode == 0 else env.reset()
        total, length, done, terminated = 0.0, 0, False, False
        while not done and length != max_steps:
            observation, reward, terminated, truncated, _ = env.step(choose(observation))
            done = terminated or truncated
            total += float(reward)
            length += 1
        played.append((total, length, terminated))
    return played


def greedily(environment: str, table: NDArray[np.float64]) -> Callable[[Any], int]:
    """Return the greedy policy of a table; over a Box, its cells are equally wide."""
    space = gymnasium.make(environment).observation_space

    def choose(observation: Any) -> int:
        if isinstance(space, gymnasium.spaces.Box):
            cells = np.array(table.shape[:-1])
            width = (space.high - space.low) / cells
            observation = tuple(np.clip(((observation - space.low) / width).astype(int), 0, cells - 1))
        return int(np.argmax(table[observation]))

    return choose
