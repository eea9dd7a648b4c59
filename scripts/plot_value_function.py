"""Draw the value function of one table: the value of the best action in every cell."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.colors import Normalize
from tabular.description import BLOCKED, GOAL, HOLE, EnvironmentDescription, read_description
from tabular.figure_style import FIGURE_STYLE, SEQUENTIAL, save_figure
from tabular.job_log import logging_to
from tabular.q_table import read_table, read_visits
from tabular.snapshots import episode_name
from tabular.state_values import state_values
from tabular.table_figure import (
    TableFigure,
    draw_cells,
    draw_color_bar,
    draw_legend,
    draw_places,
    hatch_unvisited,
    is_place_of,
    start_figure,
)
from tabular.table_view import TableView, choose_view

snakemake: Any  # what Snakemake gives a script


def plot_value_function(
    *,
    qtables: Path,
    visits: Path,
    description: Path,
    name: str,
    episodes: int,
    view: Mapping[str, Any],
    style: Mapping[str, Any],
    png: Path,
    svg: Path,
) -> None:
    """Draw the values at the end of the last of `episodes` episodes.

    Args:
        qtables: folder of the tables.
        visits: the same training's `visits.npy`.
        description: the experiment's `environment.json`.
        name: the experiment's name.
        episodes: length of the training.
        view: `axes`, `reduce` and `grid`, as in the configuration's `frames`.
        style: `size` in pixels at 100 dpi, and `dpi`.
        png: where the pixels go.
        svg: where the vectors go.
    """
    environment = read_description(description)
    shape = tuple(environment.table_shape)
    table = environment.offered(read_table(qtables / f"{episode_name(episodes - 1, episodes)}.npy", shape))
    shown = choose_view(environment, view["axes"], view["reduce"], view["grid"])
    values = state_values(shown, table, read_visits(visits, shape))
    on = draw_values(environment, shown, values, f"{name}: value of the best action", style["size"])
    save_figure(on.figure, png, svg, style["dpi"])
    print(f"{values.count()} of {values.size} cells were visited; values from {values.min()} to {values.max()}")


def draw_values(
    environment: EnvironmentDescription,
    view: TableView,
    values: np.ma.MaskedArray[Any, np.dtype[np.float64]],
    title: str,
    size: Sequence[int],
) -> TableFigure:
    """Draw a heat map of values of shape (rows, columns); masked cells are hatched."""
    with mpl.rc_context(FIGURE_STYLE):
        on = start_figure(environment, view, title, value_note(view), size, has_bar=True)
        # Where episodes end, and where nobody gets, there is nothing to be had; a letter says so.
        empty = is_place_of(on, GOAL + HOLE + BLOCKED)
        shown = np.ma.masked_array(values, mask=np.ma.getmaskarray(values) | empty)
        mesh = draw_cells(on, shown, Normalize(*value_range(shown)), SEQUENTIAL)
        draw_color_bar(on, mesh, "value (discounted return)")
        entries = draw_places(on)
        if (np.ma.getmaskarray(values) & ~empty).any():
            entries.append(hatch_unvisited(on))
        draw_legend(on, entries)
    return on


def value_note(view: TableView) -> str:
    """Say what became of the dimensions that aren't shown."""
    return view.note.replace("mean over", "mean over visited cells of") if view.shown else view.note


def value_range(values: np.ma.MaskedArray[Any, np.dtype[np.float64]]) -> tuple[float, float]:
    """Return the smallest and largest value, and 0 and 1 where there is none."""
    return (float(values.min()), float(values.max())) if values.count() else (0.0, 1.0)


if __name__ == "__main__":
    with logging_to(snakemake.log[0]):
        plot_value_function(
            qtables=Path(snakemake.input.qtables),
            visits=Path(snakemake.input.visits),
            description=Path(snakemake.input.description),
            name=snakemake.wildcards.experiment,
            episodes=snakemake.params.episodes,
            view=snakemake.params.view,
            style=snakemake.params.style,
            png=Path(snakemake.output.png),
            svg=Path(snakemake.output.svg),
        )
