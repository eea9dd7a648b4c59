"""Which environments are solved, and what is said of the others."""

from __future__ import annotations

from typing import Any

import gymnasium
import numpy as np
import pytest
from gymnasium.envs.toy_text import FrozenLakeEnv
from tabular.environments.settings import EnvironmentSettings
from tabular.exact import from_table, solvable
from tabular.exact.best_return import best_returns
from tabular.exact.from_table import played_probabilities
from tabular.exact.model import NoExactSolutionError
from tabular.exact.optimal_values import optimal_action_values
from tabular.exact.solvable import find_model, why_not_solved

from tests.helpers.own_tables import CORRIDOR, PIT, OwnTable
from tests.helpers.registering import register


class Cheating(OwnTable):
    """Pays 1 more than its table says."""

    def step(self, action: int) -> tuple[int, float, bool, bool, dict[str, Any]]:
        state, reward, *rest = super().step(action)
        return (state, reward + 1.0, *rest)  # type: ignore[return-value]


class Elsewhere(OwnTable):
    """Starts where its table says that it never does."""

    def reset(self, **options: Any) -> tuple[int, dict[str, Any]]:
        super().reset(**options)
        self.state = 1
        return 1, {}


class Doubled(gymnasium.RewardWrapper[Any, Any]):
    """Doubles every reward."""

    def reward(self, reward: Any) -> Any:
        return 2 * reward


class OneBased(OwnTable):
    """Counts its states from 1."""

    def __init__(self) -> None:
        """Take the table of the pit."""
        super().__init__(PIT, [1.0, 0.0])
        self.observation_space = gymnasium.spaces.Discrete(2, start=1)


register("Honest-v0", lambda: OwnTable(CORRIDOR, [1, 0, 0, 0, 0]), max_episode_steps=20)
register("Cheating-v0", lambda: Cheating(CORRIDOR, [1, 0, 0, 0, 0]), max_episode_steps=20)
register("Elsewhere-v0", lambda: Elsewhere(CORRIDOR, [1, 0, 0, 0, 0]), max_episode_steps=20)
register("OneBased-v0", OneBased)
register("Doubled-v0", lambda: Doubled(FrozenLakeEnv()), max_episode_steps=20)


@pytest.mark.parametrize(
    ("environment_id", "settings", "said"),
    [
        ("MountainCar-v0", {"bins": (4, 4)}, "it has no table of transitions P with an initial_state_distrib"),
        ("AccessControl-v0", {}, "it has no table of transitions P"),
        ("Taxi-v4", {"arguments": {"fickle_passenger": True}}, "its passenger may change the destination"),
        (
            "Cheating-v0",
            {},
            r"its table P doesn't have what its step did: in state 0, action . led to state . with rew",
        ),
        ("Elsewhere-v0", {}, "it starts in state 1, which its initial_state_distrib doesn't have"),
        ("OneBased-v0", {}, "its states or actions don't count from 0"),
        ("Doubled-v0", {}, "the wrapper Doubled changes what it does"),
        ("CliffWalking-v1", {"time_limit": 10**9}, "its episodes have up to 1,000,000,000 steps, which are too many"),
    ],
)
def test_what_is_not_known_completely_is_not_solved_and_it_is_said_why(
    environment_id: str, settings: dict[str, Any], said: str
) -> None:
    with pytest.raises(NoExactSolutionError, match=f"^{environment_id} can't be solved exactly: {said}") as raised:
        find_model(EnvironmentSettings(environment_id, **settings), 1000)
    assert why_not_solved(EnvironmentSettings(environment_id, **settings), 1000) == str(raised.value)


def test_an_environment_of_one_s_own_that_keeps_to_its_table_is_solved() -> None:
    assert why_not_solved(EnvironmentSettings("Honest-v0"), 1000) is None
    # Four steps succeed with one half each: 1 − P(at most three of 20).
    expected = 1 - (1 + 20 + 190 + 1140) / 2**20
    assert best_returns(find_model(EnvironmentSettings("Honest-v0"), 1000)) == pytest.approx((expected,) * 2)


def test_too_large_a_table_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(from_table, "MOST_PAIRS", 63)
    said = why_not_solved(EnvironmentSettings("FrozenLake-v1"), 1000)
    assert said is not None
    assert "it has 64 pairs of a state and an action, and no more than 63 are solved" in said


def test_a_grid_is_solved_where_as_many_states_that_lead_anywhere_are_not(monkeypatch: pytest.MonkeyPatch) -> None:
    states = 400
    rng = np.random.default_rng(0)
    anywhere = {
        state: {action: [(0.5, int(rng.integers(states)), 0.0, False), (0.5, 0, 1.0, True)] for action in (0, 1)}
        for state in range(states)
    }
    register("Anywhere-v0", lambda: OwnTable(anywhere, np.eye(states)[0]), max_episode_steps=20)
    monkeypatch.setattr(solvable, "MOST_FACTORS", 20_000)
    lake = EnvironmentSettings(
        "FrozenLake-v1", arguments={"desc": ["SFFF" * 5, *["FFFF" * 5] * 18, "FFFF" * 4 + "FFFG"]}
    )
    assert why_not_solved(lake, 1000) is None
    said = why_not_solved(EnvironmentSettings("Anywhere-v0"), 1000)
    assert said is not None
    assert "its 400 states lead to too many others" in said


def test_probabilities_that_were_rounded_are_taken_as_gymnasium_plays_them() -> None:
    given = np.array([0.33333, 0.33333, 0.33333, 0.6, 0.4, 0.5, 0.50001])
    pair = np.array([0, 0, 0, 1, 1, 2, 2])
    expected = [0.33334, 0.33333, 0.33333, 0.6, 0.4, 0.5, 0.5]
    assert played_probabilities(given, pair) == pytest.approx(expected, abs=1e-12)
    thirds = np.full(3, 1 / 3)
    assert played_probabilities(thirds, np.zeros(3, dtype=np.int64)).tolist() == thirds.tolist(), "these are exact"


def test_the_same_environment_has_the_same_bytes() -> None:
    model = find_model(EnvironmentSettings("FrozenLake8x8-v1"), 1000)
    again = find_model(EnvironmentSettings("FrozenLake8x8-v1"), 1000)
    assert optimal_action_values(model, 1.0).tobytes() == optimal_action_values(again, 1.0).tobytes()
