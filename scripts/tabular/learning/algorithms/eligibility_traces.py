"""Eligibility traces: how much each value has to do with what happens now (Sutton & Barto, 2nd ed., section 12.1).

For tables, the traces of Sarsa(λ) with binary features (section 12.7, page 305) where each value is a feature.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tabular.learning.agent import AgentSettings
    from tabular.learning.learner import Learner

NEGLIGIBLE = 1e-8
"""A trace below this is dropped: what it would change is of the order of rounding errors."""


class Traces(NamedTuple):
    """The traces, and the list of those that aren't zero, so that a step costs no more than they are.

    Attributes:
        trace: shape (states, actions).
        states: of the traces that aren't zero, in the order in which they began, shape (values of the table,).
        actions: likewise.
        listed: how many these are, shape (1,).
        decay: λ, in [0, 1].
        replacing: a visit sets its trace to 1, instead of adding 1.
    """

    trace: NDArray[np.float64]
    states: NDArray[np.int64]
    actions: NDArray[np.int64]
    listed: NDArray[np.int64]
    decay: float
    replacing: bool


def initial_memory(settings: AgentSettings, _rng: np.random.Generator, q_table: NDArray[np.float64]) -> Traces:
    """Make a trace for each value of a table of shape (states, actions), all of them zero."""
    return Traces(
        trace=np.zeros(q_table.shape, dtype=np.float64),
        states=np.zeros(q_table.size, dtype=np.int64),
        actions=np.zeros(q_table.size, dtype=np.int64),
        listed=np.zeros(1, dtype=np.int64),
        decay=settings.trace_decay,
        replacing=settings.traces == "replacing",
    )


def visit(traces: Traces, state: int, action: int) -> None:
    """Let the trace of the value that was just visited grow."""
    trace, states, actions, listed = traces.trace, traces.states, traces.actions, traces.listed
    if trace[state, action] == 0.0:
        states[listed[0]] = state
        actions[listed[0]] = action
        listed[0] += 1
    if traces.replacing:
        trace[state, action] = 1.0
    else:
        trace[state, action] += 1.0


def decay(traces: Traces, factor: float) -> None:
    """Multiply all traces by a factor; 0 cuts them off."""
    trace, states, actions, listed = traces.trace, traces.states, traces.actions, traces.listed
    kept = 0
    for index in range(listed[0]):
        state, action = states[index], actions[index]
        trace[state, action] *= factor
        if trace[state, action] < NEGLIGIBLE:
            trace[state, action] = 0.0
        else:
            states[kept] = state
            actions[kept] = action
            kept += 1
    listed[0] = kept


def learn_along_traces(learner: Learner, state: int, action: int, target: float, step_size: float) -> None:
    """Change every value by its share of what the value of the last step was wrong by.

    The value of the last step itself moves towards the target as in one-step algorithms, so that without any other
    trace the result is theirs, to the bit.
    """
    q_table, traces = learner.q_table, learner.memory
    error = target - q_table[state, action]
    share = step_size * traces.trace[state, action]
    moved = (1 - share) * q_table[state, action] + share * target
    for index in range(traces.listed[0]):
        traced_state, traced_action = traces.states[index], traces.actions[index]
        q_table[traced_state, traced_action] += step_size * error * traces.trace[traced_state, traced_action]
    q_table[state, action] = moved
    learner.visits[state, action] += 1
