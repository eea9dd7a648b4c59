"""Dyna-Q: learning from steps in the environment and, in between, from a model (Sutton & Barto, section 8.2, page 164).

The model takes the environment for deterministic: it remembers what last followed each action.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from tabular.engines.interface import locate, reset, step
from tabular.learning.behaviour import largest_value
from tabular.learning.interface import choose_action
from tabular.learning.learner import is_end, move_towards, settle_termination

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tabular.engines.interface import EpisodeOutcome, Task
    from tabular.learning.agent import AgentSettings
    from tabular.learning.learner import Learner


class Model(NamedTuple):
    """What followed each action that was taken.

    Attributes:
        next_cell: where it led to, shape (cells, actions).
        reward: what it brought, likewise.
        terminated: whether the episode terminated then, likewise; 0 or 1.
        seen: the cells in which an action was taken, in the order in which they first were, shape (cells,).
        seen_count: how many these are, shape (1,).
        taken: the actions taken in each cell, in the order in which they first were, shape (cells, actions).
        taken_count: how many these are, shape (cells,).
        planning_steps: how many updates from the model follow each step in the environment.
    """

    next_cell: NDArray[np.int64]
    reward: NDArray[np.float64]
    terminated: NDArray[np.uint8]
    seen: NDArray[np.int64]
    seen_count: NDArray[np.int64]
    taken: NDArray[np.int64]
    taken_count: NDArray[np.int64]
    planning_steps: int


def initial_memory(settings: AgentSettings, _rng: np.random.Generator, table: NDArray[np.float64]) -> Model:
    """Make an empty model for a table of shape (cells, actions)."""
    cells = len(table)
    return Model(
        next_cell=np.zeros(table.shape, dtype=np.int64),
        reward=np.zeros(table.shape, dtype=np.float64),
        terminated=np.zeros(table.shape, dtype=np.uint8),
        seen=np.zeros(cells, dtype=np.int64),
        seen_count=np.zeros(1, dtype=np.int64),
        taken=np.zeros(table.shape, dtype=np.int64),
        taken_count=np.zeros(cells, dtype=np.int64),
        planning_steps=settings.planning_steps,
    )


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
            learn(learner, cell, action, reward, next_cell, ended, step_size)
            learner.visits[cell, action] += 1
            remember(learner.memory, cell, action, reward, next_cell, ended)
            plan(learner, step_size)
        cell = next_cell
    return episode_return, length, terminated


def learn(  # noqa: PLR0917 (Numba takes no keyword-only arguments)
    learner: Learner,
    cell: int,
    action: int,
    reward: float,
    next_cell: int,
    terminated: bool,  # noqa: FBT001
    step_size: float,
) -> None:
    """Update a value as Q-learning does, from a step that was taken or remembered."""
    if terminated:
        settle_termination(learner, cell, action, reward, step_size)
    else:
        target = reward + learner.discount * largest_value(learner, next_cell)
        move_towards(learner, cell, action, target, step_size)


def remember(  # noqa: PLR0917 (Numba takes no keyword-only arguments)
    model: Model,
    cell: int,
    action: int,
    reward: float,
    next_cell: int,
    terminated: bool,  # noqa: FBT001
) -> None:
    """Take up in the model what followed an action."""
    is_new = True
    for index in range(model.taken_count[cell]):
        if model.taken[cell, index] == action:
            is_new = False
    if is_new:
        if model.taken_count[cell] == 0:
            model.seen[model.seen_count[0]] = cell
            model.seen_count[0] += 1
        model.taken[cell, model.taken_count[cell]] = action
        model.taken_count[cell] += 1
    model.reward[cell, action] = reward
    model.next_cell[cell, action] = next_cell
    model.terminated[cell, action] = terminated


def plan(learner: Learner, step_size: float) -> None:
    """Learn from remembered steps: each draws one of the cells seen, then one of the actions taken there."""
    rng, model = learner.rng, learner.memory
    for _ in range(model.planning_steps):
        cell = model.seen[int(rng.random() * model.seen_count[0])]
        action = model.taken[cell, int(rng.random() * model.taken_count[cell])]
        reward, next_cell = model.reward[cell, action], model.next_cell[cell, action]
        learn(learner, cell, action, reward, next_cell, model.terminated[cell, action] != 0, step_size)
