"""Values and visits of states, reduced to what a picture shows."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from tabular.q_tables.projection import state_values, state_visits
from tabular.q_tables.view import Reduction, choose_view

from tests.helpers.descriptions import CART_POLE, FROZEN_LAKE, MOUNTAIN_CAR

TABLE = np.random.default_rng(3).normal(size=CART_POLE.table_shape)
VISITS = np.random.default_rng(4).integers(0, 2, CART_POLE.table_shape).astype(np.uint32)


@pytest.mark.parametrize("reduction", ["mean", "max", "middle"])
def test_values_of_the_best_action_are_reduced_over_the_cells_that_were_updated(reduction: Reduction) -> None:
    view = choose_view(CART_POLE, ["pole angle", "cart velocity"], reduction, None)
    found = state_values(view, TABLE, VISITS > 0)
    assert found.shape == (4, 5)
    for velocity, angle in product(range(4), range(5)):
        known = [
            max(TABLE[position, velocity, angle, spin])
            for position, spin in product(range(3), range(6))
            if VISITS[position, velocity, angle, spin].any() and (reduction != "middle" or (position, spin) == (1, 3))
        ]
        if known:
            expected = max(known) if reduction == "max" else sum(known) / len(known)
            assert found[velocity, angle] == pytest.approx(expected)
        else:
            assert found[velocity, angle] is np.ma.masked


def test_a_cell_that_was_never_visited_has_no_value_however_large_the_table_s_is() -> None:
    visits = np.ones(MOUNTAIN_CAR.table_shape, dtype=np.uint32)
    visits[3, 7] = 0
    table = np.zeros(MOUNTAIN_CAR.table_shape)
    table[3, 7] = 99.0
    found = state_values(choose_view(MOUNTAIN_CAR, None, "mean", None), table, visits > 0)
    assert np.argwhere(np.ma.getmaskarray(found)).tolist() == [[7, 3]], "row: velocity, column: position"
    assert found.max() == 0


@pytest.mark.parametrize("axes", [["cart velocity", "pole velocity"], ["pole velocity", "cart velocity"]])
def test_visits_are_summed_whatever_becomes_of_values(axes: list[str]) -> None:
    found = state_visits(choose_view(CART_POLE, axes, "middle", None), VISITS)
    expected = np.einsum("abcde->bd", VISITS.astype(np.int64))
    np.testing.assert_array_equal(found, expected.T if axes[0] == "cart velocity" else expected)
    visits = np.arange(64 * 4, dtype=np.uint32).reshape(64, 4)
    lake = state_visits(choose_view(FROZEN_LAKE, None, "mean", None), visits)
    assert int(lake[2, 5]) == sum(range(21 * 4, 21 * 4 + 4)), "states count row by row"
