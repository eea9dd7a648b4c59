"""Draw one table as a still picture, as pixels and as vectors."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tabular.description import read_description
from tabular.figure_style import save_figure
from tabular.job_log import logging_to
from tabular.q_table import read_table
from tabular.snapshots import episode_name
from tabular.table_picture import MarkStyle, draw_header_text, draw_marks, draw_panels
from tabular.table_view import choose_view

snakemake: Any  # what Snakemake gives a script


def plot_qtable(
    *,
    qtables: Path,
    description: Path,
    episodes: int,
    view: Mapping[str, Any],
    style: Mapping[str, Any],
    png: Path,
    svg: Path,
) -> None:
    """Draw the table at the end of the last of `episodes` episodes.

    Args:
        qtables: folder of the tables.
        description: the experiment's `environment.json`.
        episodes: length of the training.
        view: `axes`, `reduce` and `grid`, as in the configuration's `frames`.
        style: `colors`, `markers`, `opacity`, `size` in pixels at 100 dpi, and `dpi`.
        png: where the pixels go.
        svg: where the vectors go.
    """
    environment = read_description(description)
    last = episodes - 1
    table = read_table(qtables / f"{episode_name(last, episodes)}.npy", tuple(environment.table_shape))
    shown = choose_view(environment, view["axes"], view["reduce"], view["grid"])
    marks = MarkStyle(style["colors"], style["markers"], style["opacity"])
    width, height = style["size"]
    panels = draw_panels(environment, shown, marks, (width, height))
    draw_marks(panels, shown.best(table))
    draw_header_text(panels, f"after the last of {episodes:,} episodes")
    save_figure(panels.figure, png, svg, style["dpi"])


if __name__ == "__main__":
    with logging_to(snakemake.log[0]):
        plot_qtable(
            qtables=Path(snakemake.input.qtables),
            description=Path(snakemake.input.description),
            episodes=snakemake.params.episodes,
            view=snakemake.params.view,
            style=snakemake.params.style,
            png=Path(snakemake.output.png),
            svg=Path(snakemake.output.svg),
        )
