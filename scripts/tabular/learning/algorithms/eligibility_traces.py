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
        trace: shape (cells, actions).
        cells: of the traces that aren't zero, in the order in which they began, shape (values of the table,).
        actions: likewise.
        listed: how many these are, shape (1,).
        decay: λ, in [0, 1].
        replacing: a visit sets its trace to 1, instead of adding 1.
    """

    trace: NDArray[np.float64]
    cells: NDArray[np.int64]
    actions: NDArray[np.int64]
    listed: NDArray[np.int64]
    decay: float
    replacing: bool


def initial_memory(settings: AgentSettings, _rng: np.random.Generator, table: NDArray[np.float64]) -> Traces:
    """Make a trace for each value of a table of shape (cells, actions), all of them zero."""
    return Traces(
        trace=np.zeros(table.shape, dtype=np.float64),
        cells=np.zeros(table.size, dtype=np.int64),
        actions=np.zeros(table.size, dtype=np.int64),
        listed=np.zeros(1, dtype=np.int64),
        decay=settings.trace_decay,
        replacing=settings.traces == "replacing",
    )


def mark(traces: Traces, cell: int, action: int) -> None:
    """Let the trace of the value that was just visited grow."""
    trace, cells, actions, listed = traces.trace, traces.cells, traces.actions, traces.listed
    if trace[cell, action] == 0.0:
        cells[listed[0]] = cell
        actions[listed[0]] = action
        listed[0] += 1
    if traces.replacing:
        trace[cell, action] = 1.0
    else:
        trace[cell, action] += 1.0


def fade(traces: Traces, factor: float) -> None:
    """Multiply all traces by a factor; 0 cuts them off."""
    trace, cells, actions, listed = traces.trace, traces.cells, traces.actions, traces.listed
    kept = 0
    for index in range(listed[0]):
        cell, action = cells[index], actions[index]
        trace[cell, action] *= factor
        if trace[cell, action] < NEGLIGIBLE:
            trace[cell, action] = 0.0
        else:
            cells[kept] = cell
            actions[kept] = action
            kept += 1
    listed[0] = kept


def learn_along_traces(learner: Learner, cell: int, action: int, target: float, step_size: float) -> None:
    """Change every value by its share of what the value of the last step was wrong by.

    The value of the last step itself moves towards the target as in one-step algorithms, so that without any other
    trace the result is theirs, to the bit.
    """
    table, traces = learner.table, learner.memory
    error = target - table[cell, action]
    share = step_size * traces.trace[cell, action]
    moved = (1 - share) * table[cell, action] + share * target
    for index in range(traces.listed[0]):
        traced_cell, traced_action = traces.cells[index], traces.actions[index]
        table[traced_cell, traced_action] += step_size * error * traces.trace[traced_cell, traced_action]
    table[cell, action] = moved
    learner.visits[cell, action] += 1
