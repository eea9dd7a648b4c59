"""What all figures of a Q-table have in common: names as they are, and room for what is drawn."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace
from typing import TYPE_CHECKING

import matplotlib as mpl
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tabular.drawing.style import FIGURE_STYLE
from tabular.figures.cost_to_go import draw_cost_to_go
from tabular.figures.policy import draw_policy
from tabular.figures.q_table import draw_q_table
from tabular.figures.trajectories import draw_trajectories
from tabular.figures.value_function import draw_value_function
from tabular.figures.visits import draw_visits
from tabular.results.trajectories import Trajectory

from tests.helpers.awkward_texts import ANY_SIGN
from tests.helpers.descriptions import CART_POLE, CORRIDOR, FROZEN_LAKE, MOUNTAIN_CAR, TAXI
from tests.helpers.figures import MARKS, SIZE, made_up_q_table, output_in, overlapping_texts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
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

NO_FORMULAS = [r"$x^2$ & \alpha", "_{left} <b>", "100 % $", r"\frac{", "$x", r"$\frac{$", r"\$", "]]>"]


def texts_of(figure: str, names: Sequence[str], folder: Path) -> list[str]:
    """Draw a figure with these names of actions and dimensions; return the texts that an XML parser finds in it."""
    shape = [*MOUNTAIN_CAR.table_shape[:-1], len(names)]
    odd = replace(MOUNTAIN_CAR, actions=list(names), axes=list(names[:2]), table_shape=shape)
    output = output_in(folder)
    output.save(FIGURES[figure](made_up_q_table(odd)), "A caption.")
    root = ET.fromstring(output.svg.read_bytes())  # noqa: S314 (written one line before)
    return ["".join(element.itertext()) for element in root.iter("{http://www.w3.org/2000/svg}text")]


@pytest.mark.parametrize("figure", FIGURES)
def test_names_are_text_and_no_formulas(tmp_path: Path, figure: str) -> None:
    texts = texts_of(figure, NO_FORMULAS, tmp_path)
    shows_actions = figure in {"policy", "q_table", "trajectories"}
    for name in NO_FORMULAS if shows_actions else NO_FORMULAS[:2]:
        assert any(name in text for text in texts)


SHORT_NAMES = st.text(ANY_SIGN | st.sampled_from(r"$\{}_^&<"), min_size=1, max_size=4).filter(lambda name: name.strip())


@settings(max_examples=15)
@given(st.lists(SHORT_NAMES | SHORT_NAMES.map(lambda name: f"${name}$"), min_size=2, max_size=3, unique=True))
@pytest.mark.filterwarnings("ignore:.*Glyph:UserWarning")
def test_any_name_is_text_in_a_figure(tmp_path_factory: pytest.TempPathFactory, names: list[str]) -> None:
    texts = texts_of("policy", names, tmp_path_factory.mktemp("figure"))
    for name in names:
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
