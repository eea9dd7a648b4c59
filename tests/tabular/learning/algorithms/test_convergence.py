"""Algorithms find the optimal values of small random Markov decision processes, computed by value iteration."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import gymnasium
import numpy as np
import pytest
from gymnasium.envs.toy_text import FrozenLakeEnv
from hypothesis import given, settings
from hypothesis import strategies as st
from tabular.environments.settings import EnvironmentSettings
from tabular.learning.schedules import Schedule
from tabular.learning.training import Training

from tests.helpers.agents import make_agent
from tests.helpers.registering import register

if TYPE_CHECKING:
    from numpy.typing import NDArray

ACTIONS = 3
DISCOUNT = 0.8
EPISODES = 200_000

TOLERANCE = 0.1
"""Of values that lie between 0 and 1 / (1 - discount) = 5; what is left is the noise of the last, smallest steps."""


class RandomProcess(FrozenLakeEnv):
    """A process drawn at random, which plays by its table; every state may be the first."""

    def __init__(self, states: int, seed: int, *, deterministic: bool, render_mode: str | None = None) -> None:
        """Draw where each action leads to, what it brings, and whether the process ends there."""
        super().__init__(render_mode)
        rng = np.random.default_rng(seed)
        outcomes = 1 if deterministic else 2
        self.P = {
            state: {
                action: [
                    (float(share), int(rng.integers(states)), float(rng.random()), bool(rng.random() < 0.2))
                    for share in rng.dirichlet(np.ones(outcomes))
                ]
                for action in range(ACTIONS)
            }
            for state in range(states)
        }
        self.initial_state_distrib = np.full(states, 1 / states)
        self.observation_space = gymnasium.spaces.Discrete(states)
        self.action_space = gymnasium.spaces.Discrete(ACTIONS)


register("RandomProcess-v0", RandomProcess, max_episode_steps=12)


def optimal_values(transitions: dict[int, dict[int, list[Any]]], epsilon: float = 0.0) -> NDArray[np.float64]:
    """Return the best action values, shape (states, actions), by value iteration.

    Args:
        transitions: the process, as Gymnasium's toy environments have it.
        epsilon: the share of its actions that even the best agent takes at random.
    """
    values = np.zeros((len(transitions), ACTIONS))
    for _ in range(200):
        best = (1 - epsilon) * values.max(axis=1) + epsilon * values.mean(axis=1)
        for state, actions in transitions.items():
            for action, outcomes in actions.items():
                values[state, action] = sum(
                    share * (reward + (0.0 if ended else DISCOUNT * best[after]))
                    for share, after, reward, ended in outcomes
                )
    return values


SMALLER_AND_SMALLER = Schedule("exponential", 0.5, 0.0005, 0, EPISODES)

MODEL_BASED = {"dyna_q", "dyna_q_plus", "prioritized_sweeping"}

# Algorithm; the share of random actions that is left in the end; that which the exact values take into account;
# tolerance. Off-policy, the optimal values are learned whatever the agent does; on-policy, those of an agent that goes
# on exploring, which are nearly optimal if it explores little, but then learned from few samples.
CASES = [
    ("q_learning", 1.0, 0.0, TOLERANCE),
    pytest.param("double_q_learning", 1.0, 0.0, TOLERANCE, marks=pytest.mark.slow),
    pytest.param("dyna_q", 1.0, 0.0, TOLERANCE, marks=pytest.mark.slow),
    pytest.param("dyna_q_plus", 1.0, 0.0, TOLERANCE, marks=pytest.mark.slow),
    pytest.param("prioritized_sweeping", 1.0, 0.0, TOLERANCE, marks=pytest.mark.slow),
    ("expected_sarsa", 0.2, 0.2, TOLERANCE),
    pytest.param("monte_carlo", 0.2, 0.2, TOLERANCE, marks=pytest.mark.slow),
    ("expected_sarsa", 0.02, 0.0, 4 * TOLERANCE),
]


@pytest.mark.parametrize(("algorithm", "left", "taken_into_account", "tolerance"), CASES)
@settings(max_examples=10)
@given(states=st.integers(1, 5), seed=st.integers(0, 10**6))
def test_values_become_those_of_value_iteration(  # noqa: PLR0917 (one a column of the cases)
    algorithm: str, left: float, taken_into_account: float, tolerance: float, states: int, seed: int
) -> None:
    # A model takes the environment for deterministic.
    arguments: dict[str, Any] = {"states": states, "seed": seed, "deterministic": algorithm in MODEL_BASED}
    agent = make_agent(
        algorithm=algorithm,
        discount=DISCOUNT,
        learning_rate=SMALLER_AND_SMALLER,
        exploration=Schedule("exponential", 1.0, left, 0, EPISODES // 4),
        planning_steps=2,
        average_returns=False,
    )
    training = Training(EnvironmentSettings("RandomProcess-v0", arguments=arguments), agent, EPISODES, seed, "compiled")
    list(training.run([EPISODES]))
    assert training.engine.name == "compiled"
    exact = optimal_values(RandomProcess(**arguments).P, taken_into_account)
    np.testing.assert_allclose(training.q_table, exact, atol=tolerance)
