"""The scripts that draw a Q-table: what they read, what they refuse, and that their bytes don't change."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from PIL import Image
from plot_cost_to_go import plot_cost_to_go
from plot_policy import plot_policy
from plot_qtable import plot_qtable
from plot_trajectories import plot_trajectories
from plot_value_function import plot_value_function
from plot_visits import plot_visits
from render_qtable_frames import render_qtable_frames
from tabular.figures.available import NoSuchFigureError
from tabular.q_tables.final import read_final_q_table
from tabular.q_tables.sampling import ShownValues
from tabular.results.environment import write_description
from tabular.results.episodes import TrainingHistory, write_history
from tabular.results.q_table import TableError, write_table
from tabular.results.steps import Step
from tabular.results.trajectories import write_trajectories

from tests.helpers.descriptions import (
    CART_POLE,
    CLIFF,
    CORRIDOR,
    FROZEN_LAKE,
    MOUNTAIN_CAR,
    TAXI,
    TILED_ACROBOT,
    TILED_CAR,
    tiled,
)
from tests.helpers.figures import MARKS, made_up, output_in, smallest_type_in_a_column, training

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tabular.results.environment import EnvironmentDescription

TILED_CORRIDOR = tiled(CORRIDOR, [4])

STEPS = [
    Step(0, 0, 0.0, 1, None, (7, 10), (-0.5, 0.0)),
    Step(0, 1, -1.0, None, "terminated", (8, 11), (-0.4, 0.01)),
]


def arguments_of(draw: Callable[..., None], folder: Path, description: EnvironmentDescription) -> dict[str, Any]:
    """Write what a script reads; return its arguments, with those of `read_final_q_table` in place of the Q-table."""
    arguments = training(folder, description)
    if draw is render_qtable_frames:
        del arguments["visits"]
        style = {**vars(MARKS), "size": (1200, 900), "return_window": 5}
        arguments |= {"batch": [9], "style": style, "first_updates": folder / "first_updates.npy"}
        arguments |= {"rewards": folder / "rewards.parquet", "frames": folder, "digest": folder / "frames.sha256"}
        write_history(
            arguments["rewards"], TrainingHistory.before_training(np.zeros(10), np.zeros(10)), {"episodes": 10}, 0
        )
        return arguments
    arguments |= {"name": "made_up", "output": output_in(folder)}
    if draw is plot_qtable:
        arguments["marks"] = MARKS
    if draw in {plot_value_function, plot_cost_to_go}:
        arguments["discount"] = 0.95
    if draw is plot_visits:
        del arguments["qtables"], arguments["episodes"]
    if draw is plot_trajectories:
        arguments["trajectories"] = folder / "trajectories.parquet"
        steps = [replace(step, observation=observation_in(description, step)) for step in STEPS]
        write_trajectories(arguments["trajectories"], steps, {"trajectories": 1}, 0)
    return arguments


def observation_in(description: EnvironmentDescription, step: Step) -> tuple[float, ...]:
    """Return an observation of an environment for one of MountainCar's."""
    return (3,) if description.low is None else (*step.observation, *[0.0] * (len(description.axes) - 2))


def draw_from(draw: Callable[..., None], arguments: dict[str, Any]) -> None:
    """Draw a figure from files, as its script does."""
    others = dict(arguments)
    if draw not in {plot_visits, render_qtable_frames}:
        final_q_table = ("qtables", "visits", "description", "episodes", "view")
        others["q_table"] = read_final_q_table(**{key: others.pop(key) for key in final_q_table})
    if draw is plot_qtable:
        others["episodes"] = arguments["episodes"]
    draw(**others)


def draw_twice(folder: Path, draw: Callable[..., None], description: EnvironmentDescription) -> list[tuple[bytes, ...]]:
    """Draw a figure twice, anew; return the bytes of both files, each time."""
    found: list[tuple[bytes, ...]] = []
    for number in range(2):
        arguments = arguments_of(draw, folder / str(number), description)
        draw_from(draw, arguments)
        found.append((arguments["output"].png.read_bytes(), arguments["output"].svg.read_bytes()))
    return found


@pytest.mark.parametrize(
    ("draw", "description"),
    [
        *((plot_cost_to_go, description) for description in (MOUNTAIN_CAR, TILED_CAR)),
        *((plot_trajectories, description) for description in (MOUNTAIN_CAR, FROZEN_LAKE, TILED_CAR, TILED_ACROBOT)),
        *(
            (draw, description)
            for draw in (plot_value_function, plot_visits, plot_policy, plot_qtable)
            for description in (
                MOUNTAIN_CAR,
                FROZEN_LAKE,
                CLIFF,
                TAXI,
                CORRIDOR,
                CART_POLE,
                TILED_CAR,
                TILED_ACROBOT,
                TILED_CORRIDOR,
            )
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
    ("draw", "description"),
    [
        (plot_cost_to_go, CART_POLE),
        (plot_trajectories, TAXI),
        (plot_cost_to_go, FROZEN_LAKE),
        (plot_cost_to_go, TILED_ACROBOT),
        (plot_trajectories, TILED_CORRIDOR),
    ],
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
@pytest.mark.parametrize("masked", [False, True])
def test_values_of_actions_that_a_state_does_not_offer_are_not_seen(
    tmp_path: Path,
    draw: Callable[..., None],
    masked: bool,  # noqa: FBT001
) -> None:
    mask = [[0, 1, 0, 1], [1, 0, 0, 0]] * 32
    fewer = replace(FROZEN_LAKE, **({"action_mask": mask} if masked else {"action_counts": [2] * 64}))
    pictures = []
    for name, above in (("low", -100.0), ("high", 100.0)):
        arguments = arguments_of(draw, tmp_path / name, fewer)
        table, _ = made_up(fewer)
        if masked:
            table[np.array(mask) == 0] = above
        else:
            table[:, 2:] = above
        write_table(arguments["qtables"] / "9.npy", table)
        draw_from(draw, arguments)
        pictures.append(
            (arguments["output"].png if "output" in arguments else arguments["frames"] / "9.png").read_bytes()
        )
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


@pytest.mark.parametrize("draw", [plot_value_function, plot_visits, plot_policy, plot_qtable, plot_trajectories])
@pytest.mark.parametrize("description", [TILED_CAR, TILED_ACROBOT])
def test_a_picture_of_tiles_says_where_its_values_come_from(
    tmp_path: Path, draw: Callable[..., None], description: EnvironmentDescription
) -> None:
    arguments = arguments_of(draw, tmp_path, description)
    draw_from(draw, arguments)
    tilings = 8 if description is TILED_CAR else 4
    said = f"values of {tilings}\N{NO-BREAK SPACE}tilings at the"
    assert said in " ".join(re.findall(r">([^<]+)</text>", arguments["output"].svg.read_text()))
    if draw is not plot_trajectories:
        assert said in arguments["output"].caption.read_text()


def test_frames_of_tiles_are_those_of_a_table_with_the_values_that_are_sampled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    arguments = arguments_of(render_qtable_frames, tmp_path / "tiles", TILED_CAR)
    draw_from(render_qtable_frames, arguments)
    of_tiles = ShownValues.of(TILED_CAR, arguments["view"])
    sampled = arguments_of(render_qtable_frames, tmp_path / "table", of_tiles.description)
    weights, visits = made_up(TILED_CAR)
    write_table(sampled["qtables"] / "9.npy", of_tiles.values(weights))
    write_table(sampled["first_updates"], np.where(of_tiles.updated(visits), 9, -1).astype(np.int32))
    # The same but for the note below, which is that of tiles.
    of_table = replace(ShownValues.of(of_tiles.description, arguments["view"]), view=of_tiles.view)
    monkeypatch.setattr(ShownValues, "of", lambda *_: of_table)
    draw_from(render_qtable_frames, sampled)
    assert (tmp_path / "tiles" / "9.png").read_bytes() == (tmp_path / "table" / "9.png").read_bytes()
