"""The value function: each cell's value where the cell lies, and a colour bar that fits the values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from tabular.figures.value_function import draw_value_function, value_label

from tests.helpers.descriptions import FROZEN_LAKE, MOUNTAIN_CAR
from tests.helpers.figures import SIZE, legend_of, made_up, made_up_q_table, mesh_of, q_table_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

EVERYWHERE = np.ones(MOUNTAIN_CAR.table_shape, dtype=np.bool_)


def draw(table: NDArray[np.float64], updated: NDArray[np.bool_] = EVERYWHERE) -> Figure:
    figure = draw_value_function(q_table_of(MOUNTAIN_CAR, table, updated), "mine", 0.9, SIZE)
    figure.canvas.draw()
    return figure


def bar_of(figure: Figure) -> Any:
    return mesh_of(figure).colorbar


def test_the_heat_map_has_the_best_action_s_value_where_the_cell_lies() -> None:
    table, visits = made_up()
    figure = draw(table, visits > 0)
    edges = mesh_of(figure).get_coordinates()
    values: Any = mesh_of(figure).get_array()
    for position in range(20):
        for velocity in range(20):
            corner = edges[velocity, position].tolist()
            assert corner == pytest.approx([-1.2 + 0.09 * position, -0.07 + 0.007 * velocity])
            if visits[position, velocity].any():
                assert values[velocity, position] == max(table[position, velocity])
            else:
                assert values[velocity, position] is np.ma.masked
    axes = figure.axes[0]
    assert axes.patch.get_hatch()
    assert legend_of(figure) == ["never updated"]
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("position", "velocity")


def test_the_map_s_holes_and_goal_have_no_value_and_are_named() -> None:
    table, _ = made_up(FROZEN_LAKE)
    updated = np.ones(FROZEN_LAKE.table_shape, dtype=np.bool_)
    figure = draw_value_function(q_table_of(FROZEN_LAKE, table, updated), "mine", 0.9, SIZE)
    empty = np.argwhere(np.ma.getmaskarray(mesh_of(figure).get_array())).tolist()
    assert FROZEN_LAKE.map
    assert empty == [
        [row, column] for row in range(8) for column in range(8) if FROZEN_LAKE.map[row][column] in {"H", "G"}
    ]
    axes = figure.axes[0]
    assert not axes.patch.get_hatch(), "nothing else is left out"
    lettering = {text.get_text(): text.get_position() for text in axes.texts if text.get_text() != "S"}
    assert lettering["G"] == (7, 7)
    assert sum(text.get_text() == "H" for text in axes.texts) == 10
    assert legend_of(figure) == ["start", "goal", "hole"]


@pytest.mark.parametrize("value", [0.0, -7.0, -7.123456789])
def test_a_constant_value_function_has_one_colour_and_one_number(value: float) -> None:
    bar = bar_of(draw(np.full(MOUNTAIN_CAR.table_shape, value)))
    assert [label.get_text() for label in bar.ax.get_yticklabels()] == [f"{value:.4g}".replace("-", "−")]
    assert len({tuple(color) for color in bar.cmap(np.linspace(0, 1, 9)).tolist()}) == 1


def test_values_that_are_nearly_the_same_have_ticks_that_differ() -> None:
    values = np.full(MOUNTAIN_CAR.table_shape, -7.0)
    values[3, 4] = -6.9995
    bar = bar_of(draw(values))
    texts = [label.get_text() for label in bar.ax.get_yticklabels()]
    assert 3 <= len(texts) == len(set(texts))
    assert (bar.vmin, bar.vmax) == (-7.0, -6.9995)


def test_where_nothing_was_updated_all_is_hatched_and_there_is_no_bar() -> None:
    figure = draw(np.zeros(MOUNTAIN_CAR.table_shape), ~EVERYWHERE)
    assert len(figure.axes) == 1
    assert legend_of(figure) == ["never updated"]


def test_only_a_discounted_value_is_called_so() -> None:
    assert (value_label(0.99), value_label(1.0)) == ("value (discounted return)", "value (expected return)")
    for discount in (0.99, 1.0):
        _, bar = draw_value_function(made_up_q_table(), "mine", discount, SIZE).axes
        assert bar.get_ylabel() == value_label(discount)
