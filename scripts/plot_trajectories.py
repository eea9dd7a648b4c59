"""Draw the paths of the greedy policy over its own map."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
from jobs.log import logging_to
from matplotlib.artist import Artist
from matplotlib.collections import LineCollection
from matplotlib.colors import ListedColormap, Normalize
from matplotlib.lines import Line2D
from matplotlib.patheffects import Normal, Stroke
from tabular.drawing.actions import action_markers, are_directions
from tabular.drawing.heat_map import (
    TableFigure,
    draw_cells,
    draw_legend,
    draw_places,
    has_places,
    hatch_never_updated,
    is_place_of,
    start_figure,
)
from tabular.drawing.policy_layer import best_actions, draw_arrows, draw_marks, draw_policy
from tabular.drawing.style import FIGURE_STYLE, ORANGE, save_figure
from tabular.figures.available import refuse_unless_drawn
from tabular.formatting import return_text
from tabular.q_tables.final import LastTable, read_last_table
from tabular.results.environment import BLOCKED, GOAL, HOLE
from tabular.results.trajectories import Trajectory, read_trajectories

snakemake: Any  # what Snakemake gives a script

FAINT = 0.55
"""Opacity of the policy's colours, so that the paths stand out over them."""

WIDEST_BAND, NARROWEST_BAND = 12.0, 1.5
"""Points, of the way that was gone most often and of one that was gone once."""

WIDTH, THIN_WIDTH, MANY_STEPS = 1.4, 0.5, 1500
"""Points, of a path's line, and of one where all paths together have more steps than this."""

ENDS = {
    "terminated": ("*", 15.0, "terminated"),
    "truncated": ("X", 10.0, "time limit"),
    "cut off": ("X", 10.0, "cut off"),
}
"""Marker, its size in points, and name of each way to end."""


def plot_trajectories(
    *,
    trajectories: Path,
    table: LastTable,
    name: str,
    style: Mapping[str, Any],
    png: Path,
    svg: Path,
) -> None:
    """Draw the paths over the policy of the table that was followed.

    Args:
        trajectories: the paths.
        table: the table.
        name: the experiment's name.
        style: `size` in pixels at 100 dpi, and `dpi`.
        png: where the pixels go.
        svg: where the vectors go.

    Raises:
        NoSuchFigureError: the figure makes no sense for the environment.
    """
    refuse_unless_drawn("trajectories", table.environment)
    on = draw_figure(table, read_trajectories(trajectories), name, style["size"])
    save_figure(on.figure, png, svg, style["dpi"])


def draw_figure(table: LastTable, trajectories: Sequence[Trajectory], name: str, size: Sequence[int]) -> TableFigure:
    """Draw paths in the phase plane, or how often each way was gone on a map, over the greedy policy.

    Args:
        table: the table.
        trajectories: the paths.
        name: what the title begins with.
        size: width and height in pixels at 100 dpi.
    """
    view = table.view
    returns = [trajectory.total for trajectory in trajectories]
    low, high = return_text(min(returns)), return_text(max(returns))
    what = f"{len(returns)} greedy episodes" if len(returns) > 1 else "a greedy episode"
    note = f"returns: {low} to {high}" if low != high else f"return: {low}"
    if view.shown is not None and view.note:
        note += f"; policy by the {view.note}"
    with mpl.rc_context(FIGURE_STYLE):
        on = start_figure(table.environment, view, f"{name}: {what}", note, size)
        if view.is_map:
            entries = draw_ways(on, table, trajectories)
        else:
            entries = draw_policy(on, table.action_values, table.known, marks=False, opacity=FAINT)
            entries += draw_paths(on, trajectories)
        draw_legend(on, entries)
    return on


def draw_paths(on: TableFigure, trajectories: Sequence[Trajectory]) -> list[Artist]:
    """Draw each path as a line from its start to its end; return the legend's entries."""
    row, column = on.view.shown or (0, 1)
    inside = on.axes.get_xlim(), on.axes.get_ylim()
    steps = sum(len(trajectory.places) for trajectory in trajectories)
    width = WIDTH if steps <= MANY_STEPS else THIN_WIDTH
    for trajectory in trajectories:
        x, y = trajectory.places[:, column], trajectory.places[:, row]
        casing = [Stroke(linewidth=2.2 * width, foreground="white"), Normal()]
        on.axes.plot(x, y, color="black", linewidth=width, path_effects=casing, zorder=3)
        on.axes.plot(x[:1], y[:1], **_start_mark(), zorder=4)
        on.axes.plot(x[-1:], y[-1:], **_end_mark(trajectory.outcome), zorder=4, clip_on=False)
    on.axes.set(xlim=inside[0], ylim=inside[1])
    ends = sorted({trajectory.outcome for trajectory in trajectories})
    return [
        Line2D([], [], **_start_mark(), label="start"),
        *(Line2D([], [], **_end_mark(outcome), label=ENDS[outcome][2]) for outcome in ends),
    ]


def draw_ways(on: TableFigure, table: LastTable, trajectories: Sequence[Trajectory]) -> list[Artist]:
    """Draw a line from place to place, the wider the more often it was gone; return the legend's entries."""
    counts = times_gone(trajectories)
    most = max(counts.values(), default=1)
    places = [[divmod(state, on.view.columns.cells)[::-1] for state in way] for way in counts]
    widths = [NARROWEST_BAND + (WIDEST_BAND - NARROWEST_BAND) * count / most for count in counts.values()]
    on.axes.add_collection(LineCollection(places, linewidths=widths, colors=ORANGE, capstyle="round", zorder=1.5))
    nowhere = is_place_of(on, GOAL + HOLE + BLOCKED)
    (is_known,) = on.view.any_of(table.known[..., np.newaxis])
    best = np.where(is_known & ~nowhere, best_actions(on.view, table.action_values, table.known), -1)
    never_updated = []
    if (~is_known & ~nowhere).any():
        never_updated = [hatch_never_updated(on)]
        white = ListedColormap(["white"])
        draw_cells(on, np.ma.masked_array(np.zeros(best.shape), mask=~is_known & ~nowhere), Normalize(0, 1), white)
    actions = on.description.actions
    if has_places(on) and are_directions(actions):
        draw_arrows(on, best)
    else:
        draw_marks(on, best, action_markers(actions))
    times = "once" if most == 1 else f"{most:,} times"
    entry = Line2D([], [], color=ORANGE, linewidth=WIDEST_BAND / 2, label=f"way gone (widest: {times})")
    return [entry, *never_updated, *draw_places(on)]


def times_gone(trajectories: Sequence[Trajectory]) -> Mapping[tuple[int, int], int]:
    """Count how often the way between two states, the smaller first, was gone, in either direction."""
    counts: Counter[tuple[int, int]] = Counter()
    for trajectory in trajectories:
        for one, other in pairwise(trajectory.places[:, 0].astype(int).tolist()):
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


if __name__ == "__main__":
    with logging_to(snakemake.log[0]):
        plot_trajectories(
            trajectories=Path(snakemake.input.trajectories),
            table=read_last_table(
                qtables=Path(snakemake.input.qtables),
                visits=Path(snakemake.input.visits),
                description=Path(snakemake.input.description),
                episodes=snakemake.params.episodes,
                view=snakemake.params.view,
            ),
            name=snakemake.wildcards.experiment,
            style=snakemake.params.style,
            png=Path(snakemake.output.png),
            svg=Path(snakemake.output.svg),
        )
