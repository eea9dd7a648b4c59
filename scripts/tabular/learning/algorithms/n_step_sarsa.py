"""n-step Sarsa (Sutton & Barto, 2nd ed., section 7.2, page 147).

With one step it is Sarsa, to the bit: the return is summed up from its end, as Sarsa's target is.
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


class LastSteps(NamedTuple):
    """What happened at the last n + 1 times, each of shape (n + 1,); the entry of a time is its remainder by n + 1.

    Attributes:
        states: where the agent was.
        actions: what it chose there.
        rewards: what it received on getting there.
    """

    states: NDArray[np.int64]
    actions: NDArray[np.int64]
    rewards: NDArray[np.float64]


def initial_memory(settings: AgentSettings, _rng: np.random.Generator, _table: NDArray[np.float64]) -> LastSteps:
    """Make room for the last n + 1 times."""
    size = settings.steps + 1
    return LastSteps(np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.float64))


def play_episode(learner: Learner, exploration: float, step_size: float, task: Task) -> EpisodeOutcome:
    """Play an episode and learn from it, as `tabular.learning.algorithms` says."""
    env, discretisation, time_limit = task
    states, actions, rewards = learner.memory
    kept = len(rewards)
    steps = kept - 1
    env_state = reset(env)
    states[0] = locate(discretisation, env_state)
    actions[0] = choose_action(learner, states[0], exploration)
    episode_return, time = 0.0, 0
    terminated = truncated = ended = False
    while not (terminated or truncated):
        env_state, reward, terminated, truncated = step(env, env_state, actions[time % kept])
        episode_return += reward
        time += 1
        truncated = truncated or time >= time_limit
        rewards[time % kept] = reward
        states[time % kept] = locate(discretisation, env_state)
        ended = is_end(terminated, truncated, learner.terminate_at_truncation)
        if not ended:
            actions[time % kept] = choose_action(learner, states[time % kept], exploration)
        if time >= steps and (ended or learner.bootstrap_at_truncation or not truncated):
            learn_from_return(learner, time - steps, time, ended, step_size)
    if ended or learner.bootstrap_at_truncation:
        for start in range(max(0, time - steps + 1), time):  # the last times, whose returns are shorter
            learn_from_return(learner, start, time, ended, step_size)
    return episode_return, time, terminated


def learn_from_return(learner: Learner, start: int, end: int, terminated: bool, step_size: float) -> None:  # noqa: FBT001
    """Move the value of the step at `start` towards the rewards up to `end`, and the value there if it goes on."""
    states, actions, rewards = learner.memory
    kept = len(rewards)
    target = 0.0
    if not terminated:
        target = action_value(learner, learner.q_table, states[end % kept], actions[end % kept])
    for time in range(end, start, -1):
        target = rewards[time % kept] + learner.discount * target
    state, action = states[start % kept], actions[start % kept]
    update(learner, learner.q_table, state, action, target, step_size)
    count_visit(learner, state, action)
