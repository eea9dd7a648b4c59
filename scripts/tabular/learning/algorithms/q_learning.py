"""Q-learning: off-policy temporal-difference control (Sutton & Barto, 2nd ed., section 6.5, page 131)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tabular.engines.interface import locate, reset, step
from tabular.learning.interface import choose_action, count_visit, update
from tabular.learning.learner import is_end
from tabular.learning.value_functions.greedy import largest_value
from tabular.learning.value_functions.terminal import update_terminal

if TYPE_CHECKING:
    from tabular.engines.interface import EpisodeOutcome, Task
    from tabular.learning.learner import Learner


def play_episode(learner: Learner, exploration: float, step_size: float, task: Task) -> EpisodeOutcome:
    """Play an episode and learn from it, as `tabular.learning.algorithms` says."""
    env, discretisation, time_limit = task
    env_state = reset(env)
    state = locate(discretisation, env_state)
    episode_return, length = 0.0, 0
    terminated = truncated = False
    while not (terminated or truncated):
        action = choose_action(learner, state, exploration)
        env_state, reward, terminated, truncated = step(env, env_state, action)
        episode_return += reward
        length += 1
        truncated = truncated or length >= time_limit
        next_state = locate(discretisation, env_state)
        ended = is_end(terminated, truncated, learner.terminate_at_truncation)
        if ended:
            update_terminal(learner, state, action, reward, step_size)
            count_visit(learner, state, action)
        elif learner.bootstrap_at_truncation or not truncated:
            target = reward + learner.discount * largest_value(learner, next_state)
            update(learner, learner.q_table, state, action, target, step_size)
            count_visit(learner, state, action)
        state = next_state
    return episode_return, length, terminated
