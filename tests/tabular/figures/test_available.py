"""Which figures make sense where."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from tabular.drawing.actions import ACTION_COLORS
from tabular.figures.available import FIGURES, MOST_ACTIONS, NoSuchFigureError, refuse_unless_drawn, why_not_drawn

from tests.helpers.descriptions import CART_POLE, CORRIDOR, FROZEN_LAKE, MOUNTAIN_CAR, TAXI

if TYPE_CHECKING:
    from tabular.results.environment import EnvironmentDescription

MANY_ACTIONS = replace(MOUNTAIN_CAR, actions=[f"action {number}" for number in range(9)], table_shape=[20, 20, 9])


@pytest.mark.parametrize(
    ("description", "missing"),
    [
        (MOUNTAIN_CAR, set()),
        (FROZEN_LAKE, {"cost_to_go"}),
        (CART_POLE, {"cost_to_go"}),
        (CORRIDOR, {"cost_to_go", "trajectories"}),
        (TAXI, {"cost_to_go", "trajectories"}),
        (replace(FROZEN_LAKE, table_shape=[5, 4], grid=[1, 5], map=["SFFFG"]), {"cost_to_go", "trajectories"}),
        (MANY_ACTIONS, {"policy", "trajectories"}),
    ],
)
def test_a_figure_that_makes_no_sense_is_left_out_and_refused(
    description: EnvironmentDescription, missing: set[str]
) -> None:
    assert {figure for figure in FIGURES if why_not_drawn(figure, description)} == missing
    for figure in missing:
        with pytest.raises(NoSuchFigureError, match=description.id):
            refuse_unless_drawn(figure, description)


def test_as_many_actions_are_drawn_as_there_are_colours() -> None:
    assert len(set(ACTION_COLORS)) == MOST_ACTIONS
