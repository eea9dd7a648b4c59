"""Draw one table as a still picture, as pixels and as vectors."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl
from jobs.log import logging_to
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from tabular.drawing.action_panels import MarkStyle, Panels, draw_marks, hatch_panels, lay_out_panels, legend_entries
from tabular.drawing.style import DPI, FIGURE_STYLE, MOST_OF_HEIGHT, fitted_legend, in_lines, save_figure
from tabular.q_tables.first_updates import known_cells
from tabular.q_tables.greedy import with_available_actions
from tabular.q_tables.view import TableView, choose_view
from tabular.results.environment import EnvironmentDescription, read_description
from tabular.results.q_table import read_table, read_visits
from tabular.results.snapshots import episode_name

snakemake: Any  # what Snakemake gives a script


def plot_qtable(
    *,
    qtables: Path,
    visits: Path,
    description: Path,
    name: str,
    episodes: int,
    view: Mapping[str, Any],
    marks: Mapping[str, Any],
    style: Mapping[str, Any],
    png: Path,
    svg: Path,
) -> None:
    """Draw the table at the end of the last of `episodes` episodes.

    Args:
        qtables: folder of the tables.
        visits: the same training's `visits.npy`.
        description: the experiment's `environment.json`.
        name: the experiment's name.
        episodes: length of the training.
        view: `axes`, `reduce` and `grid`, as in the configuration's `frames`.
        marks: `colors`, `markers` and `opacity` of the two kinds of mark.
        style: `size` in pixels at 100 dpi, and `dpi`.
        png: where the pixels go.
        svg: where the vectors go.
    """
    environment = read_description(description)
    shape = tuple(environment.table_shape)
    table = with_available_actions(
        environment, read_table(qtables / f"{episode_name(episodes - 1, episodes)}.npy", shape)
    )
    updated = read_visits(visits, shape) > 0
    shown = choose_view(environment, view["axes"], view["reduce"], view["grid"])
    known = shown.any_of(updated)
    looks = MarkStyle(marks["colors"], marks["markers"], marks["opacity"])
    title = f"{name}: best actions after {episodes:,} episodes"
    panels = draw_empty(environment, shown, looks, title, style["size"], some_never_updated=not known.all())
    draw_marks(panels, shown.best(table, known_cells(updated)), known)
    save_figure(panels.figure, png, svg, style["dpi"])


def draw_empty(
    environment: EnvironmentDescription,
    view: TableView,
    marks: MarkStyle,
    title: str,
    size: Sequence[int],
    *,
    some_never_updated: bool,
) -> Panels:
    """Draw all but the marks: a title, what the marks mean, the panels, and below them what is not shown."""
    with mpl.rc_context(FIGURE_STYLE):
        layout = ConstrainedLayoutEngine(compress=view.is_map)
        figure = Figure(figsize=(size[0] / DPI, size[1] / DPI), dpi=DPI, layout=layout)
        FigureCanvasAgg(figure)
        panels = lay_out_panels(figure, environment, view, marks)
        if some_never_updated:
            hatch_panels(panels)
        if view.note:
            below = filter(None, [figure.get_supxlabel(), in_lines(figure, view.note)])
            figure.supxlabel("\n".join(below), fontsize=FIGURE_STYLE["axes.labelsize"])
        # Only when the figure is drawn it is known whether the cells are large enough for marks.
        for is_final in (False, True):
            entries = legend_entries(panels, some_never_updated=some_never_updated)
            legend = fitted_legend(
                figure,
                entries,
                "outside upper left",
                title=title,
                handlelength=1.4,
                handletextpad=0.4,
                most_of_height=MOST_OF_HEIGHT,
            )
            figure.canvas.draw()
            if not is_final:
                legend.remove()
        figure.set_layout_engine("none")
    return panels


if __name__ == "__main__":
    with logging_to(snakemake.log[0]):
        plot_qtable(
            qtables=Path(snakemake.input.qtables),
            visits=Path(snakemake.input.visits),
            description=Path(snakemake.input.description),
            name=snakemake.wildcards.experiment,
            episodes=snakemake.params.episodes,
            view=snakemake.params.view,
            marks=snakemake.params.marks,
            style=snakemake.params.style,
            png=Path(snakemake.output.png),
            svg=Path(snakemake.output.svg),
        )
