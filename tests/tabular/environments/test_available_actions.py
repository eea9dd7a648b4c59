"""What an environment says of its available actions, and what is said of a mask that can't be right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import gymnasium
import numpy as np
import pytest
from tabular.environments.available_actions import available_actions, listed
from tabular.environments.contract import BrokenContractError
from tabular.environments.describe import describe
from tabular.environments.make import make_environment
from tabular.environments.refusals import UnsuitableEnvironmentError
from tabular.environments.settings import EnvironmentSettings
from tabular.learning.training import Training

from tests.helpers.agents import make_agent
from tests.helpers.masked_environments import ACTIONS, STATES, Masked
from tests.helpers.registering import register

if TYPE_CHECKING:
    from collections.abc import Callable


def available(settings: EnvironmentSettings) -> np.ndarray[Any, np.dtype[np.bool_]]:
    return available_actions(make_environment(settings), settings)


def test_taxi_says_it_of_every_state() -> None:
    found = available(EnvironmentSettings("Taxi-v4", action_mask=True))
    taxi: Any = gymnasium.make("Taxi-v4").unwrapped
    assert found.tolist() == [[bool(one) for one in taxi.action_mask(state)] for state in range(500)]
    assert 0 < found.mean() < 1


@pytest.mark.parametrize("action_mask", [False, True])
def test_a_description_has_masks_only_where_they_are_asked_for(action_mask: bool) -> None:  # noqa: FBT001
    described = describe(EnvironmentSettings("Masked-v0", action_mask=action_mask), None, None)
    assert described.action_counts is None
    assert described.action_mask == (Masked().masks.astype(int).tolist() if action_mask else None)


def test_without_masks_the_first_actions_are_counted_and_elsewhere_nothing_is_said() -> None:
    found = available(EnvironmentSettings("MaximisationBias-v0", arguments={"actions": 3}))
    assert found.tolist() == [[True, True, False], [True, True, True]]
    assert available(EnvironmentSettings("Taxi-v4")).shape == (0, 6)


def test_available_actions_are_listed_in_ascending_order() -> None:
    counts, numbers = listed(np.array([[False, True, False, True], [True, True, True, True], [False] * 4]))
    assert counts.tolist() == [2, 4, 0]
    assert [row[:count].tolist() for row, count in zip(numbers, counts, strict=True)] == [[1, 3], [0, 1, 2, 3], []]


class Wrapper(gymnasium.Wrapper[Any, Any, Any, Any]):
    """Gives masks to an environment that has none."""

    def action_mask(self, state: int) -> list[int]:
        """Leave out going left in every second state."""
        return [1 - state % 2, 1, 1, 1]


def wrapped(render_mode: str | None = None) -> gymnasium.Env[Any, Any]:
    return Wrapper(gymnasium.make("FrozenLake-v1", render_mode=render_mode).unwrapped)


register("WrappedLake-v0", wrapped, max_episode_steps=20)


def test_a_wrapper_can_say_it_too() -> None:
    settings = EnvironmentSettings("WrappedLake-v0", action_mask=True)
    assert available(settings)[:, 0].tolist() == [True, False] * 8
    training = Training(settings, make_agent(), 50, 0, "gymnasium")
    list(training.run([50]))
    assert training.visits[1::2, 0].sum() == 0 < training.visits[::2, 0].sum()


class Odd(Masked):
    """An environment whose masks are what a test wants them to be."""

    def __init__(self, change: Callable[[Any, int], Any], *, of_method: bool, render_mode: str | None = None) -> None:
        """Take what becomes of a mask: of a sound one, from some state or step on."""
        super().__init__(render_mode=render_mode)
        self.change, self.of_method = change, of_method
        self.taken = 0

    def action_mask(self, state: int) -> Any:
        """Answer, maybe oddly."""
        mask = super().action_mask(state)
        return self.change(mask, state) if self.of_method else mask

    def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None) -> Any:
        observation, info = super().reset(seed=seed, options=options)
        return observation, {**info, "action_mask": super().action_mask(observation)}

    def step(self, a: int) -> Any:
        """Step, and give the mask, maybe an odd one."""
        observation, reward, terminated, truncated, info = super().step(a)  # type: ignore[no-untyped-call]
        mask = super().action_mask(observation)
        self.taken += 1
        info["action_mask"] = mask if self.of_method else self.change(mask, self.taken)
        return observation, reward, terminated, truncated, info


def odd(change: Callable[[Any, int], Any], *, of_method: bool) -> EnvironmentSettings:
    gymnasium.registry.pop("Odd-v0", None)
    register("Odd-v0", Odd, max_episode_steps=15)
    return EnvironmentSettings("Odd-v0", arguments={"change": change, "of_method": of_method}, action_mask=True)


def refusal(settings: EnvironmentSettings) -> str:
    with pytest.raises(UnsuitableEnvironmentError) as raised:
        describe(settings, None, None)
    assert (raised.value.section, raised.value.key) == ("agent", "action_mask")
    assert "\n" not in str(raised.value)
    return raised.value.allowed


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda mask, _: mask[:3], "(action_mask(0) gave [0, 1, 0] (an array of int8, shape (3,)))"),
        (lambda mask, state: mask * 2 if state == 4 else mask, "(action_mask(4) gave [2, 0, 2, 2]"),
        (lambda mask, state: None if state == 2 else mask, "(action_mask(2) gave None)"),
        (lambda _mask, _state: ["yes"] * ACTIONS, "gives 4 numbers, each 0 or 1"),
        (lambda _mask, _state: [[1], [1, 0]], "gives 4 numbers, each 0 or 1"),
        (lambda mask, state: mask[state - 9 :] / 0 if state == 99 else {}[state], "(of state 0: KeyError: 0)"),
        (lambda mask, _: mask * 0, "leaves an action in some state"),
    ],
)
def test_a_method_whose_masks_are_none_is_refused(change: Callable[[Any, int], Any], said: str) -> None:
    allowed = refusal(odd(change, of_method=True))
    assert allowed.startswith("false, or a method action_mask that ")
    assert said in allowed


ODD_INFO: list[tuple[Callable[[Any, int], Any], str]] = [
    (lambda mask, taken: mask if taken < 9 else mask[:3], "instead of 4 numbers, each 0 or 1"),
    (lambda mask, taken: mask if taken < 9 else mask + 0.5, "instead of 4 numbers, each 0 or 1"),
    (lambda mask, taken: mask if taken < 9 else "all", "gave the action_mask 'all' instead of 4 numbers"),
    (lambda mask, taken: mask if taken < 9 else 1 - mask, "where its method action_mask gives ["),
    (lambda mask, taken: mask if taken < 9 else mask * 0, "gave the action_mask [0, 0, 0, 0] (an array of int8, shape"),
]


@pytest.mark.parametrize(("change", "said"), ODD_INFO)
def test_a_step_whose_mask_is_another_is_refused_before_a_training(
    change: Callable[[Any, int], Any], said: str
) -> None:
    allowed = refusal(odd(change, of_method=False))
    assert allowed.startswith("false, or an environment whose masks agree with each other (step(")
    assert said in allowed


@pytest.mark.parametrize(("change", "said"), ODD_INFO)
def test_a_step_whose_mask_is_another_ends_a_training_with_episode_and_step(
    change: Callable[[Any, int], Any], said: str
) -> None:
    training = Training(odd(change, of_method=False), make_agent(), 20, 0, "auto")
    with pytest.raises(BrokenContractError) as raised:
        list(training.run(list(range(1, 21))))
    lengths = training.rewards.length[training.rewards.length > 0].tolist()
    where = f"in episode {len(lengths)}, step {9 - sum(lengths)}: step("
    assert str(raised.value).startswith(f"Odd-v0 breaks the contract of action masks {where}")
    assert said in str(raised.value)


def test_an_environment_without_masks_and_one_without_the_method_are_refused() -> None:
    assert refusal(EnvironmentSettings("CliffWalking-v1", action_mask=True)) == (
        'false: CliffWalking-v1 gives no info["action_mask"] and has no method action_mask(state)'
    )

    class OnlySteps(gymnasium.Wrapper[Any, Any, Any, Any]):
        def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None) -> Any:
            observation, info = self.env.reset(seed=seed, options=options)
            return observation, {**info, "action_mask": np.ones(4, dtype=np.int8)}

    gymnasium.registry.pop("OnlySteps-v0", None)
    register("OnlySteps-v0", lambda: OnlySteps(gymnasium.make("FrozenLake-v1").unwrapped))
    allowed = refusal(EnvironmentSettings("OnlySteps-v0", time_limit=9, action_mask=True))
    assert allowed.startswith('false: OnlySteps-v0 gives info["action_mask"], but has no method action_mask(state)')


@pytest.mark.parametrize(
    "settings",
    [
        EnvironmentSettings("MountainCar-v0", bins=(4, 4), action_mask=True),
        EnvironmentSettings("Blackjack-v1", action_mask=True),
    ],
)
def test_other_observations_than_one_discrete_one_are_refused(settings: EnvironmentSettings) -> None:
    assert refusal(settings).startswith("false: masks are for environments with one Discrete observation")


def nothing_in(ends: bool) -> Callable[..., gymnasium.Env[Any, Any]]:  # noqa: FBT001
    def make(render_mode: str | None = None) -> gymnasium.Env[Any, Any]:
        process = Masked(1, render_mode=render_mode)
        process.masks[STATES - 1] = False
        process.initial_state_distrib[:] = [1 / (STATES - 1)] * (STATES - 1) + [0]
        for actions in process.P.values():
            for outcomes in actions.values():
                outcomes[:] = [(share, to, r, t or (ends and to == STATES - 1)) for share, to, r, t in outcomes]
        return process

    return make


def test_a_state_in_which_an_episode_can_only_end_needs_no_action() -> None:
    gymnasium.registry.pop("Ending-v0", None)
    register("Ending-v0", nothing_in(ends=True), max_episode_steps=15)
    settings = EnvironmentSettings("Ending-v0", action_mask=True)
    assert describe(settings, None, None).action_mask is not None
    training = Training(settings, make_agent(), 200, 0, "auto")
    assert "leaves no action in some states" in str(training.engine)
    list(training.run([200]))
    assert training.visits[-1].sum() == 0


def test_a_state_without_any_action_in_which_an_episode_goes_on_breaks_the_contract() -> None:
    gymnasium.registry.pop("Stuck-v0", None)
    register("Stuck-v0", nothing_in(ends=False), max_episode_steps=15)
    settings = EnvironmentSettings("Stuck-v0", action_mask=True)
    assert "a state in which its action_mask leaves no action" in refusal(settings)
    with pytest.raises(BrokenContractError, match=r"step \d+: step\(\d\) gave a state in which .* leaves no action"):
        list(Training(settings, make_agent(), 200, 0, "auto").run([200]))
