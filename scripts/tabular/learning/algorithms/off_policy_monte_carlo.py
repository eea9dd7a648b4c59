"""Off-policy Monte Carlo control by weighted importance sampling (Sutton & Barto, 2nd ed., section 5.7, page 111).

The agent behaves epsilon-greedily and learns the values of the greedy policy: from the end of an episode back to the
last action that this policy would not have taken.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from tabular.engines.interface import locate, reset, step
from tabular.learning.agent import LONGEST_EPISODE
from tabular.learning.behaviour import epsilon_greedy_probability
from tabular.learning.interface import choose_action, count_visit, update
from tabular.learning.learner import is_end
from tabular.learning.value_functions.greedy import first_best_action, largest_value

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tabular.engines.interface import EpisodeOutcome, Task
    from tabular.learning.agent import AgentSettings
    from tabular.learning.learner import Learner


class WeightedEpisode(NamedTuple):
    """What happened in an episode, each of the first four of shape (LONGEST_EPISODE,), and the weights of all returns.

    Attributes:
        states: where the agent was at each time.
        actions: what it chose there.
        rewards: what that brought.
        probabilities: with which it chose that action; the book's b.
        weights: of the returns of each value so far, added up, shape (states, actions); the book's C.
    """

    states: NDArray[np.int64]
    actions: NDArray[np.int64]
    rewards: NDArray[np.float64]
    probabilities: NDArray[np.float64]
    weights: NDArray[np.float64]


def initial_memory(
    _settings: AgentSettings, _rng: np.random.Generator, q_table: NDArray[np.float64]
) -> WeightedEpisode:
    """Make room for the longest episode, of which the system only provides what is used."""
    return WeightedEpisode(
        states=np.empty(LONGEST_EPISODE, dtype=np.int64),
        actions=np.empty(LONGEST_EPISODE, dtype=np.int64),
        rewards=np.empty(LONGEST_EPISODE, dtype=np.float64),
        probabilities=np.empty(LONGEST_EPISODE, dtype=np.float64),
        weights=np.zeros(q_table.shape, dtype=np.float64),
    )


def play_episode(learner: Learner, exploration: float, _step_size: float, task: Task) -> EpisodeOutcome:
    """Play an episode and learn from it, as `tabular.learning.algorithms` says; the weights are the step sizes."""
    env, discretisation, time_limit = task
    states, actions, rewards, probabilities, _ = learner.memory
    env_state = reset(env)
    state = locate(discretisation, env_state)
    episode_return, length = 0.0, 0
    terminated = truncated = False
    while not (terminated or truncated):
        action = choose_action(learner, state, exploration)
        states[length] = state
        actions[length] = action
        probabilities[length] = epsilon_greedy_probability(learner, state, action, exploration)
        env_state, reward, terminated, truncated = step(env, env_state, action)
        rewards[length] = reward
        episode_return += reward
        length += 1
        truncated = truncated or length >= time_limit or length >= len(rewards)
        state = locate(discretisation, env_state)
    ended = is_end(terminated, truncated, learner.terminate_at_truncation)
    if ended:
        learn_from_end(learner, length, 0.0)
    elif learner.bootstrap_at_truncation:
        learn_from_end(learner, length, largest_value(learner, state))
    return episode_return, length, terminated


def learn_from_end(learner: Learner, length: int, target: float) -> None:
    """Learn from an episode of some length, backwards, as long as the greedy policy would have done the same.

    Args:
        learner: what learns.
        length: of the episode.
        target: what came after its last step.
    """
    states, actions, rewards, probabilities, weights = learner.memory
    weight = 1.0
    for time in range(length - 1, -1, -1):
        state, action = states[time], actions[time]
        target = rewards[time] + learner.discount * target
        weights[state, action] += weight
        update(learner, learner.q_table, state, action, target, weight / weights[state, action])
        count_visit(learner, state, action)
        if action != first_best_action(learner, state):
            break
        weight /= probabilities[time]
        if math.isinf(weight):
            break
