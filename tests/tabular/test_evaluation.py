"""Greedy returns, held against a plain loop over Gymnasium."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import gymnasium
import numpy as np
import pytest
from tabular.environments import EnvironmentSettings
from tabular.evaluation import GreedyEvaluator
from tabular.schedules import Schedule
from tabular.training import Training

from tests.tabular.agents import make_agent

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from tabular.engines import EngineName

EPISODES = 20


def learned(settings: EnvironmentSettings, episodes: int) -> NDArray[np.float64]:
    agent = make_agent(discount=0.99, learning_rate=0.2, exploration=Schedule("linear", 1.0, 0.0, 0, None))
    training = Training(settings, agent, episodes, 0, "auto")
    list(training.run([episodes]))
    return training.table


def greedy_returns(env: gymnasium.Env[Any, Any], table: NDArray[np.float64], seed: int) -> tuple[list[float], int]:
    """Play MountainCar or FrozenLake; return the episodes' returns, and how many terminated."""
    returns, ended = [], 0
    for episode in range(EPISODES):
        observation, _ = env.reset(seed=seed) if episode == 0 else env.reset()
        total, done, terminated = 0.0, False, False
        while not done:
            if isinstance(env.observation_space, gymnasium.spaces.Box):
                space = env.observation_space
                width = (space.high - space.low) / table.shape[:-1]
                cell = np.clip(((observation - space.low) / width).astype(int), 0, np.array(table.shape[:-1]) - 1)
                values = table[tuple(cell)]
            else:
                values = table[observation]
            observation, reward, terminated, truncated, _ = env.step(int(np.argmax(values)))
            done = terminated or truncated
            total += float(reward)
        returns.append(total)
        ended += terminated
    return returns, ended


@pytest.mark.parametrize("engine", ["compiled", "gymnasium"])
@pytest.mark.parametrize(
    ("settings", "episodes"),
    [(EnvironmentSettings("MountainCar-v0", bins=(40, 40)), 3000), (EnvironmentSettings("FrozenLake-v1"), 3000)],
)
def test_returns_are_those_of_a_plain_loop(engine: EngineName, settings: EnvironmentSettings, episodes: int) -> None:
    table = learned(settings, episodes)
    before = table.copy()
    evaluator = GreedyEvaluator(settings, episodes=EPISODES, seed=11, most_steps=1000, engine=engine)
    assert evaluator.engine.name == engine
    found = evaluator.evaluate(table)
    returns, ended = greedy_returns(gymnasium.make(settings.id), table, 11)
    assert (found.mean, found.std) == (np.mean(returns), np.std(returns))
    assert (found.minimum, found.maximum) == (min(returns), max(returns))
    assert found.terminated == ended / EPISODES
    assert found.terminated > 0
    assert found.std > 0
    assert found == evaluator.evaluate(table), "every table meets the same starts"
    np.testing.assert_array_equal(table, before)


@pytest.mark.parametrize("engine", ["compiled", "gymnasium"])
def test_a_policy_that_goes_round_in_circles_is_cut_off(engine: EngineName) -> None:
    settings = EnvironmentSettings("CliffWalking-v1")
    evaluator = GreedyEvaluator(settings, episodes=3, seed=0, most_steps=50, engine=engine)
    returns, lengths, terminated = evaluator.outcome(np.zeros((48, 4)))
    assert (returns.tolist(), lengths.tolist(), terminated.any()) == ([-50.0] * 3, [50] * 3, False)
