"""Eligibility traces: how much each value has to do with what happens now (Sutton & Barto, 2nd ed., section 12.1).

The traces of Sarsa(λ) with binary features (section 12.7, page 305), of which a table has one for each state.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from tabular.learning.interface import ONE_NUMBER, action_value, feature, feature_count

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tabular.learning.agent import AgentSettings
    from tabular.learning.learner import Learner

NEGLIGIBLE = 1e-8
"""A trace below this is dropped: what it would change is of the order of rounding errors."""

DUTCH, REPLACING, CLEARING = 1, 2, 3
"""What a visit does to a trace, besides accumulating; from REPLACING on, it sets the trace to 1."""

KINDS = {"accumulating": 0, "dutch": DUTCH, "replacing": REPLACING, "clearing": CLEARING}


class Traces(NamedTuple):
    """The traces, and the list of those that aren't zero, so that a step costs no more than they are.

    Attributes:
        trace: shape (rows, actions), that of the values.
        rows: of the traces that aren't zero, in the order in which they began, shape (values,).
        actions: likewise.
        listed: how many these are, shape (1,).
        decay: λ, in [0, 1].
        kind: a visit adds 1 to its trace (0), adds 1 less what the step size makes of it (DUTCH), sets it to 1
            (REPLACING), or sets it to 1 and those of the state's other actions to 0 (CLEARING).
        last_value: the value of the next step as it was before the last update, shape (1,); for dutch traces.
    """

    trace: NDArray[np.float64]
    rows: NDArray[np.int64]
    actions: NDArray[np.int64]
    listed: NDArray[np.int64]
    decay: float
    kind: int
    last_value: NDArray[np.float64]


def initial_memory(settings: AgentSettings, _rng: np.random.Generator, q_table: NDArray[np.float64]) -> Traces:
    """Make a trace for each value, given in the shape (rows, actions), all of them zero."""
    return Traces(
        trace=np.zeros(q_table.shape, dtype=np.float64),
        rows=np.zeros(q_table.size, dtype=np.int64),
        actions=np.zeros(q_table.size, dtype=np.int64),
        listed=np.zeros(1, dtype=np.int64),
        decay=settings.trace_decay,
        kind=KINDS[settings.traces],
        last_value=np.zeros(1, dtype=np.float64),
    )


def visit(learner: Learner, state: int, action: int, step_size: float) -> None:
    """Let the traces of the value that was just visited grow.

    There is a call of `decay` between any two visits.
    """
    traces = learner.memory
    trace, rows, actions, listed = traces.trace, traces.rows, traces.actions, traces.listed
    features = feature_count(learner)
    growth = 1.0
    if traces.kind == DUTCH:
        before = 0.0
        for index in range(features):
            before += trace[feature(learner, state, index), action]
        growth = 1.0 - step_size / features * before
    for index in range(features):
        row = feature(learner, state, index)
        if traces.kind == CLEARING:
            clear_other_actions(trace, row, action)
        if trace[row, action] == 0.0:
            rows[listed[0]] = row
            actions[listed[0]] = action
            listed[0] += 1
        if traces.kind >= REPLACING:
            trace[row, action] = 1.0
        else:
            trace[row, action] += growth


def clear_other_actions(trace: NDArray[np.float64], row: int, action: int) -> None:
    """Set the traces of all other actions to zero. Those that weren't zero stay listed until `decay` drops them."""
    for other in range(trace.shape[1]):
        if other != action:
            trace[row, other] = 0.0


def decay(traces: Traces, factor: float) -> None:
    """Multiply all traces by a factor, and drop from the list those that are zero then; 0 cuts all of them off."""
    trace, rows, actions, listed = traces.trace, traces.rows, traces.actions, traces.listed
    kept = 0
    for index in range(listed[0]):
        row, action = rows[index], actions[index]
        trace[row, action] *= factor
        if trace[row, action] < NEGLIGIBLE:
            trace[row, action] = 0.0
        else:
            rows[kept] = row
            actions[kept] = action
            kept += 1
    listed[0] = kept


def add_along_traces(q_table: NDArray[np.float64], traces: Traces, change: float) -> None:
    """Add to every value a change multiplied by its trace."""
    trace, rows, actions = traces.trace, traces.rows, traces.actions
    for index in range(traces.listed[0]):
        row, action = rows[index], actions[index]
        q_table[row, action] += change * trace[row, action]


def learn_along_traces(learner: Learner, state: int, action: int, target: float, step_size: float) -> None:
    """Change every value by its share of what the value of the last step was wrong by.

    In a table, the value of the last step itself moves towards the target as in one-step algorithms, so that without
    any other trace the result is theirs, to the bit.
    """
    q_table, traces = learner.q_table, learner.memory
    error = target - action_value(learner, q_table, state, action)
    if ONE_NUMBER:
        share = step_size * traces.trace[state, action]
        moved = (1 - share) * q_table[state, action] + share * target
        add_along_traces(q_table, traces, step_size * error)
        q_table[state, action] = moved
    else:
        add_along_traces(q_table, traces, step_size / feature_count(learner) * error)


def learn_along_dutch_traces(learner: Learner, state: int, action: int, target: float, step_size: float) -> None:
    """Do the same as `learn_along_traces` for dutch traces, as true online Sarsa(λ) does (section 12.8, page 307)."""
    q_table, traces = learner.q_table, learner.memory
    features = feature_count(learner)
    share = step_size / features
    last_value = traces.last_value[0]
    correction = share * (action_value(learner, q_table, state, action) - last_value)
    add_along_traces(q_table, traces, share * (target - last_value))
    for index in range(features):
        q_table[feature(learner, state, index), action] -= correction
