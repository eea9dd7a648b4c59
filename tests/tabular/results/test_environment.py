"""What `environment.json` says, and what can be asked of it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from tabular.results.damage import DamagedFileError
from tabular.results.environment import read_description, write_description

from tests.helpers.descriptions import CART_POLE, FROZEN_LAKE, MOUNTAIN_CAR, TILED_ACROBOT, TILED_CAR

if TYPE_CHECKING:
    from pathlib import Path

    from tabular.results.environment import EnvironmentDescription


@pytest.mark.parametrize(("given", "number"), [("push right", 2), (2, 2), (0, 0), ("push left", 0)])
def test_an_action_is_named_or_numbered(given: str | int, number: int) -> None:
    assert replace(MOUNTAIN_CAR, actions=["push left", "no push", "push right"]).action_number(given) == number


@pytest.mark.parametrize("given", ["push up", 3, -1])
def test_an_action_that_is_not_there_is_an_error(given: str | int) -> None:
    with pytest.raises(ValueError, match="none of the actions"):
        replace(MOUNTAIN_CAR, actions=["push left", "no push", "push right"]).action_number(given)


def test_a_number_that_is_a_name_is_the_name() -> None:
    assert replace(MOUNTAIN_CAR, actions=["2", "1", "0"]).action_number(1) == 1
    assert replace(MOUNTAIN_CAR, actions=["2", "1", "0"]).action_number(0) == 2


@pytest.mark.parametrize("description", [MOUNTAIN_CAR, FROZEN_LAKE, TILED_CAR, TILED_ACROBOT])
def test_what_is_written_is_read_and_says_of_tiles_only_where_there_are_some(
    tmp_path: Path, description: EnvironmentDescription
) -> None:
    path = tmp_path / "environment.json"
    write_description(path, description)
    assert read_description(path) == description
    written = json.loads(path.read_text())
    assert ("tiling" in written, "angles" in written) == (
        description.tiling is not None,
        description.angles is not None,
    )


@pytest.mark.parametrize(
    "damage",
    [
        {"tiling": "eight"},
        {"tiling": {"tilings": 4}},
        {"tiling": {**(TILED_ACROBOT.tiling or {}), "offsets": "none"}},
        {"tiling": {**(TILED_ACROBOT.tiling or {}), "periodic": [True]}},
        {"tiling": {**(TILED_ACROBOT.tiling or {}), "tilings": 5}},
        {"table_shape": [4, 6, 6, 4, 6, 3]},
        {"angles": 3},
    ],
)
def test_tiles_that_cannot_be_are_damage(tmp_path: Path, damage: dict[str, Any]) -> None:
    path = tmp_path / "environment.json"
    write_description(path, TILED_ACROBOT)
    path.write_text(json.dumps({**json.loads(path.read_text()), **damage}))
    with pytest.raises(DamagedFileError, match=r"environment\.json"):
        read_description(path)


def test_an_angle_stands_in_the_place_of_its_first_dimension() -> None:
    assert TILED_ACROBOT.periodic == (True, True, False, False)
    assert CART_POLE.periodic == (False,) * 4
    sine_first = replace(CART_POLE, axes=["x", "θ", "y"], angles=[[3, 1]])
    assert sine_first.periodic == (False, True, False), "of four dimensions, 1 and 3 are one angle"


def test_a_mask_is_in_the_file_only_where_there_is_one(tmp_path: Path) -> None:
    file = tmp_path / "environment.json"
    write_description(file, FROZEN_LAKE)
    assert "action_mask" not in json.loads(file.read_text())
    assert read_description(file).action_mask is None
    masked = replace(FROZEN_LAKE, action_mask=[[0, 1, 1, 0]] * 64)
    write_description(file, masked)
    assert json.loads(file.read_text())["action_mask"][7] == [0, 1, 1, 0]
    assert read_description(file) == masked


@pytest.mark.parametrize(
    "mask", [[[0, 1, 1, 0]] * 63, [[0, 1, 1]] * 64, [[0, 1, 2, 0]] * 64, [], ["0110"] * 64, [0] * 64]
)
def test_a_mask_that_cannot_be_one_is_damage(tmp_path: Path, mask: list[object]) -> None:
    file = tmp_path / "environment.json"
    write_description(file, FROZEN_LAKE)
    file.write_text(json.dumps({**json.loads(file.read_text()), "action_mask": mask}))
    with pytest.raises(DamagedFileError, match="action_mask"):
        read_description(file)
