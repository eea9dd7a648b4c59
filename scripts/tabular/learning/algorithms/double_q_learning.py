"""Double Q-learning (Sutton & Barto, 2nd ed., section 6.7, page 136).

The learner's table is the mean of two: it is what the agent acts on, and what is kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tabular.engines.interface import locate, reset, step
from tabular.learning.behaviour import best_action
from tabular.learning.interface import choose_action
from tabular.learning.learner import is_end

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tabular.engines.interface import EpisodeOutcome, Task
    from tabular.learning.agent import AgentSettings
    from tabular.learning.learner import Learner


FIRST_TABLE = 0.5
"""The probability that a step updates the first table and not the second."""


class TwoTables(NamedTuple):
    """The two tables, each of shape (cells, actions).

    Attributes:
        first: drawn first.
        second: drawn second.
    """

    first: NDArray[np.float64]
    second: NDArray[np.float64]


def initial_memory(settings: AgentSettings, rng: np.random.Generator, table: NDArray[np.float64]) -> TwoTables:
    """Draw a second table right after the first, and make the learner's table the mean of both.

    Args:
        settings: where initial values lie.
        rng: the agent's random numbers.
        table: the first table as it was drawn, shape (cells, actions), changed in place.
    """
    first = table.copy()
    second = settings.initial_table(rng, table.shape)
    table[:] = (first + second) / 2
    return TwoTables(first, second)


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
        if ended or learner.bootstrap_at_truncation or not truncated:
            if learner.rng.random() < FIRST_TABLE:
                learned, other = learner.memory.first, learner.memory.second
            else:
                learned, other = learner.memory.second, learner.memory.first
            if ended and learner.zero_at_termination:
                learned[cell, action] = 0.0
            else:
                target = reward
                if not ended:
                    target += learner.discount * other[next_cell, best_action(learner, learned, next_cell)]
                learned[cell, action] = (1 - step_size) * learned[cell, action] + step_size * target
            learner.table[cell, action] = (learned[cell, action] + other[cell, action]) / 2
            learner.visits[cell, action] += 1
        cell = next_cell
    return episode_return, length, terminated
