"""Expected Sarsa, on-policy (Sutton & Barto, 2nd ed., section 6.6, page 133).

The next action is drawn where Sarsa draws it, before the update, though the target doesn't contain it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tabular.engines.interface import locate, reset, step
from tabular.learning.interface import choose_action, count_visit, expected_value, update
from tabular.learning.learner import is_end
from tabular.learning.value_functions.terminal import update_terminal

if TYPE_CHECKING:
    from tabular.engines.interface import EpisodeOutcome, Task
    from tabular.learning.learner import Learner


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
        ended = is_end(terminated, truncated, learner.terminate_at_truncation)
        if ended:
            update_terminal(learner, state, action, reward, step_size)
            count_visit(learner, state, action)
        else:
            next_action = choose_action(learner, next_state, exploration)
            if learner.bootstrap_at_truncation or not truncated:
                target = reward + learner.discount * expected_value(learner, next_state, exploration)
                update(learner, learner.q_table, state, action, target, step_size)
                count_visit(learner, state, action)
            state, action = next_state, next_action
    return episode_return, length, terminated
