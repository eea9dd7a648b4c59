"""Where learned values differ from optimal ones: what is counted, coloured and marked."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from tabular.figures.optimality import draw_optimality
from tabular.pages.optimality_caption import optimality_caption
from tabular.q_tables.optimality import compare

from tests.helpers.descriptions import FROZEN_LAKE
from tests.helpers.figures import SIZE, legend_of, mesh_of, q_table_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

UPDATED = np.ones(FROZEN_LAKE.table_shape, dtype=np.bool_)


def optimal_values() -> NDArray[np.float64]:
    """Return values of which the action 2 is the best everywhere, from 0 to 0.63, and all others are 0.1 less."""
    values: NDArray[np.float64] = np.arange(64)[:, np.newaxis] / 100 - 0.1 * (np.arange(4) != 2)
    return values


def draw(learned: NDArray[np.float64], updated: NDArray[np.bool_] = UPDATED) -> tuple[Figure, Any]:
    q_table = q_table_of(FROZEN_LAKE, learned, updated)
    compared = compare(q_table, optimal_values())
    figure = draw_optimality(q_table, compared, "mine", SIZE)
    figure.canvas.draw()
    return figure, compared


def marks_of(figure: Figure) -> list[list[float]]:
    """Return the columns and rows of the marks."""
    return [point for line in figure.axes[0].lines for point in np.asarray(line.get_xydata()).tolist()]


def test_a_cell_has_the_difference_and_a_mark_where_the_action_is_wrong() -> None:
    learned = optimal_values()
    learned[9] += 0.3  # row 1, column 1: too large, the action is right
    learned[17, 3] = 0.25  # row 2, column 1: the wrong action seems best
    updated = UPDATED.copy()
    updated[2] = False
    figure, compared = draw(learned, updated)
    values: Any = mesh_of(figure).get_array()
    assert values[1, 1] == pytest.approx(0.3)
    assert values[2, 1] == pytest.approx(0.25 - 0.17)
    assert values[2, 3] is np.ma.masked, "a hole"
    assert values[0, 2] is np.ma.masked, "never updated"
    assert values[0, 1] == 0
    assert marks_of(figure) == [[1.0, 2.0]]
    assert compared.loss[17] == pytest.approx(0.1)
    assert set(legend_of(figure)) == {"greedy action not optimal", "start", "goal", "hole", "never updated"}
    norm = mesh_of(figure).norm
    assert (norm.vmin, norm.vmax) == pytest.approx((-0.3, 0.3)), "white is no difference"
    caption = optimality_caption("my_lake", compared, 0.9)
    assert "In 1 of 63 compared cells, the greedy action isn't optimal. Taken once, it costs 0.1 at most." in caption
    assert "The difference goes from 0 to 0.3." in caption


def test_rounding_alone_is_no_mistake_and_looks_like_no_difference() -> None:
    learned = optimal_values() + 1e-13 * np.arange(4)
    figure, compared = draw(learned)
    assert not compared.is_mistake.any()
    assert marks_of(figure) == []
    assert mesh_of(figure).norm.vmax == pytest.approx(0.0063), "a hundredth of the range of the values"


def test_equally_good_actions_are_all_optimal() -> None:
    optimal = np.zeros(FROZEN_LAKE.table_shape)
    optimal[:, 3] = -1e-15
    learned = np.zeros(FROZEN_LAKE.table_shape)
    learned[:, 3] = 1.0
    assert not compare(q_table_of(FROZEN_LAKE, learned, UPDATED), optimal).is_mistake.any()


def test_values_that_are_infinite_are_not_compared_and_a_trap_is_a_mistake() -> None:
    optimal = optimal_values()
    optimal[5] = -np.inf
    optimal[6, 0] = -np.inf
    learned = optimal_values()
    learned[6, 0] = 9.0
    compared = compare(q_table_of(FROZEN_LAKE, learned, UPDATED), optimal)
    assert not compared.counted[5]
    assert compared.counted.sum() == 63
    assert compared.loss[6] == np.inf
    assert np.flatnonzero(compared.is_mistake).tolist() == [6]


def test_of_several_cells_that_are_shown_as_one_a_mistake_in_any_is_marked() -> None:
    cards = replace(
        FROZEN_LAKE, table_shape=[4, 3, 2, 4], axes=["sum", "card", "ace"], grid=None, map=None, id="Cards-v0"
    )
    optimal = np.zeros(cards.table_shape)
    optimal[..., 2] = 1.0
    learned = optimal.copy()
    learned[1, 2, 0, 3] = 3.0
    q_table = q_table_of(cards, learned, np.ones(cards.table_shape, dtype=np.bool_))
    figure = draw_optimality(q_table, compare(q_table, optimal), "mine", SIZE)
    assert marks_of(figure) == [[1.0, 2.0]]
    values: Any = mesh_of(figure).get_array()
    assert values[2, 1] == pytest.approx(1.0), "the mean of 2 and 0"
