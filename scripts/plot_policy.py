"""Draw the policy of one table: the best action in every cell."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl
from jobs.log import logging_to
from tabular.drawing.heat_map import TableFigure, draw_legend, draw_places, start_figure
from tabular.drawing.policy_layer import draw_policy
from tabular.drawing.style import FIGURE_STYLE, save_figure
from tabular.figures.available import refuse_unless_drawn
from tabular.q_tables.final import LastTable, read_last_table

snakemake: Any  # what Snakemake gives a script


def plot_policy(
    *,
    table: LastTable,
    name: str,
    style: Mapping[str, Any],
    png: Path,
    svg: Path,
) -> None:
    """Draw the greedy policy of a table.

    Args:
        table: the table.
        name: the experiment's name.
        style: `size` in pixels at 100 dpi, and `dpi`.
        png: where the pixels go.
        svg: where the vectors go.

    Raises:
        NoSuchFigureError: the figure makes no sense for the environment.
    """
    refuse_unless_drawn("policy", table.environment)
    on = draw_figure(table, f"{name}: greedy policy", style["size"])
    save_figure(on.figure, png, svg, style["dpi"])


def draw_figure(table: LastTable, title: str, size: Sequence[int]) -> TableFigure:
    """Draw the best action of each cell that is shown; those that were never updated are hatched.

    Args:
        table: the table.
        title: what the figure shows.
        size: width and height in pixels at 100 dpi.
    """
    view = table.view
    with mpl.rc_context(FIGURE_STYLE):
        note = f"best action by the {view.note}" if view.shown and view.note else view.note
        on = start_figure(table.environment, view, title, note, size)
        actions = draw_policy(on, table.action_values, table.known)
        draw_legend(on, [*actions, *draw_places(on)])
    return on


if __name__ == "__main__":
    with logging_to(snakemake.log[0]):
        plot_policy(
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
