"""On-policy first-visit Monte Carlo control (Sutton & Barto, 2nd ed., section 5.4, page 101).

Nothing is learned before the episode has ended. Then each value that was visited learns from the return that followed
its first visit: it is the average of all these returns, or moves towards each by the step size (section 6.1, page 119).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from tabular.engines.interface import locate, reset, step
from tabular.learning.agent import LONGEST_EPISODE
from tabular.learning.interface import choose_action, count_visit, expected_value, update
from tabular.learning.learner import is_end

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tabular.engines.interface import EpisodeOutcome, Task
    from tabular.learning.agent import AgentSettings
    from tabular.learning.learner import Learner


class EpisodeSoFar(NamedTuple):
    """What happened in an episode; each of the first three has the shape (LONGEST_EPISODE,).

    Attributes:
        states: where the agent was at each time.
        actions: what it chose there.
        rewards: what that brought.
        first_visit: when each action was first chosen in each state, shape (states, actions); -1 if it wasn't.
        average_returns: whether a value is the average of its returns, rather than moved by the step size.
    """

    states: NDArray[np.int64]
    actions: NDArray[np.int64]
    rewards: NDArray[np.float64]
    first_visit: NDArray[np.int64]
    average_returns: bool


def initial_memory(settings: AgentSettings, _rng: np.random.Generator, q_table: NDArray[np.float64]) -> EpisodeSoFar:
    """Make room for the longest episode, of which the system only provides what is used."""
    return EpisodeSoFar(
        states=np.empty(LONGEST_EPISODE, dtype=np.int64),
        actions=np.empty(LONGEST_EPISODE, dtype=np.int64),
        rewards=np.empty(LONGEST_EPISODE, dtype=np.float64),
        first_visit=np.full(q_table.shape, -1, dtype=np.int64),
        average_returns=settings.average_returns,
    )


def play_episode(learner: Learner, exploration: float, step_size: float, task: Task) -> EpisodeOutcome:
    """Play an episode and learn from it, as `tabular.learning.algorithms` says."""
    env, discretisation, time_limit = task
    states, actions, rewards, first_visit, _ = learner.memory
    env_state = reset(env)
    state = locate(discretisation, env_state)
    episode_return, length = 0.0, 0
    terminated = truncated = False
    while not (terminated or truncated):
        action = choose_action(learner, state, exploration)
        states[length] = state
        actions[length] = action
        if first_visit[state, action] < 0:
            first_visit[state, action] = length
        env_state, reward, terminated, truncated = step(env, env_state, action)
        rewards[length] = reward
        episode_return += reward
        length += 1
        truncated = truncated or length >= time_limit or length >= len(rewards)
        state = locate(discretisation, env_state)
    ended = is_end(terminated, truncated, learner.terminate_at_truncation)
    has_return = ended or learner.bootstrap_at_truncation
    target = 0.0
    if not ended and has_return:
        target = expected_value(learner, state, exploration)
    for time in range(length - 1, -1, -1):
        state, action = states[time], actions[time]
        target = rewards[time] + learner.discount * target
        if first_visit[state, action] == time:
            first_visit[state, action] = -1
            if has_return:
                learn(learner, state, action, target, step_size)
    return episode_return, length, terminated


def learn(learner: Learner, state: int, action: int, target: float, step_size: float) -> None:
    """Make a value the average of all its returns, of which this is the last, or move it towards this one."""
    count_visit(learner, state, action)
    if learner.memory.average_returns:
        step_size = 1.0 / learner.visits[state, action]
    update(learner, learner.q_table, state, action, target, step_size)
