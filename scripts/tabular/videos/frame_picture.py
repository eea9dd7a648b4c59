"""The picture of a table as a frame of a video: all that is the same for every table of an experiment."""

from __future__ import annotations

from typing import TYPE_CHECKING

import matplotlib as mpl
from matplotlib.layout_engine import ConstrainedLayoutEngine

from tabular.drawing.action_panels import HEADER_HEIGHT, hatch_panels, lay_out_panels, legend_entries
from tabular.drawing.canvas import new_figure
from tabular.drawing.style import STYLE
from tabular.drawing.titles_and_legends import fitted_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.figure import Figure

    from tabular.drawing.action_panels import MarkStyle, Panels
    from tabular.q_tables.view import TableView
    from tabular.results.environment import EnvironmentDescription

FOOTER_HEIGHT = 24
"""Pixels at the bottom that are kept free of a map's panels where a line says what is shown."""

MARGIN = 16
"""Pixels between the picture's edge and its text."""


def draw_panels(
    description: EnvironmentDescription, view: TableView, style: MarkStyle, size: tuple[int, int]
) -> Panels:
    """Draw everything that is the same for every table of an experiment.

    Args:
        description: the environment that the table is laid over.
        view: what is shown of the table.
        style: how marks look.
        size: width and height in pixels.
    """
    with mpl.rc_context(STYLE):
        # A map's panels have their names right below them, anywhere; other pictures have one name, in the middle.
        note = view.with_sampling(view.note)
        footer = FOOTER_HEIGHT / size[1] if view.is_map and note else 0.0
        between = (0.0, footer, 1.0, 1 - HEADER_HEIGHT / size[1] - footer)
        layout = ConstrainedLayoutEngine(rect=between, w_pad=0.08, h_pad=0.05, compress=view.is_map)
        figure = new_figure(size, layout)
        panels = lay_out_panels(figure, description, view, style)
        hatch_panels(panels)
        if note and not view.is_map:
            _write_notes_below_the_name(figure, [one for one in (view.note, view.sampling) if one])
        figure.canvas.draw()
        figure.set_layout_engine("none")
        _draw_static_header(panels, description, size)
    return panels


def _write_notes_below_the_name(figure: Figure, notes: Sequence[str]) -> None:
    """Say what is shown in a line or two below the name of the horizontal direction."""
    size, room = STYLE["axes.labelsize"], figure.bbox.width - 2 * MARGIN
    lines = [
        fitted_text(figure, line, room, size) for line in ";\n".join([f"shown: {notes[0]}", *notes[1:]]).split("\n")
    ]
    figure.supxlabel("\n".join([figure.get_supxlabel(), *lines]), fontsize=size)


def _draw_static_header(panels: Panels, description: EnvironmentDescription, size: tuple[int, int]) -> None:
    figure = panels.figure
    width, height = size
    title = f"{description.id}: the greedy policy, action by action"
    heading = figure.text(
        MARGIN / width, 1 - 10 / height, title, va="top", weight="bold", fontsize=STYLE["axes.titlesize"]
    )
    entries = legend_entries(panels, some_never_updated=True)
    legend = figure.legend(
        handles=entries, loc="upper right", bbox_to_anchor=(1 - MARGIN / width, 1 - 4 / height), ncols=len(entries),
        frameon=False, borderaxespad=0.0, handletextpad=0.4, handlelength=1.2, columnspacing=1.2,
    )  # fmt: skip
    # Both in one line: in small frames, or with a long name, in smaller letters.
    needed = sum(part.get_window_extent().width for part in (heading, legend)) + 3 * MARGIN
    if needed > width:
        for text in (heading, *legend.get_texts()):
            text.set_fontsize(float(text.get_fontsize()) * width / needed)
    if panels.view.note and panels.view.is_map:
        note = fitted_text(figure, f"shown: {panels.view.note}", width - 2 * MARGIN, STYLE["font.size"])
        figure.text(1 - MARGIN / width, 6 / height, note, va="bottom", ha="right")
