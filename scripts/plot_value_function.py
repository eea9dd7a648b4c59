"""Draw the value function of one table: the value of the best action in every cell."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
from jobs.log import logging_to
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
from tabular.drawing.style import FIGURE_STYLE, save_figure
from tabular.q_tables.final import LastTable, read_last_table
from tabular.results.environment import BLOCKED, GOAL, HOLE

snakemake: Any  # what Snakemake gives a script


def plot_value_function(
    *,
    table: LastTable,
    discount: float,
    name: str,
    style: Mapping[str, Any],
    png: Path,
    svg: Path,
) -> None:
    """Draw the values of a table.

    Args:
        table: the table.
        discount: with which its values were learned.
        name: the experiment's name.
        style: `size` in pixels at 100 dpi, and `dpi`.
        png: where the pixels go.
        svg: where the vectors go.
    """
    values = table.values
    on = draw_values(table, f"{name}: value of the best action", value_label(discount), style["size"])
    save_figure(on.figure, png, svg, style["dpi"])
    print(f"{values.count()} of {values.size} cells were updated; values from {values.min()} to {values.max()}")


def draw_values(table: LastTable, title: str, label: str, size: Sequence[int]) -> TableFigure:
    """Draw a heat map of the best actions' values; cells that were never updated are hatched.

    Args:
        table: the table.
        title: what the figure shows.
        label: what the colours mean.
        size: width and height in pixels at 100 dpi.
    """
    with mpl.rc_context(FIGURE_STYLE):
        on = start_figure(table.environment, table.view, title, table.view.note, size, has_bar=True)
        # Where episodes end, and where nobody gets, there is nothing to be had; a letter says so.
        empty = is_place_of(on, GOAL + HOLE + BLOCKED)
        never_updated = np.ma.getmaskarray(table.values)
        shown = np.ma.masked_array(table.values, mask=never_updated | empty)
        known = shown.compressed()
        if len(known):
            norm, colors = colors_of(known)
            write_values(draw_color_bar(on, draw_cells(on, shown, norm, colors), label), known)
        entries = draw_places(on)
        if (never_updated & ~empty).any():
            entries.append(hatch_never_updated(on))
        draw_legend(on, entries)
    return on


def value_label(discount: float) -> str:
    """Say what a value is: the return that is expected from there."""
    return "value (discounted return)" if discount < 1 else "value (expected return)"


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
            discount=snakemake.params.discount,
            name=snakemake.wildcards.experiment,
            style=snakemake.params.style,
            png=Path(snakemake.output.png),
            svg=Path(snakemake.output.svg),
        )
