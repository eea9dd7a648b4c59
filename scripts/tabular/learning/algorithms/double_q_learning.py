"""Double Q-learning (Sutton & Barto, 2nd ed., section 6.7, page 136).

The learner's table is the mean of two: it is what the agent acts on, and what is kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tabular.engines.interface import locate, reset, step
from tabular.learning.interface import action_value, average, choose_action, count_visit, update
from tabular.learning.learner import is_end
from tabular.learning.value_functions.greedy import best_action

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tabular.engines.interface import EpisodeOutcome, Task
    from tabular.learning.agent import AgentSettings
    from tabular.learning.learner import Learner


FIRST_TABLE = 0.5
"""The probability that a step updates the first table and not the second."""


class TwoTables(NamedTuple):
    """The two tables, or two times weights, each of the shape of the learner's.

    Attributes:
        first: drawn first.
        second: drawn second.
    """

    first: NDArray[np.float64]
    second: NDArray[np.float64]


def initial_memory(settings: AgentSettings, rng: np.random.Generator, q_table: NDArray[np.float64]) -> TwoTables:
    """Draw a second table right after the first, and make the learner's table the mean of both.

    Args:
        settings: where initial values lie.
        rng: the agent's random numbers.
        q_table: the first table as it was drawn, shape (states, actions), changed in place.
    """
    first = q_table.copy()
    second = settings.initial_table(rng, q_table.shape)
    q_table[:] = (first + second) / 2
    return TwoTables(first, second)


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
        if ended or learner.bootstrap_at_truncation or not truncated:
            if learner.rng.random() < FIRST_TABLE:
                learned, other = learner.memory.first, learner.memory.second
            else:
                learned, other = learner.memory.second, learner.memory.first
            if ended and learner.zero_at_termination:
                update(learner, learned, state, action, 0.0, 1.0)
            else:
                target = reward
                if not ended:
                    best = best_action(learner, learned, next_state)
                    target += learner.discount * action_value(learner, other, next_state, best)
                update(learner, learned, state, action, target, step_size)
            average(learner, learned, other, state, action)
            count_visit(learner, state, action)
        state = next_state
    return episode_return, length, terminated
