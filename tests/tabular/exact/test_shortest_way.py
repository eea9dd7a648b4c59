"""The sizes and the shortest ways of mazes."""

from __future__ import annotations

from typing import Any

import pytest
from tabular.environments.settings import EnvironmentSettings
from tabular.errors import UserError
from tabular.exact.shortest_way import Maze, measure_maze


@pytest.mark.parametrize("refine", [1, 2, 3])
def test_the_dyna_maze_has_47_states_and_its_shortest_way_14_steps(refine: int) -> None:
    """In a finer maze, the nearest cell of the goal is 13 cells of the drawn map and a step away from the start."""
    found = measure_maze(EnvironmentSettings("DynaMaze-v0", arguments={"refine": refine}))
    assert found == Maze(states=47 * refine**2, steps=13 * refine + 1)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [(["SG"], Maze(2, 1)), (["S#G", "..."], Maze(5, 4)), (["G.S.#G"], Maze(5, 2)), (["SC.G", "...."], Maze(8, 5))],
)
def test_a_map_is_measured_as_it_is_seen(rows: list[str], expected: Maze) -> None:
    """A cliff is no wall, and leads back to the start."""
    assert measure_maze(EnvironmentSettings("GridWorld-v0", arguments={"map": rows})) == expected


@pytest.mark.parametrize(
    ("identity", "arguments", "said"),
    [
        ("FrozenLake-v1", {}, "FrozenLake-v1 is no maze; allowed: a grid world"),
        ("GridWorld-v0", {"map": ["SSG"]}, "several starts or draws"),
        ("GridWorld-v0", {"map": ["S.G", "..."], "slip": 0.5}, "several starts or draws"),
    ],
)
def test_what_has_no_shortest_way_is_refused(identity: str, arguments: dict[str, Any], said: str) -> None:
    with pytest.raises(UserError, match=said):
        measure_maze(EnvironmentSettings(identity, arguments=arguments))
