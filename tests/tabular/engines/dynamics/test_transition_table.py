"""Tables of transitions that can't be played as they stand are refused, in whatever engine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import gymnasium
import numpy as np
import pytest
from gymnasium.envs.toy_text import FrozenLakeEnv
from gymnasium.envs.toy_text.utils import categorical_sample
from tabular.engines.dynamics.transition_table import sample
from tabular.environments.describe import describe
from tabular.environments.refusals import UnsuitableEnvironmentError
from tabular.environments.settings import EnvironmentSettings
from tabular.learning.training import Training

from tests.helpers.agents import make_agent
from tests.helpers.registering import register

if TYPE_CHECKING:
    from collections.abc import Callable

NAN, INFINITY = float("nan"), float("inf")


def lake(change: Callable[[Any], object], *, own_step: bool = False) -> EnvironmentSettings:
    """Register a lake whose table is changed, and return its settings."""

    class Lake(FrozenLakeEnv):
        def __init__(self, render_mode: str | None = None) -> None:
            super().__init__(render_mode)
            change(self)

    class LakeWithOwnStep(Lake):
        def step(self, a: int) -> Any:
            return super().step(a)  # type: ignore[no-untyped-call]

    gymnasium.registry.pop("Lake-v0", None)
    register("Lake-v0", LakeWithOwnStep if own_step else Lake, max_episode_steps=20)
    return EnvironmentSettings("Lake-v0")


def transitions(*given: tuple[float, int, float | np.int64, bool]) -> Callable[[Any], object]:
    return lambda world: world.P[3].update({1: list(given)})


def starts(value: float) -> Callable[[Any], object]:
    return lambda world: np.copyto(world.initial_state_distrib, value)


WRONG = [
    (transitions((1.0, 4, NAN, False)), "table P gives finite rewards (P[3][1] has nan)"),
    (transitions((0.5, 4, 0.0, False), (0.5, 4, -INFINITY, False)), "finite rewards (P[3][1] has -inf)"),
    (transitions((0.5, 4, 0.0, False)), "probabilities from 0 to 1 that sum to 1 (those of P[3][1] are 0.5)"),
    (transitions((0.9, 4, 0.0, False), (0.2, 5, 0.0, False)), "(those of P[3][1] are 0.9, 0.2)"),
    (transitions((1.5, 4, 0.0, False), (-0.5, 5, 0.0, False)), "(those of P[3][1] are 1.5, -0.5)"),
    (transitions((NAN, 4, 0.0, False)), "(those of P[3][1] are nan)"),
    (starts(0.0), "initial_state_distrib gives probabilities that sum to 1 (they sum to 0)"),
    (starts(NAN), "(they sum to nan)"),
]


@pytest.mark.parametrize(("change", "said"), WRONG, ids=[said for _, said in WRONG])
def test_a_table_that_is_none_is_refused_by_all_who_would_play_it(change: Callable[[Any], object], said: str) -> None:
    for refused in (
        lambda: describe(lake(change), None, None),
        lambda: Training(lake(change), make_agent(), 3, 0, "auto"),
    ):
        with pytest.raises(UnsuitableEnvironmentError) as raised:
            refused()
        assert (raised.value.key, raised.value.given) == ("id", "Lake-v0")
        assert said in raised.value.allowed


@pytest.mark.parametrize(
    "change",
    [
        transitions((0.333333, 4, 0.0, False), (0.333333, 5, 0.0, False), (0.333333, 6, 0.0, False)),
        transitions((1, 4, np.int64(-2), False), (0.0, 5, 1.0, True)),
    ],
)
def test_rounded_probabilities_and_whole_numbers_are_fine(change: Callable[[Any], object]) -> None:
    describe(lake(change), None, None)
    assert Training(lake(change), make_agent(), 3, 0, "auto").engine.name == "compiled"


@pytest.mark.parametrize("drawn", [0.0, 0.29, 0.3, 0.69, 0.7, 0.9])
def test_a_number_above_rounded_probabilities_means_the_first_as_in_gymnasium(drawn: float) -> None:
    probabilities = [0.3, 0.4]

    class Drawn:
        def random(self) -> float:
            return drawn

    expected = categorical_sample(probabilities, Drawn())  # type: ignore[arg-type]
    assert sample(np.cumsum(probabilities), 0, 2, drawn) == expected


def test_a_table_that_nobody_plays_by_is_nobody_s_business() -> None:
    settings = lake(lambda world: setattr(world, "P", world.P | {99: "notes"}), own_step=True)
    describe(settings, None, None)
    assert Training(settings, make_agent(), 3, 0, "auto").engine.name == "gymnasium"
