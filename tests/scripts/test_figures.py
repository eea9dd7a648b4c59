"""The figures of a table: what is in them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from matplotlib.collections import LineCollection, QuadMesh
from matplotlib.colors import LogNorm
from PIL import Image
from plot_cost_to_go import draw_surface, plot_cost_to_go, surface
from plot_policy import plot_policy
from plot_qtable import plot_qtable
from plot_trajectories import draw_figure, plot_trajectories, times_gone
from plot_value_function import draw_values, plot_value_function
from plot_visits import draw_visits, plot_visits
from render_qtable_frames import render_qtable_frames
from tabular.figures.available import NoSuchFigureError
from tabular.q_tables.final import LastTable, read_last_table
from tabular.q_tables.projection import state_values, state_visits
from tabular.q_tables.view import choose_view
from tabular.results.environment import write_description
from tabular.results.episodes import EpisodeRewards, write_rewards
from tabular.results.q_table import TableError, write_table
from tabular.results.steps import Step
from tabular.results.trajectories import Trajectory, write_trajectories

from tests.helpers.descriptions import CART_POLE, CORRIDOR, FROZEN_LAKE, MOUNTAIN_CAR, TAXI
from tests.helpers.figures import STYLE, made_up, smallest_type_in_a_column, training

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from matplotlib.figure import Figure
    from numpy.typing import NDArray
    from tabular.drawing.heat_map import TableFigure
    from tabular.q_tables.view import TableView
    from tabular.results.environment import EnvironmentDescription

CAR_VIEW = choose_view(MOUNTAIN_CAR, None, "mean", None)
LAKE_VIEW = choose_view(FROZEN_LAKE, None, "mean", None)
CLIFF = replace(
    FROZEN_LAKE, id="CliffWalking-v1", table_shape=[48, 4], grid=[4, 12], map=["F" * 12] * 3 + ["SXXXXXXXXXXG"]
)


def last_table(
    description: EnvironmentDescription, view: TableView, table: NDArray[np.float64], visits: NDArray[np.uint32]
) -> LastTable:
    return LastTable(description, view, table, visits > 0, state_values(view, table, visits > 0))


def mesh_of(on: TableFigure) -> Any:
    (mesh,) = (one for one in on.axes.collections if isinstance(one, QuadMesh))
    return mesh


def legend_of(figure: Figure) -> list[str]:
    return [text.get_text() for legend in figure.legends for text in legend.get_texts()]


def test_the_heat_map_has_the_best_action_s_value_where_the_cell_lies() -> None:
    table, visits = made_up()
    on = draw_values(last_table(MOUNTAIN_CAR, CAR_VIEW, table, visits), "title", "value", STYLE["size"])
    mesh = mesh_of(on)
    edges = mesh.get_coordinates()
    values = mesh.get_array()
    for position in range(20):
        for velocity in range(20):
            corner = edges[velocity, position].tolist()
            assert corner == pytest.approx([-1.2 + 0.09 * position, -0.07 + 0.007 * velocity])
            if visits[position, velocity].any():
                assert values[velocity, position] == max(table[position, velocity])
            else:
                assert values[velocity, position] is np.ma.masked
    assert on.axes.patch.get_hatch()
    assert legend_of(on.figure) == ["never updated"]
    assert (on.axes.get_xlabel(), on.axes.get_ylabel()) == ("position", "velocity")


def test_the_map_s_holes_and_goal_have_no_value_and_are_named() -> None:
    table, _ = made_up(FROZEN_LAKE)
    visits = np.ones(FROZEN_LAKE.table_shape, dtype=np.uint32)
    on = draw_values(last_table(FROZEN_LAKE, LAKE_VIEW, table, visits), "title", "value", STYLE["size"])
    empty = np.argwhere(np.ma.getmaskarray(mesh_of(on).get_array())).tolist()
    assert FROZEN_LAKE.map
    assert empty == [
        [row, column] for row in range(8) for column in range(8) if FROZEN_LAKE.map[row][column] in {"H", "G"}
    ]
    assert not on.axes.patch.get_hatch(), "nothing else is left out"
    written = {text.get_text(): text.get_position() for text in on.axes.texts if text.get_text() != "S"}
    assert written["G"] == (7, 7)
    assert sum(text.get_text() == "H" for text in on.axes.texts) == 10
    assert legend_of(on.figure) == ["start", "goal", "hole"]


def test_visits_are_on_a_logarithmic_scale_and_none_is_no_colour() -> None:
    _, visits = made_up()
    on = draw_visits(MOUNTAIN_CAR, CAR_VIEW, state_visits(CAR_VIEW, visits), "title", STYLE["size"])
    mesh = mesh_of(on)
    totals = visits.sum(axis=-1).T
    np.testing.assert_array_equal(mesh.get_array().filled(0), totals)
    np.testing.assert_array_equal(np.ma.getmaskarray(mesh.get_array()), totals == 0)
    assert isinstance(mesh.norm, LogNorm)
    assert (mesh.norm.vmin, mesh.norm.vmax) == (totals[totals > 0].min(), totals.max())


def test_the_surface_stands_at_minus_the_value_over_the_centres_of_cells() -> None:
    table, visits = made_up()
    cost = -state_values(CAR_VIEW, table, visits > 0)
    quadrilaterals = surface(CAR_VIEW, cost)
    seen = set()
    for x, y, z in quadrilaterals.reshape(-1, 3).tolist():
        position, velocity = int((x + 1.2) / 0.09), int((y + 0.07) / 0.007)
        assert (x, y) == pytest.approx((-1.2 + 0.09 * (position + 0.5), -0.07 + 0.007 * (velocity + 0.5)))
        assert z == pytest.approx(-max(table[position, velocity]))
        assert visits[position, velocity].any()
        seen.add((position, velocity))
    whole = visits.any(axis=-1)
    between = whole[:-1, :-1] & whole[1:, :-1] & whole[:-1, 1:] & whole[1:, 1:]
    assert len(quadrilaterals) == between.sum() > 50
    assert len(seen) > 150
    (axes,) = draw_surface(CAR_VIEW, cost, "title", "cost", STYLE["size"]).axes
    (shade,) = axes.collections
    assert shade.get_array() is not None
    np.testing.assert_allclose(shade.get_array(), quadrilaterals[..., 2].mean(axis=-1))


def path(*places: tuple[float, ...], outcome: Any = "terminated") -> Trajectory:
    return Trajectory(np.array(places, dtype=np.float64), -float(len(places) - 1), outcome)


def test_paths_lie_where_the_states_were() -> None:
    table, visits = made_up()
    paths = [path((-0.5, 0.0), (-0.4, 0.01), (0.5, 0.06)), path((-0.6, 0.0), (-0.7, -0.01), outcome="truncated")]
    on = draw_figure(last_table(MOUNTAIN_CAR, CAR_VIEW, table, visits), paths, "mine", STYLE["size"])
    drawn = [line.get_xydata().tolist() for line in on.axes.lines if len(line.get_xydata()) > 1]
    assert drawn == [one.places.tolist() for one in paths]
    marks = [line.get_xydata().tolist() for line in on.axes.lines if len(line.get_xydata()) == 1]
    assert marks == [[[-0.5, 0.0]], [[0.5, 0.06]], [[-0.6, 0.0]], [[-0.7, -0.01]]]
    assert {"start", "terminated", "time limit"} <= set(legend_of(on.figure))
    assert on.axes.get_title(loc="left") == "returns: −2 to −1"


def test_with_the_axes_changed_over_so_are_the_paths() -> None:
    table, visits = made_up()
    view = choose_view(MOUNTAIN_CAR, ["velocity", "position"], "mean", None)
    paths = [path((-0.5, 0.01), (-0.4, 0.02))]
    on = draw_figure(last_table(MOUNTAIN_CAR, view, table, visits), paths, "mine", STYLE["size"])
    assert on.axes.lines[0].get_xydata().tolist() == [[0.01, -0.5], [0.02, -0.4]]


def test_on_a_map_ways_are_the_wider_the_more_often_they_were_gone() -> None:
    paths = [path((36,), (24,), (25,), (24,)), path((36,), (36,), (24,), outcome="cut off")]
    assert times_gone(paths) == {(24, 25): 2, (24, 36): 2}
    assert times_gone(paths[:1]) == {(24, 25): 2, (24, 36): 1}
    table, visits = made_up(CLIFF)
    view = choose_view(CLIFF, None, "mean", None)
    on = draw_figure(last_table(CLIFF, view, table, visits), paths[:1], "mine", STYLE["size"])
    (ways,) = (one for one in on.axes.collections if isinstance(one, LineCollection))
    assert [segment.tolist() for segment in ways.get_segments()] == [[[0, 2], [1, 2]], [[0, 2], [0, 3]]]
    twice, once = ways.get_linewidths()
    assert twice > once


MOMENTS = [
    Step(0, 0, 0.0, 1, None, (7, 10), (-0.5, 0.0)),
    Step(0, 1, -1.0, None, "terminated", (8, 11), (-0.4, 0.01)),
]


MARKS = {
    "colors": {"best": "#0072B2", "other": "#D55E00"},
    "markers": {"best": "o", "other": "x"},
    "opacity": {"best": 1.0, "other": 0.4},
}


def arguments_of(draw: Callable[..., None], folder: Path, description: EnvironmentDescription) -> dict[str, Any]:
    """Write what a figure is drawn from; return its arguments."""
    arguments = training(folder, description)
    if draw is plot_qtable:
        arguments["marks"] = MARKS
    if draw in {plot_value_function, plot_cost_to_go}:
        arguments["discount"] = 0.95
    if draw is plot_visits:
        del arguments["qtables"], arguments["episodes"]
    if draw is plot_trajectories:
        arguments["trajectories"] = folder / "trajectories.parquet"
        moments = MOMENTS if description is MOUNTAIN_CAR else [replace(one, observation=(3,)) for one in MOMENTS]
        write_trajectories(arguments["trajectories"], moments, {"trajectories": 1}, 0)
    if draw is render_qtable_frames:
        for key in ("visits", "name", "png", "svg"):
            del arguments[key]
        arguments |= {"batch": [9], "style": MARKS | {"size": (1200, 900), "return_window": 5}}
        arguments["first_updates"] = folder / "first_updates.npy"
        arguments |= {"rewards": folder / "rewards.parquet", "frames": folder, "digest": folder / "frames.sha256"}
        write_rewards(
            arguments["rewards"], EpisodeRewards.before_training(np.zeros(10), np.zeros(10)), {"episodes": 10}, 0
        )
    return arguments


LAST_TABLE = ("qtables", "visits", "description", "episodes", "view")


def draw_from(draw: Callable[..., None], arguments: dict[str, Any]) -> None:
    """Draw a figure from files, as its script does."""
    others = dict(arguments)
    if draw in {plot_policy, plot_value_function, plot_cost_to_go, plot_trajectories}:
        others["table"] = read_last_table(**{key: others.pop(key) for key in LAST_TABLE})
    draw(**others)


def draw_twice(folder: Path, draw: Callable[..., None], description: EnvironmentDescription) -> list[tuple[bytes, ...]]:
    """Draw a figure twice, anew; return the bytes of both files, each time."""
    found = []
    for number in range(2):
        arguments = arguments_of(draw, folder / str(number), description)
        draw_from(draw, arguments)
        found.append((arguments["png"].read_bytes(), arguments["svg"].read_bytes()))
    return found


@pytest.mark.parametrize(
    ("draw", "description"),
    [
        (plot_cost_to_go, MOUNTAIN_CAR),
        *((plot_trajectories, description) for description in (MOUNTAIN_CAR, FROZEN_LAKE)),
        *(
            (draw, description)
            for draw in (plot_value_function, plot_visits, plot_policy, plot_qtable)
            for description in (MOUNTAIN_CAR, FROZEN_LAKE, CLIFF, TAXI, CORRIDOR, CART_POLE)
        ),
    ],
)
def test_the_same_table_gives_the_same_bytes_and_type_that_a_column_leaves_readable(
    tmp_path: Path, draw: Callable[..., None], description: EnvironmentDescription
) -> None:
    first, second = draw_twice(tmp_path, draw, description)
    assert first == second
    assert first[0].startswith(b"\x89PNG")
    assert smallest_type_in_a_column(first[1]) >= 6


@pytest.mark.parametrize(
    ("draw", "description"), [(plot_cost_to_go, CART_POLE), (plot_trajectories, TAXI), (plot_cost_to_go, FROZEN_LAKE)]
)
def test_a_figure_that_makes_no_sense_is_refused_and_not_half_drawn(
    tmp_path: Path, draw: Callable[..., None], description: EnvironmentDescription
) -> None:
    with pytest.raises(NoSuchFigureError, match=f"can't be drawn: .*{description.id}"):
        draw_twice(tmp_path, draw, description)
    assert not [*tmp_path.rglob("figure.*")]


def test_visits_of_another_table_are_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    arguments = training(tmp_path)
    write_table(tmp_path / "visits.npy", np.zeros((20, 20, 3)))
    with pytest.raises(TableError, match=r"visits\.npy: holds float64 .*run `train` again"):
        draw_from(plot_policy, arguments)
    write_description(tmp_path / "environment.json", MOUNTAIN_CAR)
    (tmp_path / "visits.npy").unlink()
    with pytest.raises(TableError, match="there is no such table of visits"):
        draw_from(plot_policy, arguments)


@pytest.mark.parametrize(
    "draw", [plot_value_function, plot_policy, plot_qtable, plot_trajectories, render_qtable_frames]
)
def test_values_of_actions_that_a_state_does_not_offer_are_not_seen(tmp_path: Path, draw: Callable[..., None]) -> None:
    fewer = replace(FROZEN_LAKE, action_counts=[2] * 64)
    pictures = []
    for name, above in (("low", -100.0), ("high", 100.0)):
        arguments = arguments_of(draw, tmp_path / name, fewer)
        table, _ = made_up(fewer)
        table[:, 2:] = above
        write_table(arguments["qtables"] / "9.npy", table)
        draw_from(draw, arguments)
        pictures.append((arguments["png"] if "png" in arguments else arguments["frames"] / "9.png").read_bytes())
    assert pictures[0] == pictures[1]


def test_a_frame_hatches_what_was_updated_only_later(tmp_path: Path) -> None:
    pictures = []
    for name, first in (("by then", 9), ("later", 10)):
        arguments = arguments_of(render_qtable_frames, tmp_path / name, MOUNTAIN_CAR)
        updates = np.full(MOUNTAIN_CAR.table_shape, 9, dtype=np.int32)
        updates[3, 4, 1] = first
        write_table(arguments["first_updates"], updates)
        draw_from(render_qtable_frames, arguments)
        pictures.append(np.asarray(Image.open(arguments["frames"] / "9.png").convert("L")).astype(int))
    rows, columns = np.nonzero(pictures[0] != pictures[1])
    assert 8 < np.ptp(rows) < 13, "one of 20 rows of a panel 230 pixels high"
    assert 50 < np.ptp(columns) < 60, "one of 20 columns of 1,100 pixels"
