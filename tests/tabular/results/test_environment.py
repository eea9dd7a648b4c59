"""What `environment.json` says, and what can be asked of it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from tabular.results.damage import DamagedFileError
from tabular.results.environment import read_description, write_description

from tests.helpers.descriptions import FROZEN_LAKE, MOUNTAIN_CAR

if TYPE_CHECKING:
    from pathlib import Path


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
