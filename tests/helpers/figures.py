"""A small training, made up, for tests of figures, and what can be found out about a figure."""

from __future__ import annotations

import re
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
from jobs.figure import FigureOutput
from matplotlib.collections import QuadMesh
from matplotlib.text import Text
from matplotlib.transforms import Bbox
from tabular.drawing.action_panels import MarkStyle
from tabular.q_tables.final import FinalQTable
from tabular.q_tables.projection import state_values
from tabular.q_tables.view import choose_view
from tabular.q_tables.view_settings import ViewSettings
from tabular.results.environment import write_description
from tabular.results.q_table import write_table

from tests.helpers.descriptions import MOUNTAIN_CAR

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from matplotlib.axes import Axes
    from matplotlib.axis import Axis, Tick
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D
    from numpy.typing import NDArray
    from tabular.results.environment import EnvironmentDescription

SIZE = (680, 510)
VIEW = ViewSettings(axes=None, reduce="mean", grid=None, resolution=12)
MARKS = MarkStyle(
    colors={"best": "#0072B2", "other": "#D55E00"},
    markers={"best": "o", "other": "x"},
    opacity={"best": 1.0, "other": 0.4},
)


def output_in(folder: Path) -> FigureOutput:
    """Return where a figure goes, at a low resolution."""
    return FigureOutput(folder / "figure.png", folder / "figure.svg", folder / "figure.rst", SIZE, 60)


def made_up(
    description: EnvironmentDescription = MOUNTAIN_CAR,
) -> tuple[NDArray[np.float64], NDArray[np.uint32]]:
    """Return a table and the visits to it, a third of its cells never visited."""
    rng = np.random.default_rng(0)
    visits = rng.integers(1, 1000, description.table_shape).astype(np.uint32)
    visits[rng.random(description.cells) < 1 / 3] = 0
    return rng.normal(-10.0, 5.0, description.table_shape), visits


def q_table_of(
    description: EnvironmentDescription,
    table: NDArray[np.float64],
    updated: NDArray[np.bool_],
    axes: Sequence[str] | None = None,
) -> FinalQTable:
    """Return a Q-table as figures take it, with these two axes."""
    view = choose_view(description, axes, "mean", None)
    return FinalQTable(description, view, table, updated, state_values(view, table, updated))


def made_up_q_table(description: EnvironmentDescription = MOUNTAIN_CAR) -> FinalQTable:
    """Return the Q-table of `made_up` as figures take it."""
    table, visits = made_up(description)
    return q_table_of(description, table, visits > 0)


def training(folder: Path, description: EnvironmentDescription = MOUNTAIN_CAR) -> dict[str, Any]:
    """Write the files of a training of ten episodes; return the arguments of `read_final_q_table`."""
    table, visits = made_up(description)
    write_description(folder / "environment.json", description)
    write_table(folder / "qtables" / "9.npy", table)
    write_table(folder / "visits.npy", visits)
    write_table(folder / "first_updates.npy", np.where(visits > 0, 9, -1).astype(np.int32))
    return {
        "qtables": folder / "qtables",
        "visits": folder / "visits.npy",
        "description": folder / "environment.json",
        "episodes": 10,
        "view": VIEW,
    }


def mesh_of(figure: Figure) -> Any:
    """Return the coloured cells of a figure, a `QuadMesh`."""
    (mesh,) = (one for axes in figure.axes[:1] for one in axes.collections if isinstance(one, QuadMesh))
    return mesh


def outer_box(axes: Axes) -> Bbox:
    """Return the box around axes with their ticks and names; the figure has to be drawn already."""
    box = axes.get_tightbbox()
    assert isinstance(box, Bbox)
    return box


def points_of(line: Line2D) -> NDArray[np.float64]:
    """Return the points of a line, shape (points, 2)."""
    return np.asarray(line.get_xydata(), dtype=np.float64)


def legend_of(figure: Figure) -> list[str]:
    """Return the texts of a figure's legend, in their order."""
    return [text.get_text() for legend in figure.legends for text in legend.get_texts()]


COLUMN = 3.4 * 72
"""Width of a paper's column in points."""


def smallest_type_in_a_column(svg: bytes) -> float:
    """Return the size in points of the smallest text in a figure that is shrunk to the width of a paper's column."""
    text = svg.decode()
    found = re.search(r'<svg [^>]*width="([\d.]+)pt"', text)
    assert found
    sizes = [float(size) for size in re.findall(r"font-size: ([\d.]+)px", text)]
    return round(min(sizes) * COLUMN / float(found[1]), 6)


def overlapping_texts(figure: Figure) -> list[tuple[str, str]]:
    """Return the pairs of texts of a figure that lie over one another; the figure has to be drawn already."""
    ticks = [tick for axes in figure.axes for axis in (axes.xaxis, axes.yaxis) for tick in _ticks_outside(axis)]
    not_drawn = {label for tick in ticks for label in (tick.label1, tick.label2)}
    drawn = [
        text for text in figure.findobj(Text) if isinstance(text, Text) and text.get_visible() and text not in not_drawn
    ]
    texts = [(text.get_text(), text.get_window_extent().padded(-1)) for text in drawn if text.get_text().strip()]
    return [(one, other) for (one, box), (other, other_box) in combinations(texts, 2) if box.overlaps(other_box)]


def _ticks_outside(axis: Axis) -> list[Tick]:
    """Return the ticks that Matplotlib keeps but doesn't draw, because they lie outside the axis's limits."""
    low, high = sorted(axis.get_view_interval())
    tolerance = 1e-9 * (high - low)
    ticks = [*axis.get_major_ticks(), *axis.get_minor_ticks()]
    return [tick for tick in ticks if not low - tolerance <= tick.get_loc() <= high + tolerance]
