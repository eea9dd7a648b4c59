"""Frames of the agent acting: what is written in them, and what lies where."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from tabular.q_tables.greedy import constant_policy, greedy_policy, part_around
from tabular.q_tables.sampling import ShownValues
from tabular.q_tables.view import choose_view
from tabular.q_tables.view_settings import ViewSettings
from tabular.results.steps import Step
from tabular.videos.rollout_frames import RolloutRenderer, RolloutSegment
from tabular.videos.rollout_layout import CONTENT, SIZE

from tests.helpers.descriptions import CART_POLE, CORRIDOR, FROZEN_LAKE, MOUNTAIN_CAR, TAXI, TILED_ACROBOT

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from tabular.results.environment import EnvironmentDescription
    from tabular.videos.policy_raster import Area

START = Step(episode=0, steps=0, return_so_far=0.0, action=2, outcome=None, cell=(7, 10), observation=(-0.53, 0.0035))

PICTURE = np.full((400, 600, 3), 90, dtype=np.uint8)

CLIFF = replace(FROZEN_LAKE, id="CliffWalking-v1", table_shape=[48, 4], grid=[4, 12])
DIAL = replace(
    FROZEN_LAKE, id="Dial-v0", table_shape=[16, 9], actions=[f"turn to {hour}" for hour in range(9)], grid=None
)


def renderer_of(
    description: EnvironmentDescription, picture: tuple[int, int] = (600, 400), episodes: int = 1
) -> RolloutRenderer:
    view = choose_view(description, None, "mean", None)
    return RolloutRenderer(description, view, picture, episodes=episodes, some_tied=True, some_never_updated=True)


def segment(title: str = "someone") -> RolloutSegment:
    table = np.random.default_rng(2).random(MOUNTAIN_CAR.table_shape)
    return RolloutSegment(title, greedy_policy(table), None)


def differing(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> tuple[int, int, int, int]:
    """Return left, top, right and bottom of what differs between two frames."""
    rows, columns = np.nonzero((one != other).any(axis=-1))
    return int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, ("step 0", "return 0", "next: push right")),
        ({"steps": 1234, "return_so_far": -1234.0, "action": 0}, ("step 1,234", "return −1,234", "next: push left")),
        ({"return_so_far": 0.1 + 0.2, "action": 1}, ("step 0", "return 0.30", "next: no push")),
        ({"steps": 9, "action": None, "outcome": "terminated"}, ("step 9", "return 0", "terminated: a terminal state")),
        ({"steps": 9, "action": None, "outcome": "truncated"}, ("step 9", "return 0", "truncated: time limit")),
        ({"steps": 9, "action": None, "outcome": "cut off"}, ("step 9", "return 0", "cut off here: not over yet")),
    ],
)
def test_the_caption_says_steps_return_and_what_comes_next_or_how_it_ended(
    changes: dict[str, object], words: tuple[str, str, str]
) -> None:
    assert renderer_of(MOUNTAIN_CAR).words(replace(START, **changes)) == words  # type: ignore[arg-type]


def test_the_environment_s_picture_is_shown_as_it_is() -> None:
    picture = np.random.default_rng(0).integers(0, 255, (400, 600, 3), dtype=np.uint8)
    renderer = renderer_of(MOUNTAIN_CAR)
    area = renderer.picture_area
    frame = renderer.compose(segment(), START, picture)
    np.testing.assert_array_equal(frame[area.top : area.top + area.height, area.left : area.left + area.width], picture)


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        ((600, 400), (600, 400)),  # MountainCar, CartPole: as they are
        ((256, 256), (512, 512)),  # FrozenLake: pixels doubled
        ((384, 376), (576, 564)),  # Blackjack: one and a half times
        ((16, 16), (592, 592)),
        ((1200, 1000), (600, 500)),
        ((601, 3001), (120, 604)),
    ],
)
def test_a_picture_is_enlarged_by_halves_or_made_to_fit(size: tuple[int, int], shown: tuple[int, int]) -> None:
    renderer = renderer_of(MOUNTAIN_CAR, size)
    assert (renderer.picture_area.width, renderer.picture_area.height) == pytest.approx(shown, abs=1)
    picture = np.full((size[1], size[0], 3), 77, dtype=np.uint8)
    area = renderer.picture_area
    part = renderer.compose(segment(), START, picture)[
        area.top : area.top + area.height, area.left : area.left + area.width
    ]
    assert (part == 77).all()


@pytest.mark.parametrize("size", [(600, 400), (500, 500), (256, 256), (768, 256), (3000, 100), (40, 900)])
@pytest.mark.parametrize("description", [MOUNTAIN_CAR, FROZEN_LAKE, CLIFF, TAXI, CORRIDOR, CART_POLE, DIAL])
def test_nothing_overlaps_whatever_the_picture_and_the_table(
    size: tuple[int, int], description: EnvironmentDescription
) -> None:
    renderer = renderer_of(description, size)
    areas: list[Area] = [renderer.picture_area, *([renderer.map.area] if renderer.map else [])]
    covered = np.zeros((SIZE[1], SIZE[0]), dtype=int)
    for area in areas:
        assert area.top >= CONTENT.top
        assert area.left >= CONTENT.left
        assert area.top + area.height < SIZE[1]
        assert area.left + area.width <= SIZE[0] - 8
        assert min(area.width, area.height) > 0
        covered[area.top : area.top + area.height, area.left : area.left + area.width] += 1
    assert covered.max() == 1
    written: NDArray[np.bool_] = np.logical_or.reduce(renderer.background < 250, axis=-1)
    assert not written[: CONTENT.top - 1].any(), "the caption's place is free"
    area = renderer.picture_area
    assert not written[area.top : area.top + area.height, area.left : area.left + area.width].any()


def test_columns_of_a_wide_grid_world_lie_below_each_other() -> None:
    renderer = renderer_of(CLIFF, (768, 256))
    assert renderer.map is not None
    assert (renderer.map.area.left, renderer.map.area.width) == (
        renderer.picture_area.left,
        renderer.picture_area.width,
    )


def test_more_actions_than_colours_have_no_map() -> None:
    renderer = renderer_of(DIAL)
    assert renderer.map is None
    step = replace(START, cell=(3,), observation=(3.0,))
    assert renderer.compose(RolloutSegment("someone", constant_policy(0, (16,)), None), step, PICTURE).shape == (
        720,
        1280,
        3,
    )


def test_the_marker_is_where_the_state_is_and_the_trail_leads_there_from_where_it_was() -> None:
    renderer, frames = renderer_of(MOUNTAIN_CAR), []
    observations = [(-0.5, 0.0), (-0.2, 0.03), (0.3, -0.05)]
    for steps, observation in enumerate(observations):
        frames.append(renderer.compose(segment(), replace(START, steps=steps, observation=observation), PICTURE))
    assert renderer.map is not None
    bare = renderer.map.paint(part_around(renderer.map.view, segment().policy, (0, 0)))
    area = renderer.map.area

    def marked(frame: NDArray[np.uint8]) -> NDArray[np.bool_]:
        map_now = frame[area.top : area.top + area.height, area.left : area.left + area.width]
        different: NDArray[np.bool_] = np.logical_or.reduce(map_now != bare, axis=-1)
        return different

    def at(observation: tuple[float, float]) -> tuple[int, int]:
        x, y = renderer.map.position(observation)  # type: ignore[union-attr]
        return int(y) - area.top, int(x) - area.left

    rows, columns = np.nonzero(marked(frames[0]))
    assert (rows.mean(), columns.mean()) == pytest.approx(at(observations[0]), abs=1)
    for observation in observations:
        assert marked(frames[2])[at(observation)]
    assert not marked(frames[0])[at(observations[1])]
    fresh = renderer.compose(segment(), replace(START, episode=1, observation=observations[2]), PICTURE)
    assert not marked(fresh)[at(observations[0])], "another episode begins without a trail"


def test_only_the_words_the_picture_and_the_map_change() -> None:
    renderer = renderer_of(MOUNTAIN_CAR)
    before = renderer.compose(segment(), START, PICTURE)
    after = renderer.compose(segment(), replace(START, steps=1, return_so_far=-1.0, action=0), PICTURE)
    left, top, right, bottom = differing(before, after)
    assert top >= 50
    assert bottom <= CONTENT.top, "the state stayed where it is"
    assert right - left > 100


def test_titles_differ_and_say_which_of_several_episodes_it_is() -> None:
    renderer = renderer_of(MOUNTAIN_CAR, episodes=2)
    first, second = (renderer.compose(segment(), replace(START, episode=number), PICTURE) for number in (0, 1))
    assert differing(first, second)[3] < 60
    long = renderer.compose(segment("someone whose name is so long that it can't be " + "written " * 9), START, PICTURE)
    assert (long[:50, SIZE[0] - 20 :] == 255).all(), "a long title is written smaller"


def test_the_same_moments_give_the_same_pixels() -> None:
    one, other = (renderer_of(MOUNTAIN_CAR).compose(segment(), START, PICTURE) for _ in range(2))
    np.testing.assert_array_equal(one, other)


def test_a_trail_that_goes_round_an_angle_s_circle_is_not_drawn_across_the_map() -> None:
    shown = ShownValues.of(TILED_ACROBOT, ViewSettings(None, "mean", None, resolution=9))
    renderer = RolloutRenderer(
        shown.description, shown.view, (500, 500), episodes=1, some_tied=False, some_never_updated=False
    )
    assert renderer.map is not None
    area = renderer.map.area
    drawn = RolloutSegment("someone", constant_policy(0, shown.description.cells), constant_policy(0, (9, 9)))
    start = replace(START, cell=(0, 4, 2, 2), observation=(3.0, 0.0, 0.0, 0.0))
    before = renderer.compose(drawn, start, PICTURE)
    over = renderer.compose(drawn, replace(start, steps=1, observation=(-3.0, 0.0, 0.0, 0.0)), PICTURE)
    middle = np.s_[area.top : area.top + area.height, area.left + area.width // 4 : area.left + area.width * 3 // 4]
    np.testing.assert_array_equal(over[middle], before[middle])
    renderer.compose(drawn, start, PICTURE)
    through = renderer.compose(drawn, replace(start, steps=1, observation=(0.0, 0.0, 0.0, 0.0)), PICTURE)
    assert (through[middle] != before[middle]).any()
