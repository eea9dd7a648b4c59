"""The random walk is the book's, and what is learned while walking at random are the book's values."""

from __future__ import annotations

from typing import Any

import gymnasium
import numpy as np
import pytest
import tabular.environments.own  # noqa: F401 (registers the environment)
from gymnasium.utils.env_checker import check_env
from tabular.environments.describe import describe
from tabular.environments.settings import EnvironmentSettings
from tabular.learning.schedules import Schedule
from tabular.learning.training import Training

from tests.helpers.agents import make_agent

LEFT, RIGHT = 0, 1


def walk(**arguments: Any) -> Any:
    return gymnasium.make("RandomWalk-v0", **arguments).unwrapped


@pytest.mark.parametrize(("states", "left", "right"), [(5, 0.0, 1.0), (19, -1.0, 1.0), (1, 2.5, -3.0)])
def test_the_walk_begins_in_the_middle_and_ends_at_either_end(states: int, left: float, right: float) -> None:
    env = walk(states=states, left_reward=left, right_reward=right)
    for action, last, step in ((LEFT, left, -1), (RIGHT, right, 1)):
        state, _ = env.reset(seed=0)
        middle = (states + 1) // 2
        assert state == middle
        for number in range(1, middle + 1):
            state, reward, terminated, truncated, _ = env.step(action)
            assert (state, truncated) == (middle + number * step, False)
            assert (reward, terminated) == ((last, True) if number == middle else (0.0, False))


def test_at_random_the_values_are_the_book_s() -> None:
    """Those of states A to E are 1/6 to 5/6 (Example 6.2)."""
    agent = make_agent(
        algorithm="expected_sarsa",
        discount=1.0,
        initial_low=0.5,
        initial_high=0.5,
        learning_rate=Schedule("exponential", 0.1, 0.001, 0, "last"),
        exploration=1.0,
        at_termination="target",
    )
    tables = []
    for engine in ("compiled", "gymnasium"):
        training = Training(EnvironmentSettings("RandomWalk-v0"), agent, 1000, 1, engine)
        list(training.run([1000]))
        assert training.engine.name == engine
        tables.append(training.q_table)
    assert tables[0].tobytes() == tables[1].tobytes()
    assert tables[0][1:-1].mean(axis=1) == pytest.approx(np.arange(1, 6) / 6, abs=0.03)


def test_its_states_are_a_row_with_both_ends() -> None:
    description = describe(EnvironmentSettings("RandomWalk-v0", arguments={"states": 3}), None, None)
    assert (description.grid, description.map, description.actions) == ([1, 5], ["HFSFG"], ["left", "right"])


def test_gymnasium_s_own_check_finds_nothing_and_the_picture_shows_the_agent(recwarn: pytest.WarningsRecorder) -> None:
    env = walk(render_mode="rgb_array")
    check_env(env)
    assert [str(one.message) for one in recwarn] == []
    env.reset(seed=0)
    env.step(RIGHT)
    picture = env.render()
    size = picture.shape[1] // 7
    assert picture[size // 2, int(4.5 * size)].tolist() == [0, 114, 178]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"states": 4}, "states: 4 is not allowed; allowed: an odd number from 1 to 9999, which has a middle"),
        ({"states": 0}, "states: 0 is not allowed"),
        ({"states": 5.0}, "states: 5.0 is not allowed"),
        ({"left_reward": float("inf")}, "left_reward: inf is not allowed; allowed: a finite number"),
        ({"right_reward": True}, "right_reward: True is not allowed"),
    ],
)
def test_what_cannot_be_is_refused(arguments: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        walk(**arguments)
