"""The value function of a Q-table: the value of the best action of every cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import matplotlib as mpl
import numpy as np

from tabular.drawing.grid_world import draw_landmarks, landmark_cells
from tabular.drawing.heat_map import draw_cells, draw_color_bar, draw_legend, hatch_never_updated, start_heat_map
from tabular.drawing.number_ticks import colors_of, write_values
from tabular.drawing.style import FIGURE_STYLE
from tabular.results.environment import BLOCKED, GOAL, HOLE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.figure import Figure

    from tabular.q_tables.final import FinalQTable


def draw_value_function(q_table: FinalQTable, name: str, discount: float, size: Sequence[int]) -> Figure:
    """Draw a heat map of the best actions' values; cells that were never updated are hatched.

    Args:
        q_table: the Q-table.
        name: the experiment's name.
        discount: the discount that the values were learned with, from 0 to 1.
        size: width and height in pixels at 100 dpi; a map with few rows becomes lower.
    """
    title = f"{name}: value of the best action"
    with mpl.rc_context(FIGURE_STYLE):
        note = q_table.view.with_sampling(q_table.view.note)
        heat_map = start_heat_map(q_table.environment, q_table.view, title, note, size, has_bar=True)
        # Where episodes end and in cells that can't be entered, there is no return to expect. Their letters say so.
        without_value = landmark_cells(heat_map, GOAL + HOLE + BLOCKED)
        never_updated = np.ma.getmaskarray(q_table.values)
        values = np.ma.masked_array(q_table.values, mask=never_updated | without_value)
        known = values.compressed()
        if len(known):
            norm, colors = colors_of(known)
            bar = draw_color_bar(heat_map, draw_cells(heat_map, values, norm, colors), value_label(discount))
            write_values(bar, known)
        entries = draw_landmarks(heat_map)
        if (never_updated & ~without_value).any():
            entries.append(hatch_never_updated(heat_map))
        draw_legend(heat_map, entries)
    return heat_map.figure


def value_label(discount: float) -> str:
    """Say what a value is: the expected return from the cell on."""
    return "value (discounted return)" if discount < 1 else "value (expected return)"
