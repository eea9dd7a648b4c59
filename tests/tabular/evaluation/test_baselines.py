"""Acting at random and with one action alone, held against plain loops and against exact values."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pytest
from tabular.environments.settings import EnvironmentSettings
from tabular.evaluation.baselines import Baselines
from tabular.evaluation.settings import EvaluationSettings

from tests.helpers.exact_values import expected_return, model_of, uniform
from tests.helpers.plain_play import play

if TYPE_CHECKING:
    from tabular.engines.engine import EngineName
    from tabular.results.returns import Outcome

SEED = 23

ENVIRONMENTS = [
    (EnvironmentSettings("MountainCar-v0", bins=(2, 2)), 3),
    (EnvironmentSettings("CartPole-v1", bins=(1,) * 4, bounds=((-1, 1),) * 4), 2),
    (EnvironmentSettings("FrozenLake-v1"), 4),
    (EnvironmentSettings("Blackjack-v1"), 2),
    (EnvironmentSettings("CliffWalking-v1"), 4),
    (EnvironmentSettings("Taxi-v4"), 6),
]


def played(
    settings: EnvironmentSettings, actions: int, engine: EngineName, episodes: int, max_steps: int = 90
) -> dict[str, Outcome]:
    with Baselines(settings, EvaluationSettings(episodes, SEED, max_steps), engine) as baselines:
        assert baselines.engine.name == engine
        return dict(baselines.play([f"number {action}" for action in range(actions)]))


def rows(outcome: Outcome) -> list[tuple[float, int, bool]]:
    return list(zip(*(column.tolist() for column in outcome), strict=True))


def always(action: int, _observation: object) -> int:
    return action


@pytest.mark.parametrize("engine", ["compiled", "gymnasium"])
@pytest.mark.parametrize(("settings", "actions"), ENVIRONMENTS, ids=[settings.id for settings, _ in ENVIRONMENTS])
def test_baselines_are_those_of_plain_loops(engine: EngineName, settings: EnvironmentSettings, actions: int) -> None:
    found = played(settings, actions, engine, episodes=12)
    assert list(found) == ["random", *(f"number {action}" for action in range(actions))]
    no_limit = settings.id in {"Blackjack-v1", "CliffWalking-v1"}
    limits = {"episodes": 12, "seed": SEED, "max_steps": 90 if no_limit else -1}
    rng = np.random.default_rng([SEED, 2])
    assert rows(found["random"]) == play(settings.id, lambda _: int(rng.random() * actions), **limits)
    for action in range(actions):
        assert rows(found[f"number {action}"]) == play(settings.id, partial(always, action), **limits)


@pytest.mark.parametrize("lake", ["FrozenLake-v1", "FrozenLake8x8-v1"])
def test_acting_at_random_brings_what_is_exactly_to_be_expected(lake: str) -> None:
    model = model_of(lake)
    exact = expected_return(model, uniform(model))
    assert 0.0015 < exact < 0.015
    episodes = 1_000_000
    playing = EvaluationSettings(episodes, SEED, max_steps=1)
    with Baselines(EnvironmentSettings(lake), playing, "compiled") as baselines:
        name, (returns, _, _) = next(baselines.play([]))
    assert name == "random"
    assert abs(returns.mean() - exact) < 4 * returns.std() / np.sqrt(episodes)


@pytest.mark.parametrize("engine", ["compiled", "gymnasium"])
def test_on_ice_that_is_not_slippery_one_action_alone_is_known(engine: EngineName) -> None:
    """The way down from the start is open for three steps and then a hole; the way right ends at the wall."""
    corridor = EnvironmentSettings("FrozenLake-v1", arguments={"desc": ["SFG", "FFF", "HFF"], "is_slippery": False})
    found = played(corridor, 4, engine, episodes=2)
    expected = {"number 0": (0.0, 100, False), "number 1": (0.0, 2, True), "number 2": (1.0, 2, True)}
    assert {name: rows(found[name]) for name in expected} == {name: [row] * 2 for name, row in expected.items()}


def test_an_action_that_never_ends_an_episode_is_cut_off() -> None:
    """Along the bottom row lies the cliff; whoever falls starts anew, without an end of the episode."""
    found = played(EnvironmentSettings("CliffWalking-v1"), 4, "compiled", episodes=3, max_steps=30)
    up, right, down, left = (rows(found[f"number {action}"]) for action in range(4))
    assert up == down == left == [(-30.0, 30, False)] * 3
    assert right == [(-3000.0, 30, False)] * 3
