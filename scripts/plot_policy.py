"""Draw the policy of one table: the best action in every cell."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
from numpy.typing import NDArray
from tabular.description import EnvironmentDescription, read_description
from tabular.figure_choice import refuse_unless_drawn
from tabular.figure_style import FIGURE_STYLE, save_figure
from tabular.job_log import logging_to
from tabular.policy_figure import draw_policy
from tabular.q_table import read_table, read_visits
from tabular.snapshots import episode_name
from tabular.state_values import state_values
from tabular.table_figure import TableFigure, draw_legend, draw_places, start_figure
from tabular.table_view import TableView, choose_view

snakemake: Any  # what Snakemake gives a script


def plot_policy(
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
    """Draw the greedy policy at the end of the last of `episodes` episodes.

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

    Raises:
        NoSuchFigureError: the figure makes no sense for the environment.
    """
    environment = read_description(description)
    refuse_unless_drawn("policy", environment)
    shape = tuple(environment.table_shape)
    table = environment.offered(read_table(qtables / f"{episode_name(episodes - 1, episodes)}.npy", shape))
    shown = choose_view(environment, view["axes"], view["reduce"], view["grid"])
    visited = ~np.ma.getmaskarray(state_values(shown, table, read_visits(visits, shape)))
    on = draw_figure(environment, shown, (table, visited), f"{name}: greedy policy", style["size"])
    save_figure(on.figure, png, svg, style["dpi"])


def draw_figure(
    environment: EnvironmentDescription,
    view: TableView,
    learned: tuple[NDArray[np.float64], NDArray[np.bool_]],
    title: str,
    size: Sequence[int],
) -> TableFigure:
    """Draw the best action of each cell that is shown; those that were not visited are hatched.

    Args:
        environment: what the table is laid over.
        view: what is shown of it.
        learned: the table, shape cells + (actions,), and which cells were visited, shape (rows, columns).
        title: what the figure shows.
        size: width and height in pixels at 100 dpi.
    """
    with mpl.rc_context(FIGURE_STYLE):
        note = f"best action by the {view.note}" if view.shown and view.note else view.note
        on = start_figure(environment, view, title, note, size)
        actions = draw_policy(on, *learned)
        draw_legend(on, [*actions, *draw_places(on)])
    return on


if __name__ == "__main__":
    with logging_to(snakemake.log[0]):
        plot_policy(
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
