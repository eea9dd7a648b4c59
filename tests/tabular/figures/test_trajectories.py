"""The paths of greedy episodes: lines in the plane, bands on a map."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.collections import LineCollection
from tabular.figures.trajectories import count_steps, draw_trajectories
from tabular.results.trajectories import Trajectory

from tests.helpers.descriptions import CLIFF, MOUNTAIN_CAR
from tests.helpers.figures import SIZE, legend_of, made_up, made_up_q_table, points_of, q_table_of


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
