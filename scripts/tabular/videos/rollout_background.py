"""What all frames of the agent acting share: the map's axes, and its legend."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import matplotlib as mpl
import numpy as np
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from tabular.drawing.actions import ACTION_COLORS, TIED_COLOR, action_color
from tabular.drawing.axes import set_directions
from tabular.drawing.canvas import new_figure
from tabular.drawing.hatching import hatched_patch
from tabular.drawing.style import GREY, STYLE
from tabular.drawing.titles_and_legends import balanced_columns, fitted_text, reading_order
from tabular.q_tables.greedy import is_outline
from tabular.videos.policy_raster import Area, PolicyMap
from tabular.videos.rollout_layout import BELOW_CELLS, BESIDE_CELLS, GAP, LEGEND_WIDTH, SIZE, at, cells_area

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from tabular.q_tables.view import TableView
    from tabular.results.environment import EnvironmentDescription

CHARACTER_WIDTH = 8
"""Pixels of a small letter, generously."""

BESIDE_LABEL = 40
"""Pixels that a legend's mark, and the room around it, takes beside its text."""

LINE = 22
"""Pixels from one line of small text to the next."""


def draw_background(
    description: EnvironmentDescription,
    view: TableView,
    region: Area | None,
    handles: list[Patch],
    *,
    legend_beside: bool,
) -> tuple[PolicyMap | None, NDArray[np.uint8]]:
    """Draw the map's axes and legend, and nothing else, and say where its cells lie."""
    with mpl.rc_context(STYLE):
        figure = new_figure(SIZE, None)
        policy_map = None
        if region is not None:
            words = _heading_and_note(description, view)
            if legend_beside:
                beside = Area(region.left + region.width + GAP, region.top, LEGEND_WIDTH - GAP, region.height)
                _draw_legend(figure, beside, words, handles, most_columns=1)
                area = cells_area(view, region, 0)
            else:
                height = _draw_legend(figure, region, words, handles, most_columns=len(handles))
                area = cells_area(view, region, height)
            _draw_axes(figure, view, area)
            policy_map = PolicyMap(description, view, area)
        figure.canvas.draw()
        rgba = np.asarray(figure.canvas.buffer_rgba())  # type: ignore[attr-defined]
    return policy_map, rgba[..., :3].copy()


def _draw_axes(figure: Figure, view: TableView, area: Area) -> None:
    corner = at(area.left, area.top + area.height)
    axes = figure.add_axes((*corner, area.width / SIZE[0], area.height / SIZE[1]))
    set_directions(axes, view)
    if not view.rows.discrete:
        axes.yaxis.set_major_locator(MaxNLocator(nbins=9))
    letters = STYLE["axes.labelsize"]
    axes.set_xlabel(fitted_text(figure, view.columns.name, area.width + BESIDE_CELLS, letters))
    axes.set_ylabel(fitted_text(figure, view.rows.name, area.height + BELOW_CELLS, letters))
    for spine in axes.spines.values():
        spine.set_visible(True)


def _draw_legend(figure: Figure, region: Area, words: tuple[str, str], handles: list[Patch], most_columns: int) -> int:
    """Say what the map is and what its colours are, in as few lines as fit into the region; return their height."""
    heading, note = words
    figure.text(*at(region.left, region.top), heading, va="top", weight="bold")
    notes = textwrap.wrap(note, region.width // CHARACTER_WIDTH)
    for number, line in enumerate(notes, start=1):
        figure.text(*at(region.left, region.top + LINE * number), line, va="top", color=GREY, fontsize=10)
    top = region.top + LINE * (1 + len(notes))
    room = region.width - BESIDE_LABEL
    labels = [fitted_text(figure, str(handle.get_label()), room, STYLE["font.size"]) for handle in handles]
    for columns in (count for count in balanced_columns(len(handles)) if count <= most_columns):
        order = reading_order(len(handles), columns)
        legend = figure.legend(
            handles=[handles[position] for position in order], labels=[labels[position] for position in order],
            ncols=columns, loc="upper left", bbox_to_anchor=at(region.left - 6, top), frameon=False,
            borderaxespad=0.0, columnspacing=1.4, handlelength=1.2, handletextpad=0.5, fontsize=STYLE["font.size"],
        )  # fmt: skip
        figure.canvas.draw()
        extent = legend.get_window_extent()
        if columns == 1 or extent.width <= region.width:
            break
        legend.remove()
    return top - region.top + round(extent.height) + 10


def legend_handles(description: EnvironmentDescription, tied: str | None, *, some_never_updated: bool) -> list[Patch]:
    """Return what the legend explains: the colour of each action and of other kinds of cells, where there are any."""
    if len(description.actions) > len(ACTION_COLORS):
        return []  # there is no map
    colors = {name: action_color(action) for action, name in enumerate(description.actions)}
    if tied is not None:
        colors[tied] = TIED_COLOR
    patches = [Patch(facecolor=_matplotlib(color), edgecolor=GREY, label=name) for name, color in colors.items()]
    return [*patches, hatched_patch()] if some_never_updated else patches


def tied_label(description: EnvironmentDescription, view: TableView) -> str:
    """Say what cells are whose values are all equal, and which action is taken there."""
    label = "all values equal"
    return label if is_outline(description, view) else f"{label} ({description.actions[0]} is taken)"


def _matplotlib(color: tuple[int, int, int]) -> tuple[float, float, float]:
    red, green, blue = color
    return red / 255, green / 255, blue / 255


def _heading_and_note(description: EnvironmentDescription, view: TableView) -> tuple[str, str]:
    """Say what the map shows, and of which part of the table, where it isn't the whole."""
    if is_outline(description, view):
        heading = "The policy in outline; what is done is said above"
        return heading, view.with_sampling(f"best action by the {view.note}")
    heading = "The policy: the action in each cell"
    if view.dimensions is None:
        return heading, view.with_sampling(view.note)
    others = [name for dimension, name in enumerate(description.axes) if dimension not in view.dimensions]
    return heading, view.with_sampling(f"at the present {', '.join(others)}" if others else "")
