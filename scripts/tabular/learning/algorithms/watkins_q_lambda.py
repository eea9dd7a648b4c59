"""Watkins's Q(λ) with accumulating, replacing or clearing traces (Sutton & Barto, 2nd ed., section 12.10, page 312).

The traces are cut off before every action that isn't greedy. With λ = 0 it is Q-learning, to the bit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tabular.engines.interface import locate, reset, step
from tabular.learning.algorithms.eligibility_traces import decay, initial_memory, learn_along_traces, visit
from tabular.learning.interface import action_value, choose_action, count_visit
from tabular.learning.learner import is_end
from tabular.learning.value_functions.greedy import largest_value

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
    episode_return, length = 0.0, 0
    terminated = truncated = False
    while not (terminated or truncated):
        action = choose_action(learner, state, exploration)
        is_greedy = action_value(learner, learner.q_table, state, action) == largest_value(learner, state)
        decay(learner.memory, learner.discount * learner.memory.decay if is_greedy else 0.0)
        visit(learner, state, action, step_size)
        env_state, reward, terminated, truncated = step(env, env_state, action)
        episode_return += reward
        length += 1
        truncated = truncated or length >= time_limit
        next_state = locate(discretisation, env_state)
        ended = is_end(terminated, truncated, learner.terminate_at_truncation)
        if ended:
            learn_along_traces(learner, state, action, reward, step_size)
            count_visit(learner, state, action)
        elif learner.bootstrap_at_truncation or not truncated:
            target = reward + learner.discount * largest_value(learner, next_state)
            learn_along_traces(learner, state, action, target, step_size)
            count_visit(learner, state, action)
        state = next_state
    return episode_return, length, terminated
