"""Environments that break Gymnasium's contract are refused before a training, and end one that they break it in."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from tabular.environments.bins import discretise
from tabular.environments.contract import BrokenContractError
from tabular.environments.describe import describe
from tabular.environments.make import make_environment
from tabular.environments.refusals import UnsuitableEnvironmentError
from tabular.environments.settings import EnvironmentSettings
from tabular.evaluation.baselines import Baselines
from tabular.evaluation.evaluator import GreedyEvaluator
from tabular.evaluation.rollout import play
from tabular.evaluation.settings import EvaluationSettings
from tabular.learning.algorithms.registry import ALGORITHMS
from tabular.learning.training import Training

from tests.helpers.agents import make_agent
from tests.helpers.broken_environments import observing, raising, rewarding, scripted

if TYPE_CHECKING:
    from collections.abc import Callable

NAN, INFINITY = float("nan"), float("inf")

Breach = tuple[str, dict[str, "Callable[[tuple[Any, ...]], Any]"], str]
"""The kind of the space, what the environment does, and what is said about it."""

OF_FIVE = "instead of a whole number from 0 to 4, as its observation space Discrete(5) says"
OF_GRID = "instead of 2 whole numbers from 0 to 4, 0 to 4, as its observation space MultiDiscrete([5 5]) says"
OF_PLANE = (
    "instead of an array of numbers, shape (2,), none of them undefined, as its observation space "
    "Box(-1.0, 1.0, (2,), float32) says"
)
UNDEFINED = np.array([0.0, NAN], dtype=np.float32)
STEP = "observation, reward, terminated, truncated, info"

BREACHES: list[Breach] = [
    # observations
    ("Discrete", {"step": observing(-1)}, f"step(ACTION) gave the observation -1 {OF_FIVE}"),
    ("Discrete", {"step": observing(5)}, "gave the observation 5 instead of a whole number from 0 to 4"),
    ("Discrete", {"step": observing(np.int64(7))}, "gave the observation 7 instead of"),
    ("Discrete", {"step": observing(2.5)}, "gave the observation 2.5 instead of"),
    ("Discrete", {"step": observing(None)}, "gave the observation None instead of"),
    ("Discrete", {"step": observing("3")}, "gave the observation '3' instead of"),
    ("Discrete", {"step": observing(np.array([1, 2]))}, "observation [1, 2] (an array of int64, shape (2,))"),
    ("MultiDiscrete", {"step": observing(np.array([0, 6]))}, f"[0, 6] (an array of int64, shape (2,)) {OF_GRID}"),
    ("MultiDiscrete", {"step": observing(np.array([0]))}, "observation [0] (an array of int64, shape (1,))"),
    ("MultiDiscrete", {"step": observing(np.array([0, -1]))}, "observation [0, -1]"),
    ("Tuple", {"step": observing((0, 0))}, "the observation (0, 0) instead of 2 whole numbers from 0 to 4, 1 to 2"),
    ("Tuple", {"step": observing((0, 1, 1))}, "gave the observation (0, 1, 1) instead of"),
    ("Tuple", {"step": observing((0, (1, 2)))}, "gave the observation (0, (1, 2)) instead of"),
    ("Box", {"step": observing(UNDEFINED)}, f"[0.0, nan] (an array of float32, shape (2,)) {OF_PLANE}"),
    ("Box", {"step": observing(np.zeros(3))}, "observation [0.0, 0.0, 0.0] (an array of float64, shape (3,))"),
    ("Box", {"step": observing(np.zeros(1))}, "observation [0.0] (an array of float64, shape (1,)) instead of"),
    ("Box", {"step": observing(None)}, "gave the observation None instead of"),
    ("Box", {"step": observing({"x": 1.0})}, "gave the observation {'x': 1.0} instead of"),
    # rewards
    ("Discrete", {"step": rewarding(NAN)}, "gave the reward nan instead of a finite number"),
    ("Discrete", {"step": rewarding(INFINITY)}, "gave the reward inf instead of a finite number"),
    ("Box", {"step": rewarding(np.float32(-INFINITY))}, "gave the reward -inf instead of a finite number"),
    ("Box", {"step": rewarding(None)}, "gave the reward None instead of a finite number"),
    ("Box", {"step": rewarding("1")}, "gave the reward '1' instead of a finite number"),
    ("Box", {"step": rewarding(np.array([1.0]))}, "reward [1.0] (an array of float64, shape (1,)) instead of a"),
    ("Box", {"step": rewarding([1.0, 2.0])}, "reward [1.0, 2.0] instead of a finite number"),
    ("Box", {"step": rewarding(1j)}, "gave the reward 1j instead of a finite number"),
    # numbers of values
    ("Discrete", {"step": lambda given: (*given[:3], {})}, f"gave 4 values, as in the old Gym, instead of 5: {STEP}"),
    ("Discrete", {"step": lambda given: (*given, 1)}, f"gave 6 values, instead of 5: {STEP}"),
    ("Discrete", {"step": lambda given: given[0]}, f"gave 0 instead of 5 values, {STEP}"),
    ("Discrete", {"step": lambda _: None}, f"gave None instead of 5 values, {STEP}"),
    ("Discrete", {"reset": lambda given: given[0]}, "reset() gave 0 instead of 2 values, observation, info"),
    ("Box", {"reset": lambda given: given[0]}, "[0.0, 0.0] (an array of float32, shape (2,)) instead of 2 values"),
    ("Tuple", {"reset": lambda given: given[0]}, "reset() gave (0, 1) instead of 2 values, observation, info"),
    ("Tuple", {"reset": lambda given: (*given, 1)}, "reset() gave ((0, 1), {}, 1) instead of 2 values"),
    ("Discrete", {"reset": lambda given: (9, given[1])}, f"reset() gave the observation 9 {OF_FIVE}"),
]  # fmt: skip

IDS = [f"{number} {kind}" for number, (kind, _, _) in enumerate(BREACHES)]


@pytest.mark.parametrize(("kind", "changes", "said"), BREACHES, ids=IDS)
def test_a_breach_is_refused_before_a_training_with_key_environment_and_what_was_given(
    kind: str, changes: dict[str, Any], said: str
) -> None:
    with pytest.raises(UnsuitableEnvironmentError) as raised:
        describe(scripted(kind, **changes), None, None)
    assert (raised.value.key, raised.value.given) == ("id", "Scripted-v0")
    assert raised.value.allowed.startswith("an environment that keeps Gymnasium's contract (")
    # The second episode's third step is the sixth of all, and the actions take turns.
    assert said.replace("ACTION", "1") in raised.value.allowed
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(("kind", "changes", "said"), BREACHES, ids=IDS)
def test_a_breach_ends_a_training_with_episode_and_step(kind: str, changes: dict[str, Any], said: str) -> None:
    training = Training(scripted(kind, **changes), make_agent(), 9, 0, "auto")
    with pytest.raises(BrokenContractError) as raised:
        list(training.run([9]))
    where = "episode 1" if "reset" in changes else "episode 1, step 3"
    message = str(raised.value)
    assert message.startswith(f"Scripted-v0 breaks Gymnasium's contract in {where}: ")
    assert said.replace("step(ACTION)", "") in message
    assert "\n" not in message


@pytest.mark.parametrize("algorithm", [name for name in ALGORITHMS if name != "q_learning"])
def test_every_algorithm_notices_what_lies_outside_the_table(algorithm: str) -> None:
    training = Training(scripted("Discrete", step=observing(-1)), make_agent(algorithm=algorithm), 9, 0, "auto")
    with pytest.raises(BrokenContractError, match=r"episode 1, step 3: .* the observation -1 instead of"):
        list(training.run([9]))


def test_evaluation_baselines_and_rollouts_notice_it_too() -> None:
    settings = scripted("MultiDiscrete", step=observing(np.array([0, 6])))
    playing_settings = EvaluationSettings(episodes=4, seed=1, max_steps=50)
    environment = make_environment(settings)
    discretisation = discretise(environment.observation_space, settings)
    playing: list[Callable[[], object]] = [
        lambda: GreedyEvaluator(settings, playing_settings, "auto").evaluate(np.zeros((5, 5, 2))),
        lambda: list(Baselines(settings, playing_settings, "auto").play(["left", "right"])),
        lambda: list(play(environment, discretisation, lambda _: 1, episodes=4, seed=1, max_steps=50)),
    ]
    for one in playing:
        with pytest.raises(BrokenContractError, match=r"episode 1, step 3: step\(\d\) gave the observation \[0, 6\]"):
            one()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"step": lambda given: (*given[:2], None, False, {})}, "gave None as terminated instead of True or False"),
        ({"step": lambda given: (*given[:3], 0, {})}, "gave 0 as truncated instead of True or False"),
        ({"step": lambda given: (*given[:3], np.array([False]), {})}, "as truncated instead of True or False"),
        ({"reset": raising(RuntimeError("no\nwheel"))}, "(reset(seed=None) failed with RuntimeError: no wheel)"),
        ({"reset": raising(KeyError()), "at": (0, 0)}, "(reset(seed=0) failed with KeyError)"),
        ({"step": raising(ZeroDivisionError("by what?"))}, "(step(1) failed with ZeroDivisionError: by what?)"),
        ({"step": raising(SystemExit("enough"))}, "(step(1) failed with SystemExit: enough)"),
        ({"step": observing(np.array([2]))}, "observation [2] (an array of int64, shape (1,)) instead of"),
    ],
)
def test_what_a_training_could_live_with_or_shows_a_traceback_of_is_refused_before(
    changes: dict[str, Any], said: str
) -> None:
    with pytest.raises(UnsuitableEnvironmentError) as raised:
        describe(scripted("Discrete", **changes), None, None)
    assert said in raised.value.allowed


def test_an_old_reset_without_a_seed_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = scripted("Discrete")
    monkeypatch.setattr("tests.helpers.broken_environments.Scripted.reset", lambda self: (self.sound, {}))
    with pytest.raises(UnsuitableEnvironmentError, match=r"reset\(seed=0\) failed with TypeError: .*seed"):
        describe(settings, None, None)


SOUND_CHANGES: list[tuple[str, Callable[[tuple[Any, ...]], Any], int]] = [
    ("Discrete", observing(np.int64(3)), 3),
    ("Discrete", observing(np.array(3, dtype=np.uint8)), 3),
    ("Discrete", observing(True), 1),  # noqa: FBT003
    ("Discrete", observing(np.bool_(True)), 1),  # noqa: FBT003
    ("Discrete", observing(3.0), 3),
    ("MultiDiscrete", observing((1, 2)), 7),
    ("MultiDiscrete", observing([np.int64(1), 2]), 7),
    ("Tuple", observing((np.int64(4), np.array(2))), 9),
    ("Tuple", observing([4, 2]), 9),
    ("Tuple", observing(np.array([4, 2])), 9),
    ("Tuple", observing((True, 2)), 3),
    ("Box", observing(np.array([5.0, -5.0])), 2),
    ("Box", observing(np.array([INFINITY, -INFINITY], dtype=np.float32)), 2),
    ("Box", observing([0.5, 0.5]), 3),
    ("Box", observing((np.float64(0.5), 1)), 3),
    ("Box", observing(np.array([1, 0])), 3),
    ("Discrete", rewarding(1), 0),
    ("Discrete", rewarding(np.float32(0.5)), 0),
    ("Discrete", rewarding(np.int8(2)), 0),
    ("Discrete", rewarding(np.array(2.0)), 0),
    ("Discrete", rewarding(np.bool_(True)), 0),  # noqa: FBT003
    ("Discrete", rewarding(Fraction(1, 2)), 0),
    ("Discrete", lambda given: (given[0], -1.0, np.bool_(True), np.array(False), None), 0),  # noqa: FBT003
    ("Discrete", list, 0),
]


@pytest.mark.parametrize(("kind", "change", "cell"), SOUND_CHANGES, ids=[str(i) for i in range(len(SOUND_CHANGES))])
def test_what_can_be_read_in_one_way_only_is_played(
    kind: str, change: Callable[[tuple[Any, ...]], Any], cell: int
) -> None:
    settings = scripted(kind, step=change, at=(0, 1))
    described = describe(settings, None, None)
    training = Training(settings, make_agent(exploration=1.0, at_termination="target"), 40, 0, "auto")
    list(training.run([40]))
    assert np.isfinite(training.rewards.returns).all()
    met = training.visits.reshape(-1, 2).sum(axis=1)
    start = 3 if kind == "Box" else 0
    assert set(np.flatnonzero(met)) == {start, cell}
    assert described.table_shape == list(training.q_table.shape)


def test_environments_are_closed_after_use() -> None:
    made: list[Any] = []
    settings = scripted("Discrete", made=made)
    describe(settings, None, None)
    list(Training(settings, make_agent(), 9, 0, "auto").run([3, 9]))
    playing = EvaluationSettings(episodes=2, seed=0, max_steps=9)
    with GreedyEvaluator(settings, playing, "auto") as evaluator:
        assert not made[-1].closed
        for _ in range(3):
            evaluator.evaluate(np.zeros((5, 2)))
    with Baselines(settings, playing, "auto") as baselines:
        assert len(list(baselines.play(["left", "right"]))) == 3
    assert len(made) == 4, "one each, however many policies play"
    assert [environment.closed for environment in made] == [1] * len(made)


def test_an_environment_that_is_refused_is_closed_too() -> None:
    made: list[Any] = []
    with pytest.raises(UnsuitableEnvironmentError):
        describe(scripted("Discrete", step=observing(-1), made=made), None, None)
    with pytest.raises(BrokenContractError):
        list(Training(scripted("Discrete", step=observing(-1), made=made), make_agent(), 9, 0, "auto").run([9]))
    playing = EvaluationSettings(episodes=9, seed=0, max_steps=50)
    with (
        GreedyEvaluator(scripted("Discrete", step=observing(-1), made=made), playing, "auto") as evaluator,
        pytest.raises(BrokenContractError),
    ):
        evaluator.evaluate(np.zeros((5, 2)))
    assert [environment.closed for environment in made] == [1, 1, 1]


def test_an_environment_that_does_not_suit_its_bins_is_closed_too() -> None:
    made: list[Any] = []
    # Held here, so that no garbage collection closes what nobody closed.
    raised = []
    for use in (
        lambda settings: Training(settings, make_agent(), 9, 0, "auto"),
        lambda settings: GreedyEvaluator(settings, EvaluationSettings(2, 0, 9), "auto"),
        lambda settings: Baselines(settings, EvaluationSettings(2, 0, 9), "auto"),
    ):
        with pytest.raises(UnsuitableEnvironmentError) as error:
            use(replace(scripted("Discrete", made=made), bins=(5,)))
        raised.append(error)
    assert [environment.closed for environment in made] == [1, 1, 1]


def test_an_environment_that_cannot_be_closed_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def close(_self: object) -> None:
        raise OSError("stuck")

    monkeypatch.setattr("tests.helpers.broken_environments.Scripted.close", close)
    with pytest.raises(UnsuitableEnvironmentError, match=r"its close\(\) failed with OSError: stuck"):
        describe(scripted("Discrete"), None, None)


def test_what_an_environment_prints_while_it_is_tried_out_is_no_output(capfd: pytest.CaptureFixture[str]) -> None:
    def chatting(given: tuple[Any, ...]) -> Any:
        print("step taken")
        return given

    describe(scripted("Discrete", step=chatting), None, None)
    assert capfd.readouterr().out == ""


CART_POLE = {"bins": (2, 2, 2, 2), "bounds": (None, (-3.0, 3.0), None, (-3.0, 3.0))}


@pytest.mark.parametrize(
    "settings",
    [
        EnvironmentSettings("MountainCar-v0", bins=(5, 5)),
        EnvironmentSettings("CartPole-v1", **CART_POLE),  # type: ignore[arg-type]
        EnvironmentSettings("Acrobot-v1", bins=(2,) * 6),
        *[
            EnvironmentSettings(name)
            for name in (
                "FrozenLake-v1", "FrozenLake8x8-v1", "CliffWalking-v1", "CliffWalkingSlippery-v1", "Taxi-v4",
                "Blackjack-v1", "MaximisationBias-v0",
            )
        ],
    ],
    ids=lambda settings: settings.id,
)  # fmt: skip
def test_gymnasium_s_own_environments_keep_the_contract(settings: EnvironmentSettings) -> None:
    describe(settings, None, None)
    training = Training(settings, make_agent(), 30, 0, "gymnasium")
    list(training.run([30]))
    assert (training.rewards.length > 0).all()
