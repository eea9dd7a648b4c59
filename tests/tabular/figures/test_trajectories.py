"""The paths of greedy episodes: lines in the plane, bands on a map."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from matplotlib.collections import LineCollection
from tabular.figures.trajectories import broken_at_edges, count_steps, draw_trajectories
from tabular.q_tables.sampling import ShownValues
from tabular.results.trajectories import Trajectory

from tests.helpers.descriptions import CLIFF, MOUNTAIN_CAR, PI, TILED_ACROBOT
from tests.helpers.figures import SIZE, VIEW, legend_of, made_up, made_up_q_table, points_of, q_table_of


def path(*observations: tuple[float, ...], outcome: Any = "terminated") -> Trajectory:
    return Trajectory(np.array(observations, dtype=np.float64), -float(len(observations) - 1), outcome)


def test_paths_lie_where_the_states_were() -> None:
    paths = [path((-0.5, 0.0), (-0.4, 0.01), (0.5, 0.06)), path((-0.6, 0.0), (-0.7, -0.01), outcome="truncated")]
    figure = draw_trajectories(made_up_q_table(), paths, "mine", SIZE)
    points = [points_of(line).tolist() for line in figure.axes[0].lines]
    assert [line for line in points if len(line) > 1] == [one.observations.tolist() for one in paths]
    marks = [line for line in points if len(line) == 1]
    assert marks == [[[-0.5, 0.0]], [[0.5, 0.06]], [[-0.6, 0.0]], [[-0.7, -0.01]]]
    assert {"start", "terminated", "time limit"} <= set(legend_of(figure))
    assert figure.axes[0].get_title(loc="left") == "returns: −2 to −1"


def test_with_the_axes_swapped_so_are_the_paths() -> None:
    table, visits = made_up()
    q_table = q_table_of(MOUNTAIN_CAR, table, visits > 0, ["velocity", "position"])
    figure = draw_trajectories(q_table, [path((-0.5, 0.01), (-0.4, 0.02))], "mine", SIZE)
    assert points_of(figure.axes[0].lines[0]).tolist() == [[0.01, -0.5], [0.02, -0.4]]


def test_on_a_map_bands_are_wider_where_there_were_more_steps() -> None:
    paths = [path((36,), (24,), (25,), (24,)), path((36,), (36,), (24,), outcome="cut off")]
    assert count_steps(paths) == {(24, 25): 2, (24, 36): 2}
    assert count_steps(paths[:1]) == {(24, 25): 2, (24, 36): 1}
    figure = draw_trajectories(made_up_q_table(CLIFF), paths[:1], "mine", SIZE)
    (bands,) = (one for one in figure.axes[0].collections if isinstance(one, LineCollection))
    assert [segment.tolist() for segment in bands.get_segments()] == [[[0, 2], [1, 2]], [[0, 2], [0, 3]]]
    twice, once = np.asarray(bands.get_linewidth())
    assert twice > once


def test_a_path_that_goes_round_an_angle_s_circle_is_not_drawn_across_the_picture() -> None:
    view = ShownValues.of(TILED_ACROBOT, VIEW).view
    angles = np.array([[3.0, 0.0], [-3.0, 0.5], [-2.5, 3.0], [-2.0, -3.1], [1.0, -3.1]])
    x, y = broken_at_edges(angles[:, 0], angles[:, 1], view)
    np.testing.assert_array_equal(x, [3.0, np.nan, -3.0, -2.5, np.nan, -2.0, 1.0])
    np.testing.assert_array_equal(y, [0.0, np.nan, 0.5, 3.0, np.nan, -3.1, -3.1])
    assert (view.columns.periodic, view.columns.low, view.columns.high) == (True, -PI, PI)
    of_velocities = replace(VIEW, axes=["velocity 1", "velocity 2"])
    x, _ = broken_at_edges(angles[:, 0], angles[:, 1], ShownValues.of(TILED_ACROBOT, of_velocities).view)
    assert x.tolist() == angles[:, 0].tolist(), "velocities don't go round"
