"""What `environment.json` says, and what can be asked of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.helpers.descriptions import MOUNTAIN_CAR


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
