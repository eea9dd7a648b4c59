"""Draw the value function of one table: the value of the best action in every cell."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.colors import Normalize
from tabular.description import BLOCKED, GOAL, HOLE
from tabular.figure_style import FIGURE_STYLE, SEQUENTIAL, save_figure
from tabular.job_log import logging_to
from tabular.last_table import LastTable, read_last_table
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
from tabular.table_view import TableView

snakemake: Any  # what Snakemake gives a script


def plot_value_function(
    *,
    table: LastTable,
    name: str,
    style: Mapping[str, Any],
    png: Path,
    svg: Path,
) -> None:
    """Draw the values of a table.

    Args:
        table: the table.
        name: the experiment's name.
        style: `size` in pixels at 100 dpi, and `dpi`.
        png: where the pixels go.
        svg: where the vectors go.
    """
    values = table.values
    on = draw_values(table, f"{name}: value of the best action", style["size"])
    save_figure(on.figure, png, svg, style["dpi"])
    print(f"{values.count()} of {values.size} cells were visited; values from {values.min()} to {values.max()}")


def draw_values(table: LastTable, title: str, size: Sequence[int]) -> TableFigure:
    """Draw a heat map of the best actions' values; cells that were never visited are hatched."""
    with mpl.rc_context(FIGURE_STYLE):
        on = start_figure(table.environment, table.view, title, value_note(table.view), size, has_bar=True)
        # Where episodes end, and where nobody gets, there is nothing to be had; a letter says so.
        empty = is_place_of(on, GOAL + HOLE + BLOCKED)
        shown = np.ma.masked_array(table.values, mask=~table.visited | empty)
        mesh = draw_cells(on, shown, Normalize(*value_range(shown)), SEQUENTIAL)
        draw_color_bar(on, mesh, "value (discounted return)")
        entries = draw_places(on)
        if not (table.visited | empty).all():
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
