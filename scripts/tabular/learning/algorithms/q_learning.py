"""Q-learning: off-policy temporal-difference control (Sutton & Barto, 2nd ed., section 6.5, page 131)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tabular.engines.interface import locate, reset, step
from tabular.learning.behaviour import largest_value
from tabular.learning.interface import choose_action
from tabular.learning.learner import is_end, move_towards, settle_termination

if TYPE_CHECKING:
    from tabular.engines.interface import EpisodeOutcome, Task
    from tabular.learning.learner import Learner


def play_episode(learner: Learner, exploration: float, step_size: float, task: Task) -> EpisodeOutcome:
    """Play an episode and learn from it, as `tabular.learning.algorithms` says."""
    world, layout, time_limit = task
    state = reset(world)
    cell = locate(layout, state)
    episode_return, length = 0.0, 0
    terminated = truncated = False
    while not (terminated or truncated):
        action = choose_action(learner, cell, exploration)
        state, reward, terminated, truncated = step(world, state, action)
        episode_return += reward
        length += 1
        truncated = truncated or length >= time_limit
        next_cell = locate(layout, state)
        ended = is_end(terminated, truncated, learner.terminate_at_truncation)
        if ended:
            settle_termination(learner, cell, action, reward, step_size)
            learner.visits[cell, action] += 1
        elif learner.bootstrap_at_truncation or not truncated:
            target = reward + learner.discount * largest_value(learner, next_cell)
            move_towards(learner, cell, action, target, step_size)
            learner.visits[cell, action] += 1
        cell = next_cell
    return episode_return, length, terminated
