"""The paths of greedy episodes, over the policy that they followed."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.colors import ListedColormap, Normalize
from matplotlib.lines import Line2D
from matplotlib.patheffects import Normal, Stroke

from tabular.drawing.actions import action_markers, are_directions
from tabular.drawing.grid_world import draw_landmarks, has_map, landmark_cells
from tabular.drawing.heat_map import draw_cells, draw_legend, hatch_never_updated, start_heat_map
from tabular.drawing.policy_layer import best_actions, draw_arrows, draw_marks, draw_policy_layer
from tabular.drawing.style import FIGURE_STYLE, ORANGE
from tabular.formatting import return_text
from tabular.results.environment import BLOCKED, GOAL, HOLE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from tabular.drawing.heat_map import HeatMap
    from tabular.drawing.titles_and_legends import LegendEntry
    from tabular.q_tables.final import FinalQTable
    from tabular.q_tables.view import TableView
    from tabular.results.trajectories import Trajectory

FAINT = 0.55
"""Opacity of the policy's colours, so that the paths stand out over them."""

WIDEST_BAND, NARROWEST_BAND = 12.0, 1.5
"""Widths in points of the band between the cells with the most steps between them, and of one with almost none."""

WIDTH, THIN_WIDTH, MANY_STEPS = 1.4, 0.5, 1500
"""Widths in points of a path's line: the usual one, and the one where all paths together have more steps than this."""

ENDS = {
    "terminated": ("*", 15.0, "terminated"),
    "truncated": ("X", 10.0, "time limit"),
    "cut off": ("X", 10.0, "cut off"),
}
"""Marker, its size in points, and name of each way to end."""


def draw_trajectories(
    q_table: FinalQTable, trajectories: Sequence[Trajectory], name: str, size: Sequence[int]
) -> Figure:
    """Draw the paths as lines in the plane or, on a map, as bands between cells, over the greedy policy.

    Args:
        q_table: the Q-table whose greedy policy was followed.
        trajectories: the paths.
        name: the experiment's name.
        size: width and height in pixels at 100 dpi; a map with few rows becomes lower.
    """
    view = q_table.view
    returns = [trajectory.total for trajectory in trajectories]
    low, high = return_text(min(returns)), return_text(max(returns))
    what = f"{len(returns)} greedy episodes" if len(returns) > 1 else "a greedy episode"
    note = f"returns: {low} to {high}" if low != high else f"return: {low}"
    if view.dimensions is not None and view.note:
        note += f"; policy by the {view.note}"
    with mpl.rc_context(FIGURE_STYLE):
        heat_map = start_heat_map(q_table.environment, view, f"{name}: {what}", view.with_sampling(note), size)
        if view.is_map:
            entries = draw_bands(heat_map, q_table, trajectories)
        else:
            entries = draw_policy_layer(heat_map, q_table.action_values, q_table.known, marks=False, opacity=FAINT)
            entries += draw_paths(heat_map, trajectories)
        draw_legend(heat_map, entries)
    return heat_map.figure


def draw_paths(heat_map: HeatMap, trajectories: Sequence[Trajectory]) -> list[LegendEntry]:
    """Draw each path as a line from its start to its end; return the legend's entries."""
    row, column = heat_map.view.dimensions or (0, 1)
    inside = heat_map.axes.get_xlim(), heat_map.axes.get_ylim()
    steps = sum(len(trajectory.observations) for trajectory in trajectories)
    width = WIDTH if steps <= MANY_STEPS else THIN_WIDTH
    for trajectory in trajectories:
        ends = trajectory.observations[[0, -1]]
        x, y = broken_at_edges(trajectory.observations[:, column], trajectory.observations[:, row], heat_map.view)
        casing = [Stroke(linewidth=2.2 * width, foreground="white"), Normal()]
        heat_map.axes.plot(x, y, color="black", linewidth=width, path_effects=casing, zorder=3)
        heat_map.axes.plot(ends[:1, column], ends[:1, row], **_start_mark(), zorder=4)
        heat_map.axes.plot(ends[1:, column], ends[1:, row], **_end_mark(trajectory.outcome), zorder=4, clip_on=False)
    heat_map.axes.set(xlim=inside[0], ylim=inside[1])
    outcomes = sorted({trajectory.outcome for trajectory in trajectories})
    return [
        Line2D([], [], **_start_mark(), label="start"),
        *(Line2D([], [], **_end_mark(outcome), label=ENDS[outcome][2]) for outcome in outcomes),
    ]


def broken_at_edges(
    x: NDArray[np.float64], y: NDArray[np.float64], view: TableView
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Put an undefined point wherever a path goes over an edge, round a circle, so that no line crosses the picture.

    Args:
        x: along the columns, shape (points,).
        y: along the rows, likewise.
        view: says which directions are angles.
    """
    jumps = [
        np.flatnonzero(np.abs(np.diff(numbers)) > (axis.high - axis.low) / 2) + 1
        for numbers, axis in ((x, view.columns), (y, view.rows))
        if axis.periodic
    ]
    over = np.unique(np.concatenate([np.zeros(0, dtype=np.intp), *jumps]))
    return np.insert(x, over, np.nan), np.insert(y, over, np.nan)


def draw_bands(heat_map: HeatMap, q_table: FinalQTable, trajectories: Sequence[Trajectory]) -> list[LegendEntry]:
    """Draw a band between each two cells with steps between them, wider for more steps; return the legend's entries."""
    counts = count_steps(trajectories)
    most = max(counts.values(), default=1)
    bands = [[divmod(state, heat_map.view.columns.cells)[::-1] for state in states] for states in counts]
    widths = [NARROWEST_BAND + (WIDEST_BAND - NARROWEST_BAND) * count / most for count in counts.values()]
    heat_map.axes.add_collection(LineCollection(bands, linewidths=widths, colors=ORANGE, capstyle="round", zorder=1.5))
    without_action = landmark_cells(heat_map, GOAL + HOLE + BLOCKED)
    (is_known,) = heat_map.view.any_of(q_table.known[..., np.newaxis])
    best = np.where(is_known & ~without_action, best_actions(heat_map.view, q_table.action_values, q_table.known), -1)
    is_unknown = ~is_known & ~without_action
    never_updated = []
    if is_unknown.any():
        never_updated = [hatch_never_updated(heat_map)]
        white = np.ma.masked_array(np.zeros(best.shape), mask=is_unknown)
        draw_cells(heat_map, white, Normalize(0, 1), ListedColormap(["white"]))
    actions = heat_map.description.actions
    if has_map(heat_map) and are_directions(actions):
        draw_arrows(heat_map, best)
    else:
        draw_marks(heat_map, best, action_markers(actions))
    times = "once" if most == 1 else f"{most:,} times"
    entry = Line2D([], [], color=ORANGE, linewidth=WIDEST_BAND / 2, label=f"way gone (widest: {times})")
    return [entry, *never_updated, *draw_landmarks(heat_map)]


def count_steps(trajectories: Sequence[Trajectory]) -> Mapping[tuple[int, int], int]:
    """Count the steps between each two states, the smaller one first, in either direction."""
    counts: Counter[tuple[int, int]] = Counter()
    for trajectory in trajectories:
        for one, other in pairwise(trajectory.observations[:, 0].astype(int).tolist()):
            if one != other:
                counts[min(one, other), max(one, other)] += 1
    return dict(sorted(counts.items()))


def _start_mark() -> dict[str, Any]:
    return {
        "marker": "o", "markersize": 8.0, "markerfacecolor": "white", "markeredgecolor": "black", "linestyle": "none",
    }  # fmt: skip


def _end_mark(outcome: str) -> dict[str, Any]:
    marker, size, _ = ENDS[outcome]
    return {
        "marker": marker, "markersize": size, "markerfacecolor": "white", "markeredgecolor": "black",
        "linestyle": "none",
    }  # fmt: skip
