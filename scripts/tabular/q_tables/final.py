"""The final Q-table of a training, as figures take it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tabular.q_tables.first_updates import known_cells
from tabular.q_tables.greedy import with_available_actions
from tabular.q_tables.projection import state_values
from tabular.q_tables.sampling import ShownValues
from tabular.results.environment import read_description
from tabular.results.q_table import read_table, read_visits
from tabular.results.snapshots import episode_name

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from tabular.q_tables.view import TableView
    from tabular.q_tables.view_settings import ViewSettings
    from tabular.results.environment import EnvironmentDescription


@dataclass(frozen=True)
class FinalQTable:
    """The Q-table at the end of a training, and the part of it that is shown.

    Attributes:
        environment: the environment that the Q-table is laid over; of tiles, that of the grid on which they are shown.
        view: the part that is shown.
        action_values: the whole Q-table, shape cells + (actions,); −∞ for actions that are not available.
        updated: whether each value was ever updated, the same shape.
        values: the value of the best action, shape (rows, columns) of the view; masked where nothing was updated.
    """

    environment: EnvironmentDescription
    view: TableView
    action_values: NDArray[np.float64]
    updated: NDArray[np.bool_]
    values: np.ma.MaskedArray[Any, np.dtype[np.float64]]

    @property
    def known(self) -> NDArray[np.bool_]:
        """Whether any value of each cell was updated, shape cells."""
        return known_cells(self.updated)


def read_final_q_table(
    *, qtables: Path, visits: Path, description: Path, episodes: int, view: ViewSettings
) -> FinalQTable:
    """Read the Q-table at the end of the last of `episodes` episodes.

    Args:
        qtables: folder of the Q-tables.
        visits: the same training's `visits.npy`.
        description: the experiment's `environment.json`.
        episodes: length of the training.
        view: which part of the Q-table is shown, and with tiles, on how many cells.

    Raises:
        DamagedFileError, TableError: a file is missing or damaged, or belongs to another training.
        ViewError: the Q-table can't be shown as `view` asks.
    """
    shown = ShownValues.of(read_description(description), view)
    q_values = read_table(qtables / f"{episode_name(episodes - 1, episodes)}.npy", shown.shape)
    table = with_available_actions(shown.description, shown.values(q_values))
    updated = shown.updated(read_visits(visits, shown.shape))
    return FinalQTable(shown.description, shown.view, table, updated, state_values(shown.view, table, updated))
