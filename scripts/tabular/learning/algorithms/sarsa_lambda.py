"""Sarsa(λ) with accumulating or replacing traces (Sutton & Barto, 2nd ed., section 12.7, page 305).

With λ = 0 it is Sarsa, to the bit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tabular.engines.interface import locate, reset, step
from tabular.learning.algorithms.eligibility_traces import decay, initial_memory, learn_along_traces, visit
from tabular.learning.interface import choose_action
from tabular.learning.learner import is_end

if TYPE_CHECKING:
    from tabular.engines.interface import EpisodeOutcome, Task
    from tabular.learning.learner import Learner

__all__ = ["initial_memory", "play_episode"]


def play_episode(learner: Learner, exploration: float, step_size: float, task: Task) -> EpisodeOutcome:
    """Play an episode and learn from it, as `tabular.learning.algorithms` says."""
    env, discretisation, time_limit = task
    decay(learner.memory, 0.0)
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
        ended = is_end(terminated, truncated, learner.terminate_at_truncation)
        visit(learner.memory, state, action)
        if ended:
            learn_along_traces(learner, state, action, reward, step_size)
        else:
            next_action = choose_action(learner, next_state, exploration)
            if learner.bootstrap_at_truncation or not truncated:
                target = reward + learner.discount * learner.q_table[next_state, next_action]
                learn_along_traces(learner, state, action, target, step_size)
            decay(learner.memory, learner.discount * learner.memory.decay)
            state, action = next_state, next_action
    return episode_return, length, terminated
