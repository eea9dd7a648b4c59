"""Environments with an arbitrary mask of actions, drawn at random."""

from __future__ import annotations

from typing import Any

import gymnasium
import numpy as np
from gymnasium.envs.toy_text import FrozenLakeEnv

from tests.helpers.registering import register

STATES, ACTIONS = 7, 4


class Masked(FrozenLakeEnv):
    """A random process that plays by its table, and so is compiled; its steps say nothing of masks."""

    def __init__(self, seed: int = 0, render_mode: str | None = None) -> None:
        """Draw where each action leads to, what it brings, and where which is available."""
        super().__init__(render_mode)
        rng = np.random.default_rng(seed)
        self.P = {
            state: {
                action: [
                    (share, int(rng.integers(STATES)), float(rng.normal()), bool(rng.random() < 0.15))
                    for share in (0.25, 0.75)
                ]
                for action in range(ACTIONS)
            }
            for state in range(STATES)
        }
        self.masks = rng.random((STATES, ACTIONS)) < 0.5
        self.masks[np.arange(STATES), rng.integers(ACTIONS, size=STATES)] = True
        self.masks[0] = [False, True, False, True]  # whatever is drawn: the first action isn't available everywhere
        self.initial_state_distrib = np.full(STATES, 1 / STATES)
        self.observation_space = gymnasium.spaces.Discrete(STATES)
        self.action_space = gymnasium.spaces.Discrete(ACTIONS)

    def action_mask(self, state: int) -> Any:
        """Answer as Taxi does."""
        return self.masks[state].astype(np.int8)


class Guarded(Masked):
    """The same process, played by its own steps: they have the mask in their info, and refuse what isn't available."""

    def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None) -> Any:
        observation, info = super().reset(seed=seed, options=options)
        return observation, {**info, "action_mask": self.action_mask(observation)}

    def step(self, a: int) -> Any:
        assert self.masks[self.s][a], f"action {a} isn't available in state {self.s}"
        observation, reward, terminated, truncated, info = super().step(a)  # type: ignore[no-untyped-call]
        info = {**info, "action_mask": self.action_mask(observation)}
        return observation, reward, terminated, truncated, info


register("Masked-v0", Masked, max_episode_steps=15)
register("Guarded-v0", Guarded, max_episode_steps=15)
