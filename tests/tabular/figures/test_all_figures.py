"""What all figures of a Q-table have in common: names as they are, and room for what is drawn."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import matplotlib as mpl
import numpy as np
import pytest
from tabular.drawing.style import FIGURE_STYLE
from tabular.figures.cost_to_go import draw_cost_to_go
from tabular.figures.policy import draw_policy
from tabular.figures.q_table import draw_q_table
from tabular.figures.trajectories import draw_trajectories
from tabular.figures.value_function import draw_value_function
from tabular.figures.visits import draw_visits
from tabular.results.trajectories import Trajectory

from tests.helpers.descriptions import CART_POLE, CORRIDOR, FROZEN_LAKE, MOUNTAIN_CAR, TAXI
from tests.helpers.figures import MARKS, SIZE, made_up_q_table, output_in, overlapping_texts

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from matplotlib.figure import Figure
    from tabular.q_tables.final import FinalQTable
    from tabular.results.environment import EnvironmentDescription

    Draw = Callable[[FinalQTable], Figure]


def visits(table: FinalQTable) -> Figure:
    (updated,) = table.view.any_of(table.known[..., np.newaxis])
    return draw_visits(table.environment, table.view, updated.astype(np.int64), "mine", SIZE)


def trajectories(table: FinalQTable) -> Figure:
    observations = [[3.0], [3.0]] if table.view.is_map else [[-0.5, 0.0], [-0.4, 0.01]]
    return draw_trajectories(table, [Trajectory(np.array(observations), -1.0, "terminated")], "mine", SIZE)


FIGURES: dict[str, Draw] = {
    "q_table": lambda table: draw_q_table(table, "mine", MARKS, SIZE),
    "value_function": lambda table: draw_value_function(table, "mine", 0.9, SIZE),
    "policy": lambda table: draw_policy(table, "mine", SIZE),
    "visits": visits,
    "cost_to_go": lambda table: draw_cost_to_go(table, "mine", 0.9, SIZE),
    "trajectories": trajectories,
}

ODD_NAMES = [r"$x^2$ & \alpha", "_{left} <b>", "100 % $"]


@pytest.mark.parametrize("figure", FIGURES)
def test_names_are_text_and_no_formulas(tmp_path: Path, figure: str) -> None:
    odd = replace(MOUNTAIN_CAR, actions=ODD_NAMES, axes=[r"$\frac{1}{2}", "{velocity}$^2$"])
    output = output_in(tmp_path)
    output.save(FIGURES[figure](made_up_q_table(odd)), "A caption.")
    texts = html.unescape(" ".join(re.findall(r"<text[^>]*>([^<]*)</text>", output.svg.read_text())))
    for name in odd.axes:
        assert name in texts
    if figure in {"policy", "q_table", "trajectories"}:
        for name in ODD_NAMES:
            assert name in texts


def long(count: int) -> list[str]:
    """Return different names of 43 letters."""
    return [f"{number} {'a long name that goes on and on and on and on'[:41]}" for number in range(count)]


LONG_NAMES = [
    (figure, description)
    for figure in ("policy", "q_table", "trajectories", "value_function")
    for description in (MOUNTAIN_CAR, CART_POLE, FROZEN_LAKE)
    if (figure, description) != ("trajectories", CART_POLE)  # the made-up path has two dimensions
]


@pytest.mark.parametrize(("figure", "description"), LONG_NAMES)
def test_long_names_leave_room_for_what_is_drawn(figure: str, description: EnvironmentDescription) -> None:
    shape = [*description.table_shape[:-1], 8]
    named = replace(description, actions=long(8), axes=long(len(description.axes)), table_shape=shape)
    drawn = FIGURES[figure](made_up_q_table(named))
    with mpl.rc_context(FIGURE_STYLE):
        drawn.canvas.draw()
        for text in (*drawn.legends, *drawn.texts, *(axes.yaxis.label for axes in drawn.axes)):
            extent = text.get_window_extent()
            assert extent.width <= drawn.bbox.width + 1
            assert -1 <= extent.y0 <= extent.y1 <= drawn.bbox.height + 1
        panels = [axes.get_window_extent() for axes in drawn.axes if axes.get_label() != "<colorbar>"]
    top, bottom = max(panel.y1 for panel in panels), min(panel.y0 for panel in panels)
    assert top - bottom >= 0.45 * drawn.bbox.height


@pytest.mark.parametrize("figure", ["policy", "q_table", "value_function", "visits"])
@pytest.mark.parametrize("description", [MOUNTAIN_CAR, CART_POLE, FROZEN_LAKE, TAXI, CORRIDOR])
def test_no_text_of_a_figure_lies_over_another(figure: str, description: EnvironmentDescription) -> None:
    drawn = FIGURES[figure](made_up_q_table(description))
    with mpl.rc_context(FIGURE_STYLE):
        drawn.canvas.draw()
        assert overlapping_texts(drawn) == []
