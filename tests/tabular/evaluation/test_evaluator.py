"""Greedy returns, held against a plain loop over Gymnasium and against exact values."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from gymnasium.envs.classic_control import MountainCarEnv
from gymnasium.envs.toy_text import FrozenLakeEnv
from tabular.environments.settings import EnvironmentSettings
from tabular.evaluation.baselines import Baselines
from tabular.evaluation.evaluator import Evaluation, GreedyEvaluator
from tabular.evaluation.settings import EvaluationSettings
from tabular.learning.schedules import Schedule
from tabular.learning.training import Training
from tabular.results.returns import Outcome

from tests.helpers.agents import make_agent
from tests.helpers.exact_values import exact_return
from tests.helpers.masked_environments import ACTIONS, STATES, Masked
from tests.helpers.plain_play import greedily, play
from tests.helpers.registering import register

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray
    from tabular.engines.engine import EngineName

EPISODES = 40


def learned(settings: EnvironmentSettings, episodes: int) -> NDArray[np.float64]:
    agent = make_agent(discount=0.99, learning_rate=0.2, exploration=Schedule("linear", 1.0, 0.0, 0, None))
    training = Training(settings, agent, episodes, 0, "auto")
    list(training.run([episodes]))
    return training.q_table


@pytest.mark.parametrize("engine", ["compiled", "gymnasium"])
@pytest.mark.parametrize(
    ("settings", "episodes"),
    [
        (EnvironmentSettings("MountainCar-v0", bins=(40, 40)), 3000),
        (EnvironmentSettings("FrozenLake-v1"), 3000),
        (EnvironmentSettings("Blackjack-v1"), 3000),
        (EnvironmentSettings("Taxi-v4"), 1500),
    ],
    ids=lambda value: value.id if isinstance(value, EnvironmentSettings) else "",
)
def test_episodes_are_those_of_a_plain_loop(engine: EngineName, settings: EnvironmentSettings, episodes: int) -> None:
    table = learned(settings, episodes)
    before = table.copy()
    with GreedyEvaluator(settings, EvaluationSettings(EPISODES, seed=11, max_steps=1), engine) as evaluator:
        assert evaluator.engine.name == engine
        assert evaluator.table_shape == table.shape
        outcome, again = evaluator.outcome(table), evaluator.outcome(table)
    # Without a time limit of its own, Blackjack is cut off after one step.
    limit = 1 if settings.id == "Blackjack-v1" else None
    plain = play(settings.id, greedily(settings.id, table), episodes=EPISODES, seed=11, max_steps=limit)
    assert list(zip(*(column.tolist() for column in outcome), strict=True)) == plain
    assert outcome.terminated.any()
    assert outcome.returns.std() > 0
    assert [column.tobytes() for column in outcome] == [column.tobytes() for column in again]
    np.testing.assert_array_equal(table, before)


def test_a_summary_is_that_of_the_episodes() -> None:
    returns = np.array([-3.0, -1.0, -8.0, 0.0])
    outcome = Outcome(returns, np.array([3, 1, 8, 2], dtype=np.int32), np.array([True, True, False, True]))
    assert Evaluation.of(outcome) == Evaluation(
        mean=-3.0, std=float(np.std(returns)), minimum=-8.0, maximum=0.0, terminated=0.75
    )
    assert str(Evaluation.of(outcome)) == (
        "mean return -3.00, standard deviation 3.08, minimum -8, maximum 0, terminated 75.0%"
    )


class RecordingCar(MountainCarEnv):
    """Notes where its episodes start."""

    starts: list[list[float]]

    def reset(self, **arguments: object) -> tuple[NDArray[np.float32], dict[str, object]]:
        observation, info = super().reset(**arguments)  # type: ignore[arg-type]
        self.starts.append(observation.tolist())
        return observation, info


register("RecordingCar-v0", RecordingCar, max_episode_steps=200)


def test_every_table_meets_the_same_starts_and_training_met_others(monkeypatch: pytest.MonkeyPatch) -> None:
    def starts_of(table: NDArray[np.float64]) -> list[list[float]]:
        monkeypatch.setattr(RecordingCar, "starts", [], raising=False)
        evaluator.evaluate(table)
        return RecordingCar.starts

    car = EnvironmentSettings("RecordingCar-v0", bins=(5, 5))
    rng = np.random.default_rng(0)
    with GreedyEvaluator(car, EvaluationSettings(episodes=5, seed=3, max_steps=9), "auto") as evaluator:
        found = [starts_of(table) for table in (np.zeros((5, 5, 3)), rng.random((5, 5, 3)), rng.random((5, 5, 3)))]
    assert found[0] == found[1] == found[2]
    assert len(found[0]) == len({tuple(start) for start in found[0]}) == 5


COUNTS = [1 + state % 4 for state in range(16)]


class LakeWithFewActions(FrozenLakeEnv):
    """A lake in which only every fourth state offers all four actions."""

    def __init__(self, render_mode: str | None = None) -> None:
        """Say how many actions there are, the first of all."""
        super().__init__(render_mode)
        self.action_counts = np.array(COUNTS)


register("LakeWithFewActions-v0", LakeWithFewActions, max_episode_steps=30)


@pytest.mark.parametrize("engine", ["compiled", "gymnasium"])
def test_only_available_actions_are_taken(engine: EngineName) -> None:
    playing = EvaluationSettings(episodes=50, seed=2, max_steps=1)
    lake = EnvironmentSettings("LakeWithFewActions-v0")

    def rows(outcome: Outcome) -> list[tuple[float, int, bool]]:
        return list(zip(*(column.tolist() for column in outcome), strict=True))

    def plain(choose: Callable[[int], int]) -> list[tuple[float, int, bool]]:
        return play(lake.id, choose, episodes=50, seed=2)

    table = np.random.default_rng(3).random((16, 4))
    with GreedyEvaluator(lake, playing, engine) as evaluator:
        found = rows(evaluator.outcome(table))
    assert found == plain(lambda state: int(table[state, : COUNTS[state]].argmax()))
    assert found != plain(lambda state: int(table[state].argmax())), "or the test would say nothing"
    with Baselines(lake, playing, engine) as evaluator_of_baselines:
        baselines = dict(evaluator_of_baselines.play(["left", "down", "right", "up"]))
    rng = np.random.default_rng([2, 2])
    assert rows(baselines["random"]) == plain(lambda state: int(rng.random() * COUNTS[state]))
    assert rows(baselines["right"]) == plain(lambda state: min(2, COUNTS[state] - 1))


@pytest.mark.parametrize(("environment_id", "engine"), [("Masked-v0", "compiled"), ("Guarded-v0", "gymnasium")])
def test_only_actions_that_the_mask_allows_are_taken(environment_id: str, engine: EngineName) -> None:
    """Guarded-v0 ends the test where another one is taken."""
    playing = EvaluationSettings(episodes=50, seed=2, max_steps=1)
    settings = EnvironmentSettings(environment_id, action_mask=True)
    masks = Masked().masks
    some = [[action for action in range(ACTIONS) if mask[action]] for mask in masks]

    def rows(outcome: Outcome) -> list[tuple[float, int, bool]]:
        return list(zip(*(column.tolist() for column in outcome), strict=True))

    def plain(choose: Callable[[int], int]) -> list[tuple[float, int, bool]]:
        return play("Masked-v0", choose, episodes=50, seed=2)

    table = np.random.default_rng(3).normal(size=(STATES, ACTIONS)) - 5
    with GreedyEvaluator(settings, playing, engine) as evaluator:
        assert evaluator.engine.name == engine
        found = rows(evaluator.outcome(table))
    assert found == plain(lambda state: max(some[state], key=lambda action: float(table[state, action])))
    assert found != plain(lambda state: int(table[state].argmax())), "or the test would say nothing"
    with Baselines(settings, playing, engine) as evaluator_of_baselines:
        baselines = dict(evaluator_of_baselines.play(["0", "1", "2", "3"]))
    rng = np.random.default_rng([2, 2])
    assert rows(baselines["random"]) == plain(lambda state: some[state][int(rng.random() * len(some[state]))])
    for action in range(ACTIONS):
        constant = [action if action in available else available[-1] for available in some]
        assert rows(baselines[str(action)]) == plain(constant.__getitem__)


@pytest.mark.parametrize("engine", ["compiled", "gymnasium"])
def test_a_policy_that_goes_round_in_circles_is_cut_off(engine: EngineName) -> None:
    settings = EnvironmentSettings("CliffWalking-v1")
    with GreedyEvaluator(settings, EvaluationSettings(episodes=3, seed=0, max_steps=50), engine) as evaluator:
        returns, lengths, terminated = evaluator.outcome(np.zeros((48, 4)))
    assert (returns.tolist(), lengths.tolist(), terminated.tolist()) == ([-50.0] * 3, [50] * 3, [False] * 3)


@pytest.mark.parametrize("engine", ["compiled", "gymnasium"])
def test_a_time_limit_is_kept_even_where_it_is_longer(engine: EngineName) -> None:
    settings = EnvironmentSettings("CliffWalking-v1", time_limit=70)
    with GreedyEvaluator(settings, EvaluationSettings(episodes=1, seed=0, max_steps=50), engine) as evaluator:
        assert evaluator.outcome(np.zeros((48, 4))).lengths.tolist() == [70]


def test_many_episodes_bring_what_is_exactly_to_be_expected() -> None:
    settings = EnvironmentSettings("FrozenLake-v1")
    table = learned(settings, 20000)
    playing = EvaluationSettings(episodes=200_000, seed=1, max_steps=1)
    with GreedyEvaluator(settings, playing, "compiled") as evaluator:
        found = evaluator.evaluate(table)
    assert abs(found.mean - exact_return("FrozenLake-v1", table)) < 4 * found.std / np.sqrt(200_000)
