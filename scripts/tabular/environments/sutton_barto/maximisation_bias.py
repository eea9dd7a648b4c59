"""The example of maximisation bias (Sutton & Barto, 2nd ed., Example 6.7, page 134), as a Gymnasium environment.

An episode begins in state A. Its action `right` ends it at once with reward 0; `left` leads to state B with reward 0.
All of B's many actions end it, each with a reward drawn from a normal distribution with mean −0.1 and variance 1. To go
left is therefore always a mistake, but the largest of B's estimated values is for a long time above 0.
"""

from __future__ import annotations

from typing import Any

import gymnasium
import numpy as np

A, B = 0, 1
LEFT, RIGHT = 0, 1
MEAN_REWARD = -0.1
STANDARD_DEVIATION = 1.0


class MaximisationBiasEnv(gymnasium.Env[Any, Any]):
    """The two states A (0) and B (1), of which A offers only the first two actions.

    Attributes:
        action_counts: how many actions each state offers; any other does what A's `right` does.
    """

    metadata = {"render_modes": []}  # noqa: RUF012 (as Gymnasium declares it)

    def __init__(self, actions: int = 10, render_mode: str | None = None) -> None:
        """Make B offer so many actions, at least 2; there is nothing to render."""
        if not isinstance(actions, int) or isinstance(actions, bool) or actions <= RIGHT:
            raise ValueError(f"actions: {actions} is not allowed; allowed: a whole number, at least 2")
        self.render_mode = render_mode
        self.observation_space = gymnasium.spaces.Discrete(2)
        self.action_space = gymnasium.spaces.Discrete(actions)
        self.action_counts = np.array([RIGHT + 1, actions], dtype=np.int64)
        self.state = A

    def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None) -> tuple[int, dict[str, Any]]:
        """Start in A."""
        super().reset(seed=seed, options=options)
        self.state = A
        return self.state, {}

    def step(self, action: int) -> tuple[int, float, bool, bool, dict[str, Any]]:
        """Go from A to B, or to the end; what is seen at the end is the last state."""
        if self.state == B:
            return B, float(self.np_random.normal(MEAN_REWARD, STANDARD_DEVIATION)), True, False, {}
        if action == LEFT:
            self.state = B
            return B, 0.0, False, False, {}
        return A, 0.0, True, False, {}
