"""The figures of the book: every point where its number is, every best action, every surface."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import QuadMesh
from matplotlib.patches import Rectangle
from matplotlib.quiver import Quiver
from tabular.book.figure import LineFigure, TableFigure
from tabular.book.registry import load_figure
from tabular.figures.book_access_control import draw_access_control
from tabular.figures.book_costs import draw_costs
from tabular.figures.book_lines import draw_book_lines
from tabular.figures.book_policies import draw_policies

from tests.helpers.descriptions import FROZEN_LAKE, MOUNTAIN_CAR
from tests.helpers.figures import SIZE, legend_of, points_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from tabular.results.environment import EnvironmentDescription


def lines_of(name: str) -> LineFigure:
    figure = load_figure(name)
    assert isinstance(figure, LineFigure)
    return figure


def tables_of(name: str) -> TableFigure:
    figure = load_figure(name)
    assert isinstance(figure, TableFigure)
    return figure


def made_up(figure: LineFigure) -> pd.DataFrame:
    """Return four points of each line of each panel."""
    rng = np.random.default_rng(1)
    parts = []
    for panel, one in enumerate(figure.panels):
        for source in one.sources:
            for line in source.names.values():
                mean = rng.uniform(1.0, 300.0, size=4)
                points = {"x": np.arange(1.0, 5.0), "mean": mean, "low": mean - 1.0, "high": mean + 1.0, "runs": 9}
                parts.append(pd.DataFrame({"panel": panel, "line": line, **points}))
    return pd.concat(parts, ignore_index=True)


@pytest.mark.parametrize("name", ["figure_12_10", "figure_6_3", "example_8_4"])
def test_every_point_of_every_line_is_drawn_in_its_panel(name: str) -> None:
    figure = lines_of(name)
    points = made_up(figure)
    drawn = draw_book_lines("Figure", figure, points, SIZE)
    assert len(drawn.axes) == len(figure.panels)
    looks = set()
    for panel, axes in enumerate(drawn.axes):
        expected = [part[["x", "mean"]].to_numpy() for _, part in points[points["panel"] == panel].groupby("line")]
        found = [points_of(line) for line in axes.lines]
        assert sorted(map(np.ndarray.tolist, found)) == sorted(map(np.ndarray.tolist, expected))
        looks |= {(line.get_color(), line.get_linestyle(), line.get_marker()) for line in axes.lines}
        assert axes.get_xscale() == ("log" if figure.panels[panel].x.is_logarithmic else "linear")
    assert len(looks) == points.groupby(["panel", "line"]).ngroups
    assert {*legend_of(drawn)} == {*points["line"]}


def test_a_level_is_a_line_with_a_name() -> None:
    figure = lines_of("figure_8_2")
    drawn = draw_book_lines("Figure", figure, made_up(figure), SIZE)
    (level,) = (line for line in drawn.axes[0].lines if len(points_of(line)) == 2)
    assert points_of(level)[:, 1].tolist() == [14.0, 14.0]
    assert "shortest way: 14" in legend_of(drawn)


def cells(values: np.ndarray[Any, Any], actions: list[str], panel: int = 0, agent: int = -1) -> pd.DataFrame:
    """Return the table of action values of shape (rows, columns, actions)."""
    rows, columns, _ = values.shape
    row, column = np.meshgrid(np.arange(float(rows)), np.arange(float(columns)), indexing="ij")
    parts = [
        pd.DataFrame(
            {
                "panel": panel,
                "row": row.ravel(),
                "column": column.ravel(),
                "action": action,
                "value": values[..., number].ravel(),
                "is_agent": (np.arange(rows * columns) == agent).astype(int),
            }
        )
        for number, action in enumerate(actions)
    ]
    return pd.concat(parts, ignore_index=True)


MAZE: EnvironmentDescription = replace(FROZEN_LAKE, table_shape=[6, 4], grid=[2, 3], map=["SFF", "XFG"])


def draw_maze(values: np.ndarray[Any, Any], agent: int) -> Figure:
    actions = MAZE.actions
    both = pd.concat([cells(values, actions, 0, agent), cells(0 * values, actions, 1, agent)], ignore_index=True)
    return draw_policies("title", tables_of("figure_8_3"), both, MAZE, SIZE)


def test_arrows_stand_at_best_actions_only_where_values_differ() -> None:
    values = np.zeros((2, 3, 4))
    values[0, 1] = [0.0, 0.5, 0.5, 0.0]  # down and right
    values[1, 1, 2] = 1.0  # right
    values[1, 0, 3] = values[1, 2, 0] = 1.0  # in a wall, and at the goal
    learned, unlearned = draw_maze(values, agent=2).axes
    arrows = [artist for artist in learned.collections if isinstance(artist, Quiver)]
    found = {(*np.ravel([one.X, one.Y]).tolist(), *np.sign(np.ravel([one.U, one.V])).tolist()) for one in arrows}
    assert found == {(1.0, 0.0, 0.0, 1.0), (1.0, 0.0, 1.0, 0.0), (1.0, 1.0, 1.0, 0.0)}
    assert [artist for artist in unlearned.collections if isinstance(artist, Quiver)] == []
    squares = [patch for patch in learned.patches if isinstance(patch, Rectangle)]
    # The wall, and the agent in the corner at the upper right.
    assert sorted((patch.get_x() // 1, patch.get_y() // 1) for patch in squares) == [(-1.0, 0.0), (2.0, 0.0)]


def test_each_time_has_a_surface_at_minus_the_best_value() -> None:
    figure = tables_of("figure_10_1")
    rng = np.random.default_rng(0)
    values = {panel: -rng.uniform(1.0, 90.0, size=(5, 6, 3)) for panel in range(len(figure.times))}
    table = pd.concat([cells(one, MOUNTAIN_CAR.actions, panel) for panel, one in values.items()], ignore_index=True)
    drawn = draw_costs("title", figure, table, MOUNTAIN_CAR, SIZE)
    for axes, one in zip(drawn.axes, values.values(), strict=True):
        (shade,) = axes.collections
        heights = shade.get_array()
        assert heights is not None
        cost = -one.max(axis=-1)
        corners = (cost[:-1, :-1] + cost[1:, :-1] + cost[1:, 1:] + cost[:-1, 1:]) / 4
        np.testing.assert_allclose(np.sort(heights), np.sort(corners.ravel()))


def test_customers_are_accepted_where_accepting_is_better() -> None:
    task = replace(FROZEN_LAKE, actions=["reject", "accept"], grid=None, map=None)
    values = np.random.default_rng(2).normal(size=(4, 11, 2))
    drawn = draw_access_control("title", tables_of("figure_10_5"), cells(values, task.actions), task, SIZE)
    policy, lines = drawn.axes
    (mesh,) = (artist for artist in policy.collections if isinstance(artist, QuadMesh))
    np.testing.assert_array_equal(np.asarray(mesh.get_array()).reshape(4, 11), values.argmax(axis=-1))
    shown = [points_of(line)[:, 1] for line in lines.lines[:4]]
    np.testing.assert_allclose(shown, values.max(axis=-1))
