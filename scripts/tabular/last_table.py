"""The last table of a training, and what figures need to know of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from tabular.description import EnvironmentDescription, read_description
from tabular.q_table import read_table, read_visits
from tabular.snapshots import episode_name
from tabular.state_values import state_values
from tabular.table_view import TableView, choose_view

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray


@dataclass(frozen=True)
class LastTable:
    """A table, and what is shown of it.

    Attributes:
        environment: what the table is laid over.
        view: what is shown of it.
        action_values: the table, shape cells + (actions,); −∞ for actions that a state doesn't offer.
        values: the value of the best action, shape (rows, columns) of the view; masked where it was never visited.
    """

    environment: EnvironmentDescription
    view: TableView
    action_values: NDArray[np.float64]
    values: np.ma.MaskedArray[Any, np.dtype[np.float64]]

    @property
    def visited(self) -> NDArray[np.bool_]:
        """Which cells that are shown were visited, shape (rows, columns)."""
        return ~np.ma.getmaskarray(self.values)


def read_last_table(
    *, qtables: Path, visits: Path, description: Path, episodes: int, view: Mapping[str, Any]
) -> LastTable:
    """Read the table at the end of the last of `episodes` episodes.

    Args:
        qtables: folder of the tables.
        visits: the same training's `visits.npy`.
        description: the experiment's `environment.json`.
        episodes: length of the training.
        view: `axes`, `reduce` and `grid`, as in the configuration's `frames`.

    Raises:
        TableError: a file is missing or damaged, or belongs to another table.
    """
    environment = read_description(description)
    shape = tuple(environment.table_shape)
    table = environment.offered(read_table(qtables / f"{episode_name(episodes - 1, episodes)}.npy", shape))
    shown = choose_view(environment, view["axes"], view["reduce"], view["grid"])
    return LastTable(environment, shown, table, state_values(shown, table, read_visits(visits, shape)))
