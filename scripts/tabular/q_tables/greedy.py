"""What a policy does, and what a picture shows of it: in each cell of two of the table's dimensions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tabular.q_tables.view import TableView
    from tabular.results.environment import EnvironmentDescription


@dataclass(frozen=True)
class Policy:
    """What is done in each cell of a table.

    Attributes:
        actions: the action, counted from 0, shape cells.
        tied: where the table doesn't tell, because the values of all available actions are equal, shape cells.
        known: where it has learned what it does: some value of the cell was updated, shape cells.
    """

    actions: NDArray[np.intp]
    tied: NDArray[np.bool_]
    known: NDArray[np.bool_]


def greedy_policy(table: NDArray[np.float64], known: NDArray[np.bool_] | None = None) -> Policy:
    """Return the policy that takes the best action of a table, the first of equals.

    Args:
        table: shape cells + (actions,). Actions whose value is −∞ are not available; at least one is.
        known: of which cells any value was updated, shape cells; None: of all.
    """
    is_no_worse = (table == table.max(axis=-1, keepdims=True)) | np.isneginf(table)
    everywhere = np.ones(table.shape[:-1], dtype=np.bool_)
    return Policy(
        actions=table.argmax(axis=-1),
        tied=is_no_worse.all(axis=-1),
        known=everywhere if known is None else known,
    )


def available_values(table: NDArray[np.float64], action_counts: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return a table in which actions that are not available are worse than any other: −∞.

    Args:
        table: action values, shape (states, actions); any other shape where all actions are available.
        action_counts: how many actions are available in each state, counted from the first; empty where all are.
    """
    return masked_values(table, np.arange(table.shape[-1]) < action_counts[:, np.newaxis])


def masked_values(table: NDArray[np.float64], available: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return a table in which actions that are not available are worse than any other: −∞.

    A state without any available action, in which an episode can only end, keeps its values.

    Args:
        table: action values, shape (states, actions); any other shape where all actions are available.
        available: which actions are available, shape (states, actions); (0, actions) where all are everywhere.
    """
    if len(available) == 0:
        return table
    return np.where(available | ~available.any(axis=-1, keepdims=True), table, -np.inf)


def with_available_actions(description: EnvironmentDescription, table: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return an environment's table in which actions that are not available are worse than any other: −∞."""
    if description.action_mask is not None:
        return masked_values(table, np.array(description.action_mask, dtype=np.bool_))
    return available_values(table, np.array(description.action_counts or (), dtype=np.int64))


def constant_policy(action: int, cells: tuple[int, ...]) -> Policy:
    """Return the policy that takes the same action everywhere."""
    return Policy(
        actions=np.full(cells, action, dtype=np.intp),
        tied=np.zeros(cells, dtype=np.bool_),
        known=np.ones(cells, dtype=np.bool_),
    )


def is_outline(description: EnvironmentDescription, view: TableView) -> bool:
    """Tell whether the map shows a summary of the policy, the same for all states.

    It does where there are more than two dimensions of intervals: the state changes them so often that its part of the
    table would flicker. Whole numbers, such as the usable ace of Blackjack, are those of the state.
    """
    return description.low is not None and view.dimensions is not None and len(description.cells) > len(view.dimensions)


def outline(view: TableView, table: NDArray[np.float64], known: NDArray[np.bool_]) -> Policy:
    """Return what is best in each cell that is shown, shape (rows, columns), of a table that is reduced to them.

    Args:
        view: what is shown.
        table: shape cells + (actions,).
        known: of which cells any value was updated, shape cells; of several that are reduced to one, only these count.
    """
    (any_known,) = view.any_of(known[..., np.newaxis])
    return greedy_policy(np.moveaxis(view.panels(table, known), 0, -1), any_known)


def part_around(view: TableView, policy: Policy, cell: tuple[int, ...]) -> Policy:
    """Return what is done in each cell that is shown, shape (rows, columns), at the other dimensions of a cell."""

    def part(of_cells: NDArray[Any]) -> NDArray[Any]:
        if view.dimensions is None:
            return of_cells.reshape(view.rows.cells, view.columns.cells)
        row, column = view.dimensions
        around = tuple(slice(None) if dimension in view.dimensions else index for dimension, index in enumerate(cell))
        return of_cells[around] if row < column else of_cells[around].T

    return Policy(part(policy.actions), part(policy.tied), part(policy.known))


def hidden_part(view: TableView, cell: tuple[int, ...]) -> tuple[int, ...]:
    """Return a cell's indices along the dimensions that aren't shown."""
    dimensions = view.dimensions or (0,)
    return tuple(index for dimension, index in enumerate(cell) if dimension not in dimensions)
