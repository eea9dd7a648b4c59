"""Draw the visits per cell during a training."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
from jobs.log import logging_to
from matplotlib.colors import LogNorm
from matplotlib.ticker import LogLocator, NullFormatter, StrMethodFormatter
from numpy.typing import NDArray
from tabular.drawing.heat_map import (
    TableFigure,
    draw_cells,
    draw_color_bar,
    draw_legend,
    draw_places,
    hatch_never_updated,
    is_place_of,
    start_figure,
)
from tabular.drawing.number_ticks import colors_of, write_values
from tabular.drawing.style import FIGURE_STYLE, SEQUENTIAL, save_figure
from tabular.q_tables.projection import state_visits
from tabular.q_tables.view import TableView, choose_view
from tabular.results.environment import BLOCKED, GOAL, HOLE, EnvironmentDescription, read_description
from tabular.results.q_table import read_visits

snakemake: Any  # what Snakemake gives a script

LONG_SCALE = 10
"""The scale is logarithmic where the largest count is at least so many times the smallest."""

MANY = 100
"""On a scale that is longer than this, only powers of ten are written."""


def plot_visits(
    *,
    visits: Path,
    description: Path,
    name: str,
    view: Mapping[str, Any],
    style: Mapping[str, Any],
    png: Path,
    svg: Path,
) -> None:
    """Draw the visits of all actions together.

    Args:
        visits: a training's `visits.npy`.
        description: the experiment's `environment.json`.
        name: the experiment's name.
        view: `axes`, `reduce` and `grid`, as in the configuration's `frames`.
        style: `size` in pixels at 100 dpi, and `dpi`.
        png: where the pixels go.
        svg: where the vectors go.
    """
    environment = read_description(description)
    shown = choose_view(environment, view["axes"], view["reduce"], view["grid"])
    counts = state_visits(shown, read_visits(visits, tuple(environment.table_shape)))
    on = draw_visits(environment, shown, counts, f"{name}: visits while learning", style["size"])
    save_figure(on.figure, png, svg, style["dpi"])
    print(f"{(counts > 0).sum()} of {counts.size} cells were updated, {counts.sum()} times in all")


def draw_visits(
    environment: EnvironmentDescription, view: TableView, counts: NDArray[np.int64], title: str, size: Sequence[int]
) -> TableFigure:
    """Draw a heat map of counts of shape (rows, columns); cells without any are hatched."""
    with mpl.rc_context(FIGURE_STYLE):
        on = start_figure(environment, view, title, visits_note(environment, view), size, has_bar=True)
        empty = is_place_of(on, GOAL + HOLE + BLOCKED)
        seen = np.ma.masked_array(counts, mask=counts == 0)
        if seen.count():
            draw_counts(on, seen)
        entries = draw_places(on)
        if ((counts == 0) & ~empty).any():
            entries.append(hatch_never_updated(on))
        draw_legend(on, entries)
    return on


def draw_counts(on: TableFigure, counts: np.ma.MaskedArray[Any, np.dtype[np.int64]]) -> None:
    """Draw counts, some of which are masked, with a colour bar that ends where they end."""
    known = counts.compressed().astype(np.float64)
    least, most = known.min(), known.max()
    is_long = most >= LONG_SCALE * least
    norm, colors = (LogNorm(least, most), SEQUENTIAL) if is_long else colors_of(known)
    bar = draw_color_bar(on, draw_cells(on, counts, norm, colors), "updates of a cell's values")
    if is_long:
        bar.locator = LogLocator(subs=(1.0,) if most > MANY * least else (1.0, 2.0, 5.0))
        bar.formatter = StrMethodFormatter("{x:,.0f}")
        bar.minorformatter = NullFormatter()
    else:
        write_values(bar, known, whole=True)


def visits_note(environment: EnvironmentDescription, view: TableView) -> str:
    """Say what became of the dimensions that aren't shown."""
    if view.shown is None:
        return view.note
    others = [name for dimension, name in enumerate(environment.axes) if dimension not in view.shown]
    return f"sum over {', '.join(others)}" if others else ""


if __name__ == "__main__":
    with logging_to(snakemake.log[0]):
        plot_visits(
            visits=Path(snakemake.input.visits),
            description=Path(snakemake.input.description),
            name=snakemake.wildcards.experiment,
            view=snakemake.params.view,
            style=snakemake.params.style,
            png=Path(snakemake.output.png),
            svg=Path(snakemake.output.svg),
        )
