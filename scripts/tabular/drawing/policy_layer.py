"""The greedy policy of a table as a figure: its action in each cell, by colour and mark."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.colors import BoundaryNorm, ListedColormap
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from tabular.drawing.actions import TIED_COLOR, action_color, action_markers, are_directions, arrow_direction
from tabular.drawing.grid_world import has_map, landmark_cells
from tabular.drawing.heat_map import draw_cells, hatch_never_updated
from tabular.q_tables.greedy import outline
from tabular.results.environment import BLOCKED, GOAL, HOLE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tabular.drawing.heat_map import HeatMap
    from tabular.drawing.titles_and_legends import LegendEntry
    from tabular.q_tables.view import TableView

SMALLEST_MARK = 8.0
"""Points between cells that a mark needs; of smaller cells, only every second, third, … has one."""

MARK_SHARE, LARGEST_MARK = 0.55, 9.0
"""Size of a mark as a share of the distance between cells, and at most, in points."""

ARROW_LENGTH = 0.6
"""As a share of the distance between cells."""

LEGEND_MARK = 6.3
"""Size of a mark in the legend, in points."""


def draw_policy_layer(
    heat_map: HeatMap,
    table: NDArray[np.float64],
    known: NDArray[np.bool_],
    *,
    marks: bool = True,
    opacity: float = 1.0,
) -> list[LegendEntry]:
    """Colour every cell by its best action, with a mark or, on a grid world's map, an arrow.

    Cells of which no value was updated are hatched.

    Args:
        heat_map: where to.
        table: action values, shape cells + (actions,); what isn't shown of it is reduced as the view says.
        known: of which cells any value was updated, shape cells.
        marks: draw marks and arrows too.
        opacity: of the colours, from 0 (invisible) to 1.

    Returns:
        The legend's entries.
    """
    best = best_actions(heat_map.view, table, known)
    (is_known,) = heat_map.view.any_of(known[..., np.newaxis])
    actions = heat_map.description.actions
    without_action = landmark_cells(heat_map, GOAL + HOLE + BLOCKED)
    has_action = is_known & ~without_action
    colors = [_faded(TIED_COLOR, opacity), *(_faded(action_color(one), opacity) for one in range(len(actions)))]
    steps = BoundaryNorm(np.arange(-1.5, len(actions)), len(colors))
    draw_cells(heat_map, np.ma.masked_array(best, mask=~has_action), steps, ListedColormap(colors))
    arrows = has_map(heat_map) and are_directions(actions)
    markers = action_markers(actions)
    if marks:
        if arrows:
            draw_arrows(heat_map, np.where(has_action, best, -1))
        else:
            draw_marks(heat_map, np.where(has_action, best, -1), markers)
    entries: list[LegendEntry] = [
        _entry(name, color, marker if marks else "")
        for name, color, marker in zip(actions, colors[1:], markers, strict=True)
    ]
    if (best[has_action] < 0).any():
        entries.append(_entry("all values equal", colors[0], ""))
    if (~is_known & ~without_action).any():
        entries.append(hatch_never_updated(heat_map))
    return entries


def best_actions(view: TableView, table: NDArray[np.float64], known: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Return the best action of each shown cell, the first of equals; −1 where all are equal; shape (rows, columns)."""
    policy = outline(view, table, known)
    return np.where(policy.tied, -1, policy.actions)


def draw_arrows(heat_map: HeatMap, best: NDArray[np.intp], color: str = "black") -> None:
    """Draw an arrow in each cell, where its action leads.

    Args:
        heat_map: where to.
        best: the action of each cell, shape (rows, columns); −1: none.
        color: of the arrows.
    """
    rows, columns = np.nonzero(best >= 0)
    directions = np.array([arrow_direction(name) for name in heat_map.description.actions])
    right, down = directions[best[rows, columns]].T * ARROW_LENGTH
    heat_map.axes.quiver(
        columns, rows, right, down, color=color, angles="xy", scale_units="xy", scale=1, pivot="mid", units="x",
        width=0.07, headwidth=4.5, headlength=4.5, headaxislength=4.0, zorder=3,
    )  # fmt: skip


def draw_marks(heat_map: HeatMap, best: NDArray[np.intp], markers: list[str]) -> None:
    """Draw the mark of its action into each cell, or where cells are too small, into some.

    Args:
        heat_map: where to.
        best: the action of each cell, shape (rows, columns); −1: none.
        markers: one for each action.
    """
    every = math.ceil(SMALLEST_MARK / heat_map.pitch)
    some = np.full_like(best, -1)
    # From the middle of each block, so that the marks keep the same distance from all edges.
    chosen = (slice(every // 2, None, every),) * 2
    some[chosen] = best[chosen]
    points = min(MARK_SHARE * heat_map.pitch * every, LARGEST_MARK)
    x, y = np.meshgrid(heat_map.view.columns.centres, heat_map.view.rows.centres)
    for action, marker in enumerate(markers):
        has_it = some == action
        heat_map.axes.scatter(
            x[has_it], y[has_it], s=points**2, marker=marker, color="black", linewidths=0, zorder=2, label=action
        )


def _entry(name: str, color: tuple[float, float, float], marker: str) -> LegendEntry:
    """Return an entry with an action's colour and, over it, its mark; an empty marker is none."""
    patch = Patch(facecolor=color, edgecolor="black", linewidth=0.5, label=name)
    if not marker:
        return patch
    mark = Line2D([], [], linestyle="none", marker=marker, markersize=LEGEND_MARK, color="black", markeredgewidth=0)
    return patch, mark


def _faded(color: tuple[int, int, int], opacity: float) -> tuple[float, float, float]:
    """Return a colour as it looks on white."""
    red, green, blue = (1 - opacity + opacity * part / 255 for part in color)
    return red, green, blue
