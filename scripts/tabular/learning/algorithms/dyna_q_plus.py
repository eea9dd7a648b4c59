"""Dyna-Q+: Dyna-Q for environments that may change (Sutton & Barto, 2nd ed., section 8.3, page 168).

Planning takes what wasn't tried for long for more rewarding than it was, so that the agent tries it again. As the
book's footnote has it, actions that were never tried in a state that was are planned too: before the first try, the
model has them lead back to the same state, with a reward of 0.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from tabular.engines.interface import locate, reset, step
from tabular.learning.algorithms.dyna_q import learn
from tabular.learning.interface import available_action, available_count, choose_action, count_visit
from tabular.learning.learner import is_end

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tabular.engines.interface import EpisodeOutcome, Task
    from tabular.learning.agent import AgentSettings
    from tabular.learning.learner import Learner


class TimedModel(NamedTuple):
    """What followed each action, and when it was tried.

    Attributes:
        next_state: where it led to, shape (states, actions).
        reward: what it brought, likewise.
        terminated: whether the episode terminated then, likewise; 0 or 1.
        tried: the time step in which it was last tried, likewise; 0 before the first try.
        time: steps in the environment since the training began, through all episodes, shape (1,).
        seen: the states in which an action was taken, in the order in which they first were, shape (states,).
        seen_count: how many these are, shape (1,).
        is_seen: whether a state is one of them, shape (states,); 0 or 1.
        planning_steps: how many updates from the model follow each step in the environment.
        exploration_bonus: what planning adds to the reward of an action for the root of the time steps since it was
            tried; the book's κ.
    """

    next_state: NDArray[np.int64]
    reward: NDArray[np.float64]
    terminated: NDArray[np.uint8]
    tried: NDArray[np.int64]
    time: NDArray[np.int64]
    seen: NDArray[np.int64]
    seen_count: NDArray[np.int64]
    is_seen: NDArray[np.uint8]
    planning_steps: int
    exploration_bonus: float


def initial_memory(settings: AgentSettings, _rng: np.random.Generator, q_table: NDArray[np.float64]) -> TimedModel:
    """Make a model for a table of shape (states, actions), in which every action leads back to its state."""
    states, actions = q_table.shape
    return TimedModel(
        next_state=np.repeat(np.arange(states, dtype=np.int64), actions).reshape(states, actions),
        reward=np.zeros(q_table.shape, dtype=np.float64),
        terminated=np.zeros(q_table.shape, dtype=np.uint8),
        tried=np.zeros(q_table.shape, dtype=np.int64),
        time=np.zeros(1, dtype=np.int64),
        seen=np.zeros(states, dtype=np.int64),
        seen_count=np.zeros(1, dtype=np.int64),
        is_seen=np.zeros(states, dtype=np.uint8),
        planning_steps=settings.planning_steps,
        exploration_bonus=settings.exploration_bonus,
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
        note_time(learner.memory, state, action)
        ended = is_end(terminated, truncated, learner.terminate_at_truncation)
        if ended or learner.bootstrap_at_truncation or not truncated:
            learn(learner, state, action, reward, next_state, ended, step_size)
            count_visit(learner, state, action)
            remember(learner.memory, state, action, reward, next_state, ended)
            plan(learner, step_size)
        state = next_state
    return episode_return, length, terminated


def note_time(model: TimedModel, state: int, action: int) -> None:
    """Note that an action was tried in the time step that comes now."""
    model.time[0] += 1
    model.tried[state, action] = model.time[0]


def remember(  # noqa: PLR0917 (Numba takes no keyword-only arguments)
    model: TimedModel,
    state: int,
    action: int,
    reward: float,
    next_state: int,
    terminated: bool,  # noqa: FBT001
) -> None:
    """Take up in the model what followed an action."""
    if model.is_seen[state] == 0:
        model.is_seen[state] = 1
        model.seen[model.seen_count[0]] = state
        model.seen_count[0] += 1
    model.reward[state, action] = reward
    model.next_state[state, action] = next_state
    model.terminated[state, action] = terminated


def plan(learner: Learner, step_size: float) -> None:
    """Learn from the model: each step draws one of the states seen, then one of the actions available there."""
    rng, model = learner.rng, learner.memory
    for _ in range(model.planning_steps):
        state = model.seen[int(rng.random() * model.seen_count[0])]
        action = available_action(learner, state, int(rng.random() * available_count(learner, state)))
        untried = model.time[0] - model.tried[state, action]
        reward = model.reward[state, action] + model.exploration_bonus * math.sqrt(untried)
        next_state, terminated = model.next_state[state, action], model.terminated[state, action] != 0
        learn(learner, state, action, reward, next_state, terminated, step_size)
