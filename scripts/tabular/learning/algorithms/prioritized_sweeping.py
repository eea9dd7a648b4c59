"""Prioritized sweeping for a deterministic environment (Sutton & Barto, 2nd ed., section 8.4, page 170).

Only planning learns: first the value with the largest error, wherever it is, and then those of the actions that lead
there, whose errors it changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from tabular.engines.interface import ACTIONS, locate, reset, step
from tabular.learning.algorithms.priority_queue import PriorityQueue, empty_queue, insert, take_first
from tabular.learning.interface import action_value, choose_action, count_visit, update
from tabular.learning.learner import is_end
from tabular.learning.value_functions.greedy import largest_value
from tabular.learning.value_functions.terminal import update_terminal

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tabular.engines.interface import EpisodeOutcome, Task
    from tabular.learning.agent import AgentSettings
    from tabular.learning.learner import Learner


class SweptModel(NamedTuple):
    """What followed each action, and from where each state was reached.

    A pair of a state and an action is the number `state * ACTIONS + action`. The predecessors of a state are the pairs
    that lead there, each of which knows the one before it and the one after it.

    Attributes:
        next_state: where each pair led to, shape (pairs,); -1 where the episode terminated, and before the first time.
        reward: what it brought, likewise.
        first_predecessor: of each state, shape (states,); -1 if it has none.
        predecessor_before: of each pair that leads somewhere, shape (pairs,); -1 for the first.
        predecessor_after: likewise; -1 for the last.
        queue: the pairs whose values are to be updated.
        planning_steps: how many updates follow each step in the environment, as long as there are pairs in the queue.
        priority_threshold: how large an error has to be; the book's θ.
        updates: how many were made so far, shape (1,).
    """

    next_state: NDArray[np.int64]
    reward: NDArray[np.float64]
    first_predecessor: NDArray[np.int64]
    predecessor_before: NDArray[np.int64]
    predecessor_after: NDArray[np.int64]
    queue: PriorityQueue
    planning_steps: int
    priority_threshold: float
    updates: NDArray[np.int64]


def initial_memory(settings: AgentSettings, _rng: np.random.Generator, q_table: NDArray[np.float64]) -> SweptModel:
    """Make an empty model and an empty queue for a table of shape (states, actions)."""
    return SweptModel(
        next_state=np.full(q_table.size, -1, dtype=np.int64),
        reward=np.zeros(q_table.size, dtype=np.float64),
        first_predecessor=np.full(len(q_table), -1, dtype=np.int64),
        predecessor_before=np.full(q_table.size, -1, dtype=np.int64),
        predecessor_after=np.full(q_table.size, -1, dtype=np.int64),
        queue=empty_queue(q_table.size),
        planning_steps=settings.planning_steps,
        priority_threshold=settings.priority_threshold,
        updates=np.zeros(1, dtype=np.int64),
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
            pair = state * ACTIONS + action
            remember(learner.memory, pair, reward, -1 if ended else next_state)
            count_visit(learner, state, action)
            queue_if_wrong(learner, pair)
            plan(learner, step_size)
        state = next_state
    return episode_return, length, terminated


def remember(model: SweptModel, pair: int, reward: float, next_state: int) -> None:
    """Take up in the model what followed an action; it now is a predecessor of the state reached, and of no other."""
    before, after = model.predecessor_before[pair], model.predecessor_after[pair]
    model.reward[pair] = reward
    if model.next_state[pair] == next_state:
        return
    if model.next_state[pair] >= 0:
        if before >= 0:
            model.predecessor_after[before] = after
        else:
            model.first_predecessor[model.next_state[pair]] = after
        if after >= 0:
            model.predecessor_before[after] = before
    if next_state >= 0:
        first = model.first_predecessor[next_state]
        model.first_predecessor[next_state] = pair
        model.predecessor_before[pair] = -1
        model.predecessor_after[pair] = first
        if first >= 0:
            model.predecessor_before[first] = pair
    model.next_state[pair] = next_state


def plan(learner: Learner, step_size: float) -> None:
    """Update the values with the largest errors, each of which may put its predecessors into the queue."""
    model = learner.memory
    for _ in range(model.planning_steps):
        if model.queue.length[0] == 0:
            break
        pair = take_first(model.queue)
        learn(learner, pair, step_size)
        model.updates[0] += 1
        predecessor = model.first_predecessor[pair // ACTIONS]
        while predecessor >= 0:
            queue_if_wrong(learner, predecessor)
            predecessor = model.predecessor_after[predecessor]


def queue_if_wrong(learner: Learner, pair: int) -> None:
    """Put a pair into the queue, if its value differs by more than the threshold from what the model says."""
    model = learner.memory
    reward, next_state = model.reward[pair], model.next_state[pair]
    target = 0.0
    if next_state >= 0:
        target = reward + learner.discount * largest_value(learner, next_state)
    elif not learner.zero_at_termination:
        target = reward
    error = abs(target - action_value(learner, learner.q_table, pair // ACTIONS, pair % ACTIONS))
    if error > model.priority_threshold:
        insert(model.queue, pair, error)


def learn(learner: Learner, pair: int, step_size: float) -> None:
    """Update a value as Q-learning does, from the model."""
    model = learner.memory
    state, action = pair // ACTIONS, pair % ACTIONS
    reward, next_state = model.reward[pair], model.next_state[pair]
    if next_state < 0:
        update_terminal(learner, state, action, reward, step_size)
    else:
        target = reward + learner.discount * largest_value(learner, next_state)
        update(learner, learner.q_table, state, action, target, step_size)
