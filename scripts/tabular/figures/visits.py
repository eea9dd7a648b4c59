"""The visits per cell during a training."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import numpy as np
from matplotlib.colors import LogNorm
from matplotlib.ticker import LogLocator, NullFormatter, StrMethodFormatter

from tabular.drawing.grid_world import draw_landmarks, landmark_cells
from tabular.drawing.heat_map import draw_cells, draw_color_bar, draw_legend, hatch_never_updated, start_heat_map
from tabular.drawing.number_ticks import colors_of, write_values
from tabular.drawing.style import FIGURE_STYLE, SEQUENTIAL
from tabular.results.environment import BLOCKED, GOAL, HOLE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from tabular.drawing.heat_map import HeatMap
    from tabular.q_tables.view import TableView
    from tabular.results.environment import EnvironmentDescription

LONG_SCALE = 10
"""The scale is logarithmic where the largest count is at least so many times the smallest."""

MANY = 100
"""On a scale that is longer than this, only powers of ten are written."""


def draw_visits(
    environment: EnvironmentDescription, view: TableView, counts: NDArray[np.int64], name: str, size: Sequence[int]
) -> Figure:
    """Draw a heat map of visits; cells without any are hatched.

    Args:
        environment: the environment that the Q-table is laid over.
        view: the part of the Q-table that is shown.
        counts: the visits of each cell that is shown, shape (rows, columns).
        name: the experiment's name.
        size: width and height in pixels at 100 dpi; a map with few rows becomes lower.
    """
    title, note = f"{name}: visits while learning", visits_note(environment, view)
    with mpl.rc_context(FIGURE_STYLE):
        heat_map = start_heat_map(environment, view, title, note, size, has_bar=True)
        # Nothing is ever updated where episodes end, or in cells that can't be entered. Their letters say so.
        never_left = landmark_cells(heat_map, GOAL + HOLE + BLOCKED)
        visited = np.ma.masked_array(counts, mask=counts == 0)
        if visited.count():
            draw_counts(heat_map, visited)
        entries = draw_landmarks(heat_map)
        if (visited.mask & ~never_left).any():
            entries.append(hatch_never_updated(heat_map))
        draw_legend(heat_map, entries)
    return heat_map.figure


def draw_counts(heat_map: HeatMap, counts: np.ma.MaskedArray[Any, np.dtype[np.int64]]) -> None:
    """Draw counts, some of which are masked, with a colour bar that ends where they end."""
    known = counts.compressed().astype(np.float64)
    least, most = known.min(), known.max()
    is_long = most >= LONG_SCALE * least
    norm, colors = (LogNorm(least, most), SEQUENTIAL) if is_long else colors_of(known)
    bar = draw_color_bar(heat_map, draw_cells(heat_map, counts, norm, colors), what_is_counted(heat_map.view))
    if is_long:
        bar.locator = LogLocator(subs=(1.0,) if most > MANY * least else (1.0, 2.0, 5.0))
        bar.formatter = StrMethodFormatter("{x:,.0f}")
        bar.minorformatter = NullFormatter()
    else:
        write_values(bar, known, whole=True)


def what_is_counted(view: TableView) -> str:
    """Name the numbers of the colour bar."""
    return "updates, mean over the tilings" if view.sampling else "updates of a cell's values"


def visits_note(environment: EnvironmentDescription, view: TableView) -> str:
    """Say what becomes of the dimensions that aren't shown."""
    if view.dimensions is None:
        return view.with_sampling(view.note)
    others = [name for dimension, name in enumerate(environment.axes) if dimension not in view.dimensions]
    return view.with_sampling(f"sum over {', '.join(others)}" if others else "")
