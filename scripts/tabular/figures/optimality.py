"""Where the values of a Q-table differ from the optimal ones, and where its greedy action isn't optimal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import matplotlib as mpl
import numpy as np
from matplotlib.colors import Normalize
from matplotlib.lines import Line2D
from matplotlib.patheffects import withStroke
from matplotlib.ticker import MaxNLocator

from tabular.drawing.grid_world import draw_landmarks, landmark_cells
from tabular.drawing.heat_map import draw_cells, draw_color_bar, draw_legend, hatch_never_updated, start_heat_map
from tabular.drawing.number_ticks import MOST_TICKS, NumberTicks
from tabular.drawing.style import DIVERGING, FIGURE_STYLE
from tabular.results.environment import BLOCKED, GOAL, HOLE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from tabular.drawing.heat_map import HeatMap
    from tabular.drawing.titles_and_legends import LegendEntry
    from tabular.q_tables.final import FinalQTable
    from tabular.q_tables.optimality import Optimality

SMALLEST_SHARE = 0.01
"""The scale goes at least as far as this share of the optimal values' range: far smaller differences look like none."""

MARK_SHARE, SMALLEST_MARK, LARGEST_MARK = 0.4, 2.0, 9.0
"""Size of a mark as a share of the distance between cells, and at least and at most, in points."""


def draw_optimality(q_table: FinalQTable, optimality: Optimality, name: str, size: Sequence[int]) -> Figure:
    """Draw a heat map of the differences, with a mark where the greedy action isn't optimal.

    Args:
        q_table: the Q-table.
        optimality: the same beside the optimal values.
        name: the experiment's name.
        size: width and height in pixels at 100 dpi; a map with few rows becomes lower.
    """
    view = q_table.view
    counted = optimality.counted
    (shown,) = view.any_of(counted[..., np.newaxis])
    (differences,) = view.panels(optimality.difference[..., np.newaxis], counted)
    (mistakes,) = view.any_of(optimality.is_mistake[..., np.newaxis])
    with mpl.rc_context(FIGURE_STYLE):
        title = f"{name}: learned minus optimal values"
        heat_map = start_heat_map(q_table.environment, view, title, view.with_sampling(view.note), size, has_bar=True)
        # Where episodes end there is nothing to expect, and nothing to do.
        without_value = landmark_cells(heat_map, GOAL + HOLE + BLOCKED)
        values = np.ma.masked_array(differences, mask=~shown | without_value)
        if values.count():
            least = SMALLEST_SHARE * float(np.ptp(optimality.optimal[counted])) or 1.0
            far = max(float(np.abs(values.compressed()).max()), least)
            mesh = draw_cells(heat_map, values, Normalize(-far, far), DIVERGING)
            bar = draw_color_bar(heat_map, mesh, "learned − optimal value")
            bar.locator = MaxNLocator(MOST_TICKS, symmetric=True)
            bar.formatter = NumberTicks()
            bar.update_ticks()
        entries = [*_mark_mistakes(heat_map, mistakes & ~without_value), *draw_landmarks(heat_map)]
        if (~shown & ~without_value).any():
            entries.append(hatch_never_updated(heat_map))
        draw_legend(heat_map, entries)
    return heat_map.figure


def _mark_mistakes(heat_map: HeatMap, mistakes: NDArray[np.bool_]) -> list[LegendEntry]:
    """Mark each cell where the greedy action isn't optimal, and return the legend's entry for it, if there is one."""
    if not mistakes.any():
        return []
    x, y = np.meshgrid(heat_map.view.columns.centres, heat_map.view.rows.centres)
    points = float(np.clip(MARK_SHARE * heat_map.pitch, SMALLEST_MARK, LARGEST_MARK))
    width = points / 5
    outline = [withStroke(linewidth=2.2 * width, foreground="white")]
    heat_map.axes.plot(
        x[mistakes], y[mistakes], linestyle="none", marker="x", markersize=points, markeredgewidth=width,
        color="black", path_effects=outline, zorder=4,
    )  # fmt: skip
    label = "greedy action not optimal"
    return [Line2D([], [], linestyle="none", marker="x", markersize=8, markeredgewidth=1.6, color="black", label=label)]
