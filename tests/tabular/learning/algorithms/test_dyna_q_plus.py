"""Dyna-Q+ notices that an environment has become better, where Dyna-Q doesn't (Sutton & Barto, section 8.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import gymnasium
import pytest
from tabular.environments.settings import EnvironmentSettings
from tabular.learning.training import Training

from tests.helpers.agents import make_agent
from tests.helpers.registering import register

if TYPE_CHECKING:
    from numpy.typing import NDArray

GOAL = 8
BEHIND_THE_DOOR = 7
OPENS_AFTER = 1000


class Corridor(gymnasium.Env[Any, Any]):
    """A corridor of eight steps to the right; at its beginning, to the left, a door that opens after some steps."""

    def __init__(self) -> None:
        """Close the door."""
        self.observation_space = gymnasium.spaces.Discrete(GOAL + 1)
        self.action_space = gymnasium.spaces.Discrete(2)
        self.state = self.steps = 0

    def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None) -> tuple[int, dict[str, Any]]:
        super().reset(seed=seed, options=options)
        self.state = 0
        return self.state, {}

    def step(self, action: int) -> tuple[int, float, bool, bool, dict[str, Any]]:
        self.steps += 1
        if action == 1:
            self.state += 1
        elif self.state > 0:
            self.state -= 1
        elif self.steps > OPENS_AFTER:
            self.state = BEHIND_THE_DOOR
        reached = self.state == GOAL
        return self.state, float(reached), reached, False, {}


register("CorridorWithADoor-v0", Corridor, max_episode_steps=100)


def lengths(algorithm: str, exploration_bonus: float) -> NDArray[Any]:
    """Return the length of each episode of an agent that draws no action at random, but hopes for the best at first."""
    agent = make_agent(
        algorithm=algorithm,
        initial_low=0.1,
        initial_high=0.1,
        exploration=0.0,
        planning_steps=10,
        exploration_bonus=exploration_bonus,
    )
    training = Training(EnvironmentSettings("CorridorWithADoor-v0"), agent, 400, 0, "gymnasium")
    list(training.run([400]))
    return training.rewards.length


@pytest.mark.parametrize(("algorithm", "exploration_bonus"), [("dyna_q", 0.0), ("dyna_q_plus", 0.0)])
def test_without_a_bonus_the_door_that_opened_is_never_tried_again(algorithm: str, exploration_bonus: float) -> None:
    found = lengths(algorithm, exploration_bonus)
    assert found[0] > GOAL, "the door was tried while it was closed"
    assert (found[20:] == GOAL).all()


def test_the_bonus_grows_over_episodes_until_the_door_is_tried_again() -> None:
    found = lengths("dyna_q_plus", 0.01)
    assert found.cumsum()[50] < OPENS_AFTER
    assert (found[:50] >= GOAL).all()
    assert (found[-100:] == 2).mean() > 0.9
