"""A Q-table, one panel an action: whether the action is the best of each cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import matplotlib as mpl
from matplotlib.layout_engine import ConstrainedLayoutEngine

from tabular.drawing.action_panels import draw_marks, hatch_panels, lay_out_panels, legend_entries
from tabular.drawing.canvas import new_figure
from tabular.drawing.style import FIGURE_STYLE
from tabular.drawing.titles_and_legends import MOST_OF_HEIGHT, fitted_legend, in_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.figure import Figure

    from tabular.drawing.action_panels import MarkStyle, Panels
    from tabular.q_tables.final import FinalQTable


def draw_q_table(q_table: FinalQTable, title: str, marks: MarkStyle, size: Sequence[int]) -> Figure:
    """Mark each cell of each action's panel: the best action or another one. Values never updated are hatched.

    Args:
        q_table: the Q-table.
        title: what the figure shows.
        marks: how the two kinds of mark look.
        size: width and height in pixels at 100 dpi.
    """
    updated = q_table.view.any_of(q_table.updated)
    panels = _draw_empty_panels(q_table, title, marks, size, some_never_updated=not updated.all())
    draw_marks(panels, q_table.view.best(q_table.action_values, q_table.known), updated)
    return panels.figure


def _draw_empty_panels(
    q_table: FinalQTable, title: str, marks: MarkStyle, size: Sequence[int], *, some_never_updated: bool
) -> Panels:
    """Draw all but the marks: the title, their legend, the panels, and below them a note on what isn't shown."""
    view = q_table.view
    with mpl.rc_context(FIGURE_STYLE):
        figure = new_figure(size, ConstrainedLayoutEngine(compress=view.is_map))
        panels = lay_out_panels(figure, q_table.environment, view, marks)
        if some_never_updated:
            hatch_panels(panels)
        note = view.with_sampling(view.note)
        if note:
            below = filter(None, [figure.get_supxlabel(), in_lines(figure, note)])
            figure.supxlabel("\n".join(below), fontsize=FIGURE_STYLE["axes.labelsize"])
        # Whether the cells are large enough for marks is known only once the figure is drawn.
        for is_final in (False, True):
            legend = fitted_legend(
                figure,
                legend_entries(panels, some_never_updated=some_never_updated),
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
