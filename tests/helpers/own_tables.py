"""Environments of a user's own with a table of transitions `P`, and `step` and `reset` of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import gymnasium
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

Table = dict[int, dict[int, list[tuple[float, int, float, bool]]]]


class OwnTable(gymnasium.Env[Any, Any]):
    """Plays what its table says, in a way of its own."""

    def __init__(self, table: Table, start: Sequence[float]) -> None:
        """Take the table and the probability of each state to start in."""
        self.P = table
        self.initial_state_distrib = np.array(start)
        self.observation_space = gymnasium.spaces.Discrete(len(table))
        self.action_space = gymnasium.spaces.Discrete(len(table[0]))
        self.state = 0

    def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None) -> tuple[int, dict[str, Any]]:
        super().reset(seed=seed, options=options)
        self.state = int(self.np_random.choice(len(self.P), p=self.initial_state_distrib))
        return self.state, {}

    def step(self, action: int) -> tuple[int, float, bool, bool, dict[str, Any]]:
        entries = self.P[self.state][int(action)]
        chosen = self.np_random.choice(len(entries), p=[entry[0] for entry in entries])
        _, self.state, reward, terminated = entries[chosen]
        return self.state, reward, terminated, False, {}


BENCH: Table = {
    # Walk to the bench for 1 and rest there for nothing, or go home, which costs 5.
    0: {0: [(1.0, 1, -1.0, False)], 1: [(1.0, 0, -5.0, True)]},
    1: {0: [(1.0, 1, 0.0, False)], 1: [(1.0, 1, -5.0, True)]},
}

PIT: Table = {
    # Who falls into the pit pays 1 a step for ever; home is 3 away.
    0: {0: [(1.0, 1, 0.0, False)], 1: [(1.0, 0, -3.0, True)]},
    1: {0: [(1.0, 1, -1.0, False)], 1: [(1.0, 1, -2.0, False)]},
}

MINE: Table = {
    # Every step in the mine brings 1.
    0: {0: [(1.0, 1, -7.0, False)], 1: [(1.0, 0, 3.0, True)]},
    1: {0: [(1.0, 1, 1.0, False)], 1: [(1.0, 1, 0.0, True)]},
}

CORRIDOR: Table = {
    # Five places; home, where nothing more happens, is the last one. No step costs anything.
    place: {
        0: [(1.0, max(place - 1, 0), 0.0, False)],
        1: [(0.5, place + 1, float(place == 3), place == 3), (0.5, place, 0.0, False)],
    }
    for place in range(4)
} | {4: {0: [(1.0, 4, 0.0, True)], 1: [(1.0, 4, 0.0, True)]}}
