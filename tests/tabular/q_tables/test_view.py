"""What a picture shows of a table."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import gymnasium
import numpy as np
import pytest
from tabular.q_tables.view import ViewError, choose_view

from tests.helpers.descriptions import CART_POLE, CORRIDOR, FROZEN_LAKE, MOUNTAIN_CAR, TAXI


def random_table(shape: list[int]) -> np.ndarray[Any, np.dtype[np.float64]]:
    return np.random.default_rng(0).normal(size=shape)


def test_two_dimensions_are_shown_with_the_first_across_and_the_second_up() -> None:
    table = random_table(MOUNTAIN_CAR.table_shape)
    view = choose_view(MOUNTAIN_CAR, None, "mean", None)
    panels = view.panels(table)
    assert panels.shape == (3, 20, 20)
    assert panels[2, 7, 4] == table[4, 7, 2]
    assert (view.columns.name, view.rows.name, view.note) == ("position", "velocity", "")
    assert view.columns.centres[0] == pytest.approx(-1.2 + 0.045)
    assert view.rows.centres[-1] == pytest.approx(0.07 - 0.0035)


def test_axes_can_be_swapped_by_name() -> None:
    table = random_table(MOUNTAIN_CAR.table_shape)
    view = choose_view(MOUNTAIN_CAR, ["velocity", "position"], "mean", None)
    assert view.panels(table)[2, 4, 7] == table[4, 7, 2]


@pytest.mark.parametrize(
    ("reduction", "words"),
    [("mean", "mean over updated cells of"), ("max", "maximum over updated cells of"), ("middle", "middle cell of")],
)
def test_hidden_dimensions_are_reduced_as_asked_and_the_picture_says_so(reduction: Any, words: str) -> None:
    table = random_table(CART_POLE.table_shape)
    view = choose_view(CART_POLE, ["pole angle", "cart position"], reduction, None)
    expected = {
        "mean": table[1, :, 4, :, 1].mean(),
        "max": table[1, :, 4, :, 1].max(),
        "middle": table[1, 2, 4, 3, 1],
    }[reduction]
    assert view.panels(table)[1, 1, 4] == pytest.approx(expected, rel=1e-12)
    assert view.note == f"{words} cart velocity, pole velocity"


def test_a_grid_world_is_shown_as_its_map_from_the_top_left() -> None:
    table = random_table(FROZEN_LAKE.table_shape)
    view = choose_view(FROZEN_LAKE, None, "mean", None)
    assert view.is_map
    assert view.panels(table)[3, 2, 5] == table[2 * 8 + 5, 3]


def test_many_states_without_a_map_are_wrapped_into_rows_and_the_picture_says_so() -> None:
    unknown = replace(TAXI, id="Unknown-v0")
    table = random_table(unknown.table_shape)
    view = choose_view(unknown, None, "mean", None)
    assert view.panels(table).shape == (6, 20, 25)
    assert view.panels(table)[0, 3, 4] == table[3 * 25 + 4, 0]
    assert view.note == "state 0 at the top left, 25 a row"
    assert choose_view(unknown, None, "mean", [25, 20]).panels(table)[0, 3, 4] == table[3 * 20 + 4, 0]


def test_taxi_has_a_row_for_each_place_and_a_column_for_passenger_and_destination() -> None:
    environment: Any = gymnasium.make("Taxi-v4").unwrapped
    table = random_table(TAXI.table_shape)
    view = choose_view(TAXI, None, "mean", None)
    state = environment.encode(taxi_row=3, taxi_col=1, pass_loc=2, dest_idx=1)
    assert view.panels(table)[0, 3 * 5 + 1, 2 * 4 + 1] == table[state, 0]
    assert (view.rows.name, view.columns.name, view.note) == (
        "taxi: 5 · row + column",
        "passenger: 4 · place + destination",
        "",
    )


def test_of_cart_pole_the_pole_is_shown_unless_others_are_asked_for() -> None:
    view = choose_view(CART_POLE, None, "mean", None)
    assert (view.columns.name, view.rows.name) == ("pole angle", "pole velocity")
    assert view.note == "mean over updated cells of cart position, cart velocity"
    view = choose_view(replace(CART_POLE, id="Mine-v0"), None, "mean", None)
    assert (view.columns.name, view.rows.name) == ("cart position", "cart velocity")


def test_one_physical_dimension_is_a_row() -> None:
    view = choose_view(CORRIDOR, None, "mean", None)
    assert view.panels(random_table(CORRIDOR.table_shape)).shape == (2, 1, 5)
    assert view.columns.centres.tolist() == [1.0, 3.0, 5.0, 7.0, 9.0]
    assert view.columns.name == "distance in m"


def test_best_actions_are_all_that_no_other_action_beats() -> None:
    table = np.zeros((20, 20, 3))
    table[4, 7] = [1.0, 3.0, 3.0]
    best = choose_view(MOUNTAIN_CAR, None, "mean", None).best(table)
    assert best[:, 7, 4].tolist() == [False, True, True]
    assert best[:, 0, 0].tolist() == [True, True, True]


@pytest.mark.parametrize(
    ("description", "axes", "grid", "key"),
    [
        (MOUNTAIN_CAR, ["position", "speed"], None, "axes"),
        (MOUNTAIN_CAR, ["position", "position"], None, "axes"),
        (MOUNTAIN_CAR, None, [20, 20], "grid"),
        (FROZEN_LAKE, ["state", "row"], None, "axes"),
        (FROZEN_LAKE, None, [8, 9], "grid"),
        (CORRIDOR, None, [1, 5], "grid"),
    ],
)
def test_a_view_that_the_table_does_not_have_is_an_error_that_names_the_key(
    description: Any,
    axes: Any,
    grid: Any,
    key: str,
) -> None:
    with pytest.raises(ViewError, match=rf"view\.{key}") as raised:
        choose_view(description, axes, "mean", grid)
    assert raised.value.key == key
