"""Sarsa(λ) with accumulating, replacing or clearing traces (Sutton & Barto, 2nd ed., section 12.7, page 305).

With λ = 0 it is Sarsa, to the bit. With dutch traces it is true online Sarsa(λ) (section 12.8, page 307).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tabular.engines.interface import locate, reset, step
from tabular.learning.algorithms.eligibility_traces import (
    DUTCH,
    decay,
    initial_memory,
    learn_along_dutch_traces,
    learn_along_traces,
    visit,
)
from tabular.learning.interface import action_value, choose_action, count_visit
from tabular.learning.learner import is_end

if TYPE_CHECKING:
    from tabular.engines.interface import EpisodeOutcome, Task
    from tabular.learning.learner import Learner

__all__ = ["initial_memory", "play_episode"]


def play_episode(learner: Learner, exploration: float, step_size: float, task: Task) -> EpisodeOutcome:
    """Play an episode and learn from it, as `tabular.learning.algorithms` says."""
    env, discretisation, time_limit = task
    decay(learner.memory, 0.0)
    learner.memory.last_value[0] = 0.0
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
        visit(learner, state, action, step_size)
        if ended:
            learn(learner, state, action, reward, step_size)
        else:
            next_action = choose_action(learner, next_state, exploration)
            if learner.bootstrap_at_truncation or not truncated:
                next_value = action_value(learner, learner.q_table, next_state, next_action)
                learn(learner, state, action, reward + learner.discount * next_value, step_size)
                learner.memory.last_value[0] = next_value
            decay(learner.memory, learner.discount * learner.memory.decay)
            state, action = next_state, next_action
    return episode_return, length, terminated


def learn(learner: Learner, state: int, action: int, target: float, step_size: float) -> None:
    """Learn from a step, along the traces."""
    if learner.memory.kind == DUTCH:
        learn_along_dutch_traces(learner, state, action, target, step_size)
    else:
        learn_along_traces(learner, state, action, target, step_size)
    count_visit(learner, state, action)
