"""The policy as a figure: colours, marks and arrows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import gymnasium
import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.collections import PathCollection, QuadMesh
from matplotlib.quiver import Quiver
from tabular.drawing.actions import TIED_COLOR, action_color, action_markers
from tabular.drawing.heat_map import start_heat_map
from tabular.drawing.policy_layer import draw_policy_layer
from tabular.drawing.style import FIGURE_STYLE
from tabular.drawing.titles_and_legends import label_of
from tabular.environments.describe import describe
from tabular.environments.settings import EnvironmentSettings
from tabular.q_tables.view import choose_view

from tests.helpers.descriptions import CART_POLE, FINE_MOUNTAIN_CAR, FROZEN_LAKE, MOUNTAIN_CAR, TAXI

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from tabular.drawing.heat_map import HeatMap
    from tabular.results.environment import EnvironmentDescription

SIZE = (680, 510)


def random_table(description: EnvironmentDescription) -> NDArray[np.float64]:
    return np.random.default_rng(5).random(description.table_shape)


def draw(
    description: EnvironmentDescription,
    table: NDArray[np.float64],
    known: NDArray[np.bool_] | None = None,
    axes: list[str] | None = None,
) -> tuple[HeatMap, list[str]]:
    """Draw a policy; return the figure and what the legend says."""
    view = choose_view(description, axes, "mean", None)
    with mpl.rc_context(FIGURE_STYLE):
        heat_map = start_heat_map(description, view, "title", "", SIZE)
        entries = draw_policy_layer(
            heat_map, table, np.ones(table.shape[:-1], dtype=np.bool_) if known is None else known
        )
    return heat_map, [label_of(entry) for entry in entries]


def collections(heat_map: HeatMap, kind: type[Any]) -> list[Any]:
    return [one for one in heat_map.axes.collections if isinstance(one, kind)]


def cell_colors(heat_map: HeatMap) -> NDArray[np.int64]:
    """Return the colour of each cell, from 0 to 255, shape (rows, columns, 4)."""
    (mesh,) = collections(heat_map, QuadMesh)
    found = np.round(mesh.cmap(mesh.norm(mesh.get_array())) * 255).astype(int)
    return np.asarray(found)


def test_every_cell_has_the_colour_of_its_best_action() -> None:
    table = random_table(MOUNTAIN_CAR)
    heat_map, legend = draw(MOUNTAIN_CAR, table)
    found = cell_colors(heat_map)
    for position in range(20):
        for velocity in range(20):
            expected = action_color(int(np.argmax(table[position, velocity])))
            assert tuple(found[velocity, position, :3].tolist()) == expected
    assert legend == MOUNTAIN_CAR.actions


def test_a_mark_stands_where_its_action_is_best() -> None:
    table = random_table(MOUNTAIN_CAR)
    heat_map, _ = draw(MOUNTAIN_CAR, table)
    for action, marks in enumerate(collections(heat_map, PathCollection)):
        cells = {(int((x + 1.2) / 0.09), int((y + 0.07) / 0.007)) for x, y in marks.get_offsets().tolist()}
        assert cells == {(x, y) for x, y in np.argwhere(table.argmax(axis=-1) == action).tolist()}


def test_of_small_cells_only_some_have_a_mark_and_theirs_is_right() -> None:
    table = random_table(FINE_MOUNTAIN_CAR)
    heat_map, _ = draw(FINE_MOUNTAIN_CAR, table)
    counts = []
    for action, marks in enumerate(collections(heat_map, PathCollection)):
        for x, y in marks.get_offsets().tolist():
            cell = int((x + 1.2) / 1.8 * 400), int((y + 0.07) / 0.14 * 150)
            assert table[cell].argmax() == action
        counts.append(len(marks.get_offsets()))
    assert 200 < sum(counts) < 5000


def test_arrows_of_a_king_lead_where_the_environment_s_own_steps_do() -> None:
    settings = EnvironmentSettings("GridWorld-v0", arguments={"map": ["S....", ".....", "....G"], "moves": 8})
    description = describe(settings, None, None)
    heat_map, _ = draw(description, random_table(description))
    (arrows,) = collections(heat_map, Quiver)
    table = gymnasium.make(settings.id, **settings.arguments).unwrapped.P  # type: ignore[attr-defined]
    best = random_table(description).argmax(axis=-1)
    followed = 0
    for (column, row), right, down in zip(arrows.get_offsets().tolist(), arrows.U, arrows.V, strict=True):
        state = int(row * 5 + column)
        ((_, following, _, _),) = table[state][best[state]]
        across, along = following % 5 - column, following // 5 - row
        if 0 <= column + np.sign(right) < 5 and 0 <= row + np.sign(down) < 3:  # not into the map's edge
            assert (across, along) == (np.sign(right), np.sign(down))
            followed += 1
    assert followed > 5


def test_arrows_lead_where_the_environment_s_own_steps_do() -> None:
    arguments = {"map_name": "8x8", "is_slippery": False}
    settings = EnvironmentSettings("FrozenLake-v1", arguments=arguments)
    description = describe(settings, ["left", "down", "right", "up"], None)
    heat_map, _ = draw(description, random_table(description))
    (arrows,) = collections(heat_map, Quiver)
    best = random_table(description).argmax(axis=-1)
    environment: Any = gymnasium.make("FrozenLake-v1", map_name="8x8", is_slippery=False).unwrapped
    tested = 0
    for (column, row), right, down in zip(arrows.get_offsets().tolist(), arrows.U, arrows.V, strict=True):
        state = int(row) * 8 + int(column)
        ((_, following, _, _),) = environment.P[state][int(best[state])]
        if following != state:  # an arrow into the map's edge leads nowhere
            assert (np.sign(right), np.sign(down)) == (following % 8 - column, following // 8 - row)
            tested += 1
    assert tested > 30
    assert heat_map.axes.yaxis_inverted(), "rows count from the top, and so does what is down"
    assert len(arrows.U) == 64 - 10 - 1, "none in holes and at the goal"


def test_cells_that_were_never_updated_are_hatched_and_cells_with_equal_values_named() -> None:
    table = random_table(MOUNTAIN_CAR)
    table[2, 3] = 1.0
    known = np.ones((20, 20), dtype=np.bool_)
    known[5, 0] = False
    heat_map, legend = draw(MOUNTAIN_CAR, table, known)
    (mesh,) = collections(heat_map, QuadMesh)
    assert np.argwhere(np.ma.getmaskarray(mesh.get_array())).tolist() == [[0, 5]]
    assert heat_map.axes.patch.get_hatch()
    assert tuple(cell_colors(heat_map)[3, 2, :3].tolist()) == TIED_COLOR
    assert legend[3:] == ["all values equal", "never updated"]
    assert sum(len(marks.get_offsets()) for marks in collections(heat_map, PathCollection)) == 400 - 2


def test_what_is_not_shown_is_reduced_as_in_the_table_s_own_pictures() -> None:
    table = random_table(CART_POLE)
    heat_map, _ = draw(CART_POLE, table, axes=["pole angle", "pole velocity"])
    found = cell_colors(heat_map)
    assert tuple(found[4, 1, :3].tolist()) == action_color(int(np.argmax(table[:, :, 1, 4].mean(axis=(0, 1)))))


@pytest.mark.parametrize(
    ("actions", "markers"),
    [
        (["push left", "no push", "push right"], ["<", "o", ">"]),
        (["south", "north", "east", "west", "pick up", "drop off"], ["v", "^", ">", "<", "o", "s"]),
        (["stick", "hit"], ["o", "s"]),
        (["left and right", "Left"], ["o", "<"]),
    ],
)
def test_marks_point_where_names_say_and_all_differ(actions: list[str], markers: list[str]) -> None:
    assert action_markers(actions) == markers


@pytest.mark.parametrize("description", [MOUNTAIN_CAR, TAXI, replace(FROZEN_LAKE, map=None), CART_POLE])
def test_the_legend_names_every_action(description: EnvironmentDescription) -> None:
    assert draw(description, random_table(description))[1] == description.actions
