"""Dyna-Q: learning from steps in the environment and, in between, from a model (Sutton & Barto, section 8.2, page 164).

The model takes the environment for deterministic: it remembers what last followed each action.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from tabular.engines.interface import locate, reset, step
from tabular.learning.interface import choose_action, count_visit, update
from tabular.learning.learner import is_end
from tabular.learning.value_functions.greedy import largest_value
from tabular.learning.value_functions.terminal import update_terminal

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tabular.engines.interface import EpisodeOutcome, Task
    from tabular.learning.agent import AgentSettings
    from tabular.learning.learner import Learner


class Model(NamedTuple):
    """What followed each action that was taken.

    Attributes:
        next_state: where it led to, shape (states, actions).
        reward: what it brought, likewise.
        terminated: whether the episode terminated then, likewise; 0 or 1.
        seen: the states in which an action was taken, in the order in which they first were, shape (states,).
        seen_count: how many these are, shape (1,).
        taken: the actions taken in each state, in the order in which they first were, shape (states, actions).
        taken_count: how many these are, shape (states,).
        planning_steps: how many updates from the model follow each step in the environment.
    """

    next_state: NDArray[np.int64]
    reward: NDArray[np.float64]
    terminated: NDArray[np.uint8]
    seen: NDArray[np.int64]
    seen_count: NDArray[np.int64]
    taken: NDArray[np.int64]
    taken_count: NDArray[np.int64]
    planning_steps: int


def initial_memory(settings: AgentSettings, _rng: np.random.Generator, q_table: NDArray[np.float64]) -> Model:
    """Make an empty model for a table of shape (states, actions)."""
    states = len(q_table)
    return Model(
        next_state=np.zeros(q_table.shape, dtype=np.int64),
        reward=np.zeros(q_table.shape, dtype=np.float64),
        terminated=np.zeros(q_table.shape, dtype=np.uint8),
        seen=np.zeros(states, dtype=np.int64),
        seen_count=np.zeros(1, dtype=np.int64),
        taken=np.zeros(q_table.shape, dtype=np.int64),
        taken_count=np.zeros(states, dtype=np.int64),
        planning_steps=settings.planning_steps,
    )


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
            learn(learner, state, action, reward, next_state, ended, step_size)
            count_visit(learner, state, action)
            remember(learner.memory, state, action, reward, next_state, ended)
            plan(learner, step_size)
        state = next_state
    return episode_return, length, terminated


def learn(  # noqa: PLR0917 (Numba takes no keyword-only arguments)
    learner: Learner,
    state: int,
    action: int,
    reward: float,
    next_state: int,
    terminated: bool,  # noqa: FBT001
    step_size: float,
) -> None:
    """Update a value as Q-learning does, from a step that was taken or remembered."""
    if terminated:
        update_terminal(learner, state, action, reward, step_size)
    else:
        target = reward + learner.discount * largest_value(learner, next_state)
        update(learner, learner.q_table, state, action, target, step_size)


def remember(  # noqa: PLR0917 (Numba takes no keyword-only arguments)
    model: Model,
    state: int,
    action: int,
    reward: float,
    next_state: int,
    terminated: bool,  # noqa: FBT001
) -> None:
    """Take up in the model what followed an action."""
    is_new = True
    for index in range(model.taken_count[state]):
        if model.taken[state, index] == action:
            is_new = False
    if is_new:
        if model.taken_count[state] == 0:
            model.seen[model.seen_count[0]] = state
            model.seen_count[0] += 1
        model.taken[state, model.taken_count[state]] = action
        model.taken_count[state] += 1
    model.reward[state, action] = reward
    model.next_state[state, action] = next_state
    model.terminated[state, action] = terminated


def plan(learner: Learner, step_size: float) -> None:
    """Learn from remembered steps: each draws one of the states seen, then one of the actions taken there."""
    rng, model = learner.rng, learner.memory
    for _ in range(model.planning_steps):
        state = model.seen[int(rng.random() * model.seen_count[0])]
        action = model.taken[state, int(rng.random() * model.taken_count[state])]
        reward, next_state = model.reward[state, action], model.next_state[state, action]
        learn(learner, state, action, reward, next_state, model.terminated[state, action] != 0, step_size)
