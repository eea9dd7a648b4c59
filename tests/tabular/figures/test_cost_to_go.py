"""The cost to go: a surface at minus the value, over the centres of cells."""

from __future__ import annotations

import numpy as np
import pytest
from tabular.figures.cost_to_go import draw_cost_to_go, draw_surface, surface
from tabular.q_tables.projection import state_values
from tabular.q_tables.view import choose_view

from tests.helpers.descriptions import MOUNTAIN_CAR
from tests.helpers.figures import SIZE, made_up, made_up_q_table

VIEW = choose_view(MOUNTAIN_CAR, None, "mean", None)


def test_the_surface_stands_at_minus_the_value_over_the_centres_of_cells() -> None:
    table, visits = made_up()
    cost = -state_values(VIEW, table, visits > 0)
    quadrilaterals = surface(VIEW.columns.centres, VIEW.rows.centres, cost.filled(np.nan))
    corners = set()
    for x, y, z in quadrilaterals.reshape(-1, 3).tolist():
        position, velocity = int((x + 1.2) / 0.09), int((y + 0.07) / 0.007)
        assert (x, y) == pytest.approx((-1.2 + 0.09 * (position + 0.5), -0.07 + 0.007 * (velocity + 0.5)))
        assert z == pytest.approx(-max(table[position, velocity]))
        assert visits[position, velocity].any()
        corners.add((position, velocity))
    whole = (visits > 0).max(axis=-1)
    between = whole[:-1, :-1] & whole[1:, :-1] & whole[:-1, 1:] & whole[1:, 1:]
    assert len(quadrilaterals) == between.sum() > 50
    assert len(corners) > 150
    (axes,) = draw_surface(VIEW, cost, "title", "cost", SIZE).axes
    (shade,) = axes.collections
    heights = shade.get_array()
    assert heights is not None
    np.testing.assert_allclose(heights, quadrilaterals[..., 2].mean(axis=-1))


def test_where_nothing_was_updated_there_is_no_surface() -> None:
    figure = draw_surface(VIEW, np.ma.masked_array(np.zeros((20, 20)), mask=True), "title", "cost", SIZE)
    figure.canvas.draw()
    assert "no surface where values were never updated" in [text.get_text() for text in figure.texts]


def test_a_constant_cost_has_a_height_to_stand_at() -> None:
    for value in (0.0, 7.0):
        cost = np.ma.masked_array(np.full((20, 20), value), mask=False)
        figure = draw_surface(VIEW, cost, "title", "cost", SIZE)
        low, high = figure.axes[0].get_zlim()  # type: ignore[attr-defined]
        assert low <= 0
        assert high >= max(value, 1.0)


@pytest.mark.parametrize(("discount", "label"), [(0.99, "cost to go (discounted)"), (1.0, "cost to go")])
def test_only_a_discounted_cost_is_called_so(discount: float, label: str) -> None:
    (axes,) = draw_cost_to_go(made_up_q_table(), "mine", discount, SIZE).axes
    assert axes.get_zlabel() == label  # type: ignore[attr-defined]
