"""The racetrack is the book's: how the car moves, where it ends, and the two tracks."""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import Any

import gymnasium
import numpy as np
import pytest
import tabular.environments.own  # noqa: F401 (registers the environment)
from gymnasium.utils.env_checker import check_env
from hypothesis import given, settings
from hypothesis import strategies as st
from tabular.engines.dynamics.racetrack import functional_environment
from tabular.environments.describe import describe
from tabular.environments.settings import EnvironmentSettings
from tabular.environments.sutton_barto.race_tracks import LEFT, RIGHT
from tabular.learning.training import Training

from tests.helpers.agents import make_agent

SMALL = ["..F", "..#", ".S#", "SS#"]

State = tuple[int, int, int, int]


def race(**arguments: Any) -> Any:
    return gymnasium.make("Racetrack-v0", **arguments).unwrapped


def letter(rows: list[str], column: int, row: int) -> str:
    """Return what is in a cell, counted from the bottom left."""
    return rows[len(rows) - 1 - row][column] if 0 <= row < len(rows) and 0 <= column < len(rows[0]) else "#"


def driven(rows: list[str], state: State, increments: tuple[int, int]) -> tuple[State | None, bool]:
    """Say a second time what follows: the next state (None: a cell of the start line) and whether the race is over."""
    column, row, right, up = state
    velocity = min(max(right + increments[0], 0), 4), min(max(up + increments[1], 0), 4)
    if velocity == (0, 0) and letter(rows, column, row) != "S":
        velocity = right, up
    longer = max(velocity)
    place = column, row
    for number in range(1, longer + 1):
        # The nearest cell; of a half, the one further on.
        exact = [Fraction(number * component, longer) for component in velocity]
        along, across = (int(part + Fraction(1, 2)) for part in exact)
        place = column + along, row + across
        if letter(rows, *place) == "F":
            return (*place, *velocity), True
        if letter(rows, *place) == "#":
            return None, False
    return (*place, *velocity), False


@st.composite
def tracks(draw: st.DrawFn) -> list[str]:
    width, height = draw(st.integers(2, 5)), draw(st.integers(2, 4))
    cells = draw(st.lists(st.sampled_from("...#"), min_size=width * height, max_size=width * height))
    rows = ["".join(cells[row * width : (row + 1) * width]) for row in range(height)]
    # A free way along the left and the upper edge, so that the finish line can be reached.
    free = ["." * (width - 1) + "F", *("." + row[1:] for row in rows[1:-1])]
    return [*free, "S" + draw(st.sampled_from("S.#")) * (width - 1)]


@settings(deadline=None, max_examples=25)
@given(track=tracks(), seed=st.integers(0, 99), noise=st.sampled_from([0.0, 0.25]))
def test_every_step_is_the_one_that_is_described(track: list[str], seed: int, noise: float) -> None:
    try:
        env = race(track=track, noise=noise)
    except ValueError as error:
        assert "no way leads from the start" in str(error)  # noqa: PT017 (not from all starts, a way leads)
        return
    compiled = functional_environment(env, np.random.default_rng())
    rng = np.random.default_rng(seed)
    shape = (len(track[0]), len(track), 5, 5)
    starts = [place for place in itertools.product(range(shape[0]), range(shape[1])) if letter(track, *place) == "S"]
    for _ in range(200):
        column, row, right, up = (int(rng.integers(size)) for size in shape)
        if letter(track, column, row) in "#F":
            continue
        state, action = (column, row, right, up), int(rng.integers(9))
        intended = driven(track, state, (action // 3 - 1, action % 3 - 1))
        unchanged = driven(track, state, (0, 0))
        wanted: dict[tuple[State, bool], float] = {}
        for probability, (after, over) in ((1 - noise, intended), (noise, unchanged)):
            for end in [after] if after else [(*start, 0, 0) for start in starts]:
                share = probability / (1 if after else len(starts))
                if share > 0:
                    wanted[end, over] = wanted.get((end, over), 0.0) + share
        number = int(np.ravel_multi_index(state, shape))
        found = {
            (tuple(int(part) for part in np.unravel_index(after, shape)), over): probability
            for probability, after, _, over in env.P[number][action]
        }
        assert found == pytest.approx(wanted)
        for after, reward, over, truncated in (played(env, state, action), compiled.step(compiled.env, state, action)):
            assert (tuple(map(int, after)), bool(over)) in wanted
            assert (reward, truncated) == (-1.0, False)


def played(env: Any, state: State, action: int) -> tuple[Any, float, bool, bool]:
    """Take a step of the environment from some state."""
    env.state = state
    observation, reward, over, truncated, _ = env.step(action)
    return observation, reward, over, truncated


def fewest_steps(rows: tuple[str, ...]) -> int:
    """Return the number of steps of the fastest car that chance leaves alone, from the best start."""
    track = list(rows)
    places = itertools.product(range(len(rows[0])), range(len(rows)))
    frontier: set[State] = {(*place, 0, 0) for place in places if letter(track, *place) == "S"}
    seen = set(frontier)
    for steps in itertools.count(1):
        following: set[State] = set()
        for state, right, up in itertools.product(frontier, (-1, 0, 1), (-1, 0, 1)):
            after, over = driven(track, state, (right, up))
            if over:
                return steps
            following |= {after} - seen if after else set()
        frontier = following
        seen |= following
    raise AssertionError


def test_the_tracks_are_the_book_s() -> None:
    """Sizes, the two lines and the widths as they can be counted in Figure 5.5."""
    assert (len(LEFT), {len(row) for row in LEFT}) == (32, {17})
    assert (len(RIGHT), {len(row) for row in RIGHT}) == (30, {32})
    for rows, start, finish, cells in ((LEFT, 6, 6, 298), (RIGHT, 23, 9, 515)):
        assert rows[-1].count("S") == start == "".join(rows).count("S")
        assert [row[-1] for row in rows].count("F") == finish == "".join(rows).count("F")
        assert all("#" not in row.strip("#") for row in rows)  # no island
        assert sum(len(row.strip("#")) for row in rows) == cells
    assert [fewest_steps(LEFT), fewest_steps(RIGHT)] == [10, 8]


def test_the_compiled_car_drives_as_fast_as_the_other() -> None:
    environment = EnvironmentSettings("Racetrack-v0", time_limit=300)
    agent = make_agent(discount=1.0, initial_low=0.0, initial_high=0.0, exploration=0.1, at_termination="target")
    tables = []
    for engine in ("compiled", "gymnasium"):
        training = Training(environment, agent, 60, 2, engine)
        list(training.run([20, 60]))
        assert training.engine.name == engine
        tables.append([training.q_table.tobytes(), training.rewards.length.tobytes()])
    assert tables[0] == tables[1]
    assert training.rewards.terminated.any()


def test_a_car_that_leaves_the_track_is_put_back_anywhere_on_the_start_line() -> None:
    env = race(track=SMALL, noise=0.0)
    seen = set()
    for seed in range(40):
        (column, row, *_), _ = env.reset(seed=seed)
        seen.add((column, row))
        env.state = (1, 1, 0, 0)
        after, reward, terminated, _, _ = env.step(7)  # faster to the right, off the track
        assert (reward, terminated, after[2:].tolist()) == (-1.0, False, [0, 0])
        seen.add(tuple(after[:2].tolist()))
    assert seen == {(0, 0), (1, 0), (1, 1)}


def test_only_on_the_start_line_a_car_may_stand() -> None:
    env = race(noise=0.0)
    env.reset(seed=0)
    for column, row, standing in ((3, 0, True), (3, 1, False)):
        env.state = (column, row, 0, 1)
        after = env.step(3)[0].tolist()  # slower upwards
        assert after == ([3, 0, 0, 0] if standing else [3, row + 1, 0, 1])


def test_in_a_tenth_of_steps_the_velocity_stays() -> None:
    env = race()
    env.reset(seed=0)
    stayed = 0
    for _ in range(4000):
        env.state = (5, 0, 0, 0)
        stayed += env.step(4 + 1)[0].tolist() == [5, 0, 0, 0]
    assert stayed / 4000 == pytest.approx(0.1, abs=0.02)


def test_gymnasium_s_own_check_finds_nothing(recwarn: pytest.WarningsRecorder) -> None:
    check_env(race(render_mode="rgb_array"))
    assert [str(one.message) for one in recwarn] == []


def test_the_picture_shows_the_car_on_the_track() -> None:
    env = race(track=SMALL, render_mode="rgb_array")
    env.reset(seed=0)
    env.state = (1, 2, 1, 1)
    picture = env.render()
    size = picture.shape[1] // 3
    assert picture[int(1.5 * size), int(1.5 * size)].tolist() == [0, 114, 178]
    assert picture[int(1.5 * size), int(2.5 * size)].tolist() == [64, 64, 64]


def test_its_pictures_have_the_track_the_right_way_up() -> None:
    description = describe(EnvironmentSettings("Racetrack-v0"), None, None)
    assert description.table_shape == [17, 32, 5, 5, 9]
    assert description.axes[:2] == ["column", "row from the bottom"]
    assert description.actions[:2] == ["right −1, up −1", "right −1, up 0"]
    assert description.actions[8] == "right +1, up +1"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"track": "middle"}, "track: 'middle' is not allowed; allowed: left, right, or a text for each row"),
        ({"track": ["..F", "S."]}, "track: row 1 has 2 characters, and row 0 has 3"),
        ({"track": ["..G", "S.."]}, 'track: the character "G" in row 0'),
        ({"track": ["..F", "..."]}, "track: a map without a start line is not allowed; allowed: at least one S"),
        ({"track": ["...", "S.."]}, "track: a map without a finish line is not allowed; allowed: at least one F"),
        ({"track": ["F..", "..S"]}, "track: no way leads from the start in row 1, column 2"),
        ({"track": [".#F", "S##"]}, "track: no way leads from the start in row 1, column 0"),
        ({"noise": 1.0}, "noise: 1.0 is not allowed; allowed: a number from 0 to below 1"),
        ({"noise": "some"}, "noise: 'some' is not allowed"),
    ],
)
def test_what_cannot_be_is_refused(arguments: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        race(**arguments)
