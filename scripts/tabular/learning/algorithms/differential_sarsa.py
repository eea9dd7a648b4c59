"""Differential Sarsa, on-policy, for continuing tasks (Sutton & Barto, 2nd ed., section 10.3, page 251).

Values are differential: how much more reward is to come than on average. The average reward is learned beside them, and
goes on from episode to episode: in a continuing task, an episode is only a part of the one that goes on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from tabular.engines.interface import locate, reset, step
from tabular.learning.interface import action_value, choose_action, count_visit, update
from tabular.learning.learner import is_end

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tabular.engines.interface import EpisodeOutcome, Task
    from tabular.learning.agent import AgentSettings
    from tabular.learning.learner import Learner


class AverageReward(NamedTuple):
    """The average reward.

    Attributes:
        estimate: in the environment's units of reward a step, shape (1,).
        step_size: how far it moves, as a fraction of the differential error.
    """

    estimate: NDArray[np.float64]
    step_size: float


def initial_memory(settings: AgentSettings, _rng: np.random.Generator, _values: NDArray[np.float64]) -> AverageReward:
    """Begin with an average reward of 0."""
    return AverageReward(np.zeros(1, dtype=np.float64), settings.average_reward_step_size)


def play_episode(learner: Learner, exploration: float, step_size: float, task: Task) -> EpisodeOutcome:
    """Play an episode and learn from it, as `tabular.learning.algorithms` says."""
    env, discretisation, time_limit = task
    env_state = reset(env)
    state = locate(discretisation, env_state)
    action = choose_action(learner, state, exploration)
    episode_return, length = 0.0, 0
    terminated = truncated = False
    while not (terminated or truncated):
        env_state, reward, terminated, truncated = step(env, env_state, action)
        episode_return += reward
        length += 1
        truncated = truncated or length >= time_limit
        next_state = locate(discretisation, env_state)
        if is_end(terminated, truncated, learner.terminate_at_truncation):
            learn(learner, state, action, reward, 0.0, step_size)
        else:
            next_action = choose_action(learner, next_state, exploration)
            if learner.bootstrap_at_truncation or not truncated:
                next_value = action_value(learner, learner.q_table, next_state, next_action)
                learn(learner, state, action, reward, next_value, step_size)
            state, action = next_state, next_action
    return episode_return, length, terminated


def learn(  # noqa: PLR0917 (Numba takes no keyword-only arguments)
    learner: Learner, state: int, action: int, reward: float, next_value: float, step_size: float
) -> None:
    """Move the average reward and the value of the last step by their shares of the differential error."""
    average = learner.memory
    target = reward - average.estimate[0] + next_value
    error = target - action_value(learner, learner.q_table, state, action)
    average.estimate[0] += average.step_size * error
    update(learner, learner.q_table, state, action, target, step_size)
    count_visit(learner, state, action)
