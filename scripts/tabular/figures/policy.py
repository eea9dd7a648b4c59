"""The greedy policy of a Q-table: the best action of every cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import matplotlib as mpl

from tabular.drawing.grid_world import draw_landmarks
from tabular.drawing.heat_map import draw_legend, start_heat_map
from tabular.drawing.policy_layer import draw_policy_layer
from tabular.drawing.style import FIGURE_STYLE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.figure import Figure

    from tabular.q_tables.final import FinalQTable


def draw_policy(q_table: FinalQTable, name: str, size: Sequence[int]) -> Figure:
    """Draw the best action of each cell that is shown; cells that were never updated are hatched.

    Args:
        q_table: the Q-table.
        name: the experiment's name.
        size: width and height in pixels at 100 dpi; a map with few rows becomes lower.
    """
    view = q_table.view
    note = f"best action by the {view.note}" if view.dimensions and view.note else view.note
    with mpl.rc_context(FIGURE_STYLE):
        heat_map = start_heat_map(q_table.environment, view, f"{name}: greedy policy", view.with_sampling(note), size)
        actions = draw_policy_layer(heat_map, q_table.action_values, q_table.known)
        draw_legend(heat_map, [*actions, *draw_landmarks(heat_map)])
    return heat_map.figure
