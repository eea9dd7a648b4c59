"""The map of a policy, looked up where the axes say that a state is."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import pytest
from tabular.drawing.actions import ACTION_COLORS, TIED_COLOR, action_color
from tabular.drawing.hatching import FACE_PIXEL, LINE_PIXEL
from tabular.q_tables.greedy import constant_policy, greedy_policy, hidden_part, is_outline, outline, part_around
from tabular.q_tables.view import choose_view
from tabular.videos.policy_raster import Area, PolicyMap

from tests.helpers.descriptions import CART_POLE, CORRIDOR, FINE_MOUNTAIN_CAR, FROZEN_LAKE, MOUNTAIN_CAR, TAXI

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from tabular.results.environment import EnvironmentDescription

BLACKJACK = replace(
    FROZEN_LAKE, id="Blackjack-v1", table_shape=[32, 11, 2, 2], actions=["stick", "hit"],
    axes=["sum", "card", "ace"], grid=None, map=None,
)  # fmt: skip
AREA = Area(100, 50, 480, 400)


def random_table(description: EnvironmentDescription) -> NDArray[np.float64]:
    return np.random.default_rng(5).random(description.table_shape)


def color_at(painted: NDArray[np.uint8], on: PolicyMap, place: tuple[float, ...]) -> tuple[int, ...]:
    """Return the colour a little beside where a state is: an arrow may be right there, or a line between cells."""
    x, y = on.position(place)
    return tuple(painted[int(y) - on.area.top - 2, int(x) - on.area.left + 2].tolist())


@pytest.mark.parametrize("axes", [None, ["velocity", "position"]])
def test_a_state_lies_on_the_colour_of_its_action_in_physical_axes(axes: list[str] | None) -> None:
    view = choose_view(MOUNTAIN_CAR, axes, "mean", None)
    on = PolicyMap(MOUNTAIN_CAR, view, AREA)
    policy = greedy_policy(random_table(MOUNTAIN_CAR))
    for cell in product(range(20), range(20)):
        painted = on.paint(part_around(view, policy, cell))
        place = (-1.2 + (cell[0] + 0.5) * 0.09, -0.07 + (cell[1] + 0.5) * 0.007)
        assert color_at(painted, on, place) == action_color(int(policy.actions[cell]))


def test_the_first_axis_points_to_the_right_and_the_second_one_up() -> None:
    on = PolicyMap(MOUNTAIN_CAR, choose_view(MOUNTAIN_CAR, None, "mean", None), AREA)
    assert on.position((-1.2, -0.07)) == (100, 450)
    assert on.position((0.6, 0.07)) == (580, 50)
    assert on.position((9.0, -9.0)) == (580, 450), "outside is at the edge"


@pytest.mark.parametrize(
    ("description", "grid"),
    [(FROZEN_LAKE, None), (TAXI, [25, 20]), (replace(FROZEN_LAKE, actions=["a", "b", "c", "d"]), None)],
)
def test_states_of_a_grid_world_count_row_by_row_from_the_top_left(
    description: EnvironmentDescription, grid: list[int] | None
) -> None:
    view = choose_view(description, None, "mean", grid)
    on = PolicyMap(description, view, Area(10, 20, view.columns.cells * 20, view.rows.cells * 20))
    policy = greedy_policy(random_table(description))
    painted = on.paint(part_around(view, policy, (0,)))
    assert on.position((0,)) == (20, 30)
    assert on.position((view.columns.cells,)) == (20, 50), "the second row's first"
    for state in range(description.cells[0]):
        assert color_at(painted, on, (state,)) == action_color(int(policy.actions[state]))


def test_arrows_lead_where_the_actions_do() -> None:
    view = choose_view(FROZEN_LAKE, None, "mean", None)
    on = PolicyMap(FROZEN_LAKE, view, Area(0, 0, 480, 480))
    assert on.has_arrows
    # The point of an arrow is darker than its other end: there are three lines instead of one.
    for action, (right, down) in enumerate([(-1, 0), (0, 1), (1, 0), (0, -1)]):
        cell = on.paint(constant_policy(action, (8, 8)))[:60, :60].astype(int).sum(axis=-1)
        dark = np.argwhere(cell < 200) - 29.5
        assert np.sign(dark.mean(axis=0).round()).tolist() == [down, right]


def test_names_that_are_no_directions_and_small_cells_have_no_arrows() -> None:
    view = choose_view(FROZEN_LAKE, None, "mean", None)
    assert not PolicyMap(FROZEN_LAKE, view, Area(0, 0, 160, 160)).has_arrows
    named = replace(FROZEN_LAKE, actions=["left", "down", "right", "jump"])
    assert not PolicyMap(named, view, Area(0, 0, 480, 480)).has_arrows


def test_discrete_dimensions_that_are_not_shown_are_those_of_the_state() -> None:
    view = choose_view(BLACKJACK, None, "mean", None)
    on = PolicyMap(BLACKJACK, view, AREA)
    policy = greedy_policy(random_table(BLACKJACK))
    assert not is_outline(BLACKJACK, view)
    for cell in ((12, 3, 0), (12, 3, 1), (31, 0, 1), (0, 10, 0)):
        painted = on.paint(part_around(view, policy, cell))
        assert color_at(painted, on, cell) == action_color(int(policy.actions[cell]))
        assert hidden_part(view, cell) == (cell[2],)


def test_more_than_two_intervals_are_shown_in_outline_as_the_table_s_own_pictures_are() -> None:
    table = random_table(CART_POLE)
    view = choose_view(CART_POLE, ["pole angle", "pole velocity"], "mean", None)
    assert is_outline(CART_POLE, view)
    shown = outline(view, table, np.ones((3, 4, 5, 6), dtype=bool))
    assert shown.actions.shape == (6, 5), "rows, columns"
    assert int(shown.actions[4, 1]) == int(np.argmax(table[:, :, 1, 4].mean(axis=(0, 1))))
    assert not is_outline(MOUNTAIN_CAR, choose_view(MOUNTAIN_CAR, None, "mean", None))


def test_one_dimension_is_a_strip_with_the_state_in_its_middle() -> None:
    view = choose_view(CORRIDOR, None, "mean", None)
    on = PolicyMap(CORRIDOR, view, AREA)
    assert on.position((2.5,)) == (220, 250)
    policy = greedy_policy(random_table(CORRIDOR))
    painted = on.paint(part_around(view, policy, (0,)))
    for cell in range(5):
        assert color_at(painted, on, (2.0 * cell + 1,)) == action_color(int(policy.actions[cell]))


def test_cells_whose_values_are_all_equal_have_a_colour_of_their_own() -> None:
    view = choose_view(MOUNTAIN_CAR, None, "mean", None)
    on = PolicyMap(MOUNTAIN_CAR, view, AREA)
    painted = on.paint(part_around(view, greedy_policy(np.zeros((20, 20, 3))), (0, 0)))
    assert color_at(painted, on, (0.0, 0.0)) == TIED_COLOR


def test_cells_of_which_nothing_was_updated_are_hatched_whatever_their_values_are() -> None:
    view = choose_view(FROZEN_LAKE, None, "mean", None)
    on = PolicyMap(FROZEN_LAKE, view, Area(0, 0, 480, 480))
    known = np.ones(64, dtype=bool)
    known[[0, 9]] = False
    table = random_table(FROZEN_LAKE)
    painted = on.paint(part_around(view, greedy_policy(table, known), (0,)))
    inside = [painted[row * 60 + 2 : row * 60 + 58, row * 60 + 2 : row * 60 + 58].reshape(-1, 3) for row in (0, 1, 2)]
    assert [{tuple(color) for color in part.tolist()} for part in inside[:2]] == [{FACE_PIXEL, LINE_PIXEL}] * 2
    assert action_color(int(table[18].argmax())) in {tuple(color) for color in inside[2].tolist()}


def test_cells_smaller_than_a_pixel_are_no_problem() -> None:
    view = choose_view(FINE_MOUNTAIN_CAR, None, "mean", None)
    policy = greedy_policy(random_table(FINE_MOUNTAIN_CAR))
    painted = PolicyMap(FINE_MOUNTAIN_CAR, view, Area(0, 0, 300, 300)).paint(part_around(view, policy, (0, 0)))
    colors = {action_color(action) for action in range(3)}
    assert {tuple(color) for color in painted.reshape(-1, 3).tolist()} == colors


def test_all_actions_colours_differ() -> None:
    colors = {action_color(action) for action in range(len(ACTION_COLORS))}
    assert len({*colors, TIED_COLOR}) == len(ACTION_COLORS) + 1
