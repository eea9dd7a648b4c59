"""Functional environments, compiled, against Gymnasium's step by step, to the bit."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

import gymnasium
import numpy as np
import pytest
from gymnasium.envs.classic_control import MountainCarEnv
from gymnasium.envs.toy_text import CliffWalkingEnv
from gymnasium.utils import seeding
from tabular.engines.compilation import compiled
from tabular.engines.dynamics import acrobot, blackjack, cart_pole, mountain_car, taxi, transition_table
from tabular.engines.specialisation import TEMPLATE_SLOT, specialise

from tests.helpers.registering import register

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray
    from tabular.engines.dynamics.functional import FunctionalEnvironment

STEPS = 100_000
STEPS_OF_VARIANTS = 20_000
TIME_LIMIT = 400

reset: Callable[[Any], Any] = TEMPLATE_SLOT
step: Callable[[Any, Any, int], Any] = TEMPLATE_SLOT
observe: Callable[[Any], Any] = TEMPLATE_SLOT
numbers: Callable[[Any], Any] = TEMPLATE_SLOT


class Record(NamedTuple):
    """What happened, step by step; the observation after a reset stands in the row of the step before it.

    The states are compared too: an error in the last bit of float64 seldom shows in an observation of float32.
    """

    states: NDArray[np.float64]
    observations: NDArray[np.float64]
    after_reset: NDArray[np.float64]
    rewards: NDArray[np.float64]
    terminated: NDArray[np.bool_]


def blank(environment: gymnasium.Env[Any, Any], steps: int) -> Record:
    observation, _ = environment.reset(seed=0)
    sizes = np.size(state_of(environment, observation)), np.size(observation)
    states, observations, after_reset = (np.full((steps, size), np.nan) for size in (*sizes, sizes[1]))
    return Record(states, observations, after_reset, np.zeros(steps), np.zeros(steps, dtype=np.bool_))


def state_of(environment: Any, observation: Any) -> Any:
    return getattr(environment, "state", observation)


def whole_state(state: Any) -> Any:
    return state


def first_part(state: Any) -> Any:
    return state[0]


def play(env: Any, actions: NDArray[np.int64], record: Record) -> None:
    """Take the given actions, and start again at the end of each episode."""
    state = reset(env)
    length = 0
    for number in range(actions.shape[0]):
        state, reward, over, _ = step(env, state, actions[number])
        length += 1
        values = numbers(state)
        for dimension in range(len(values)):
            record.states[number, dimension] = values[dimension]
        observation = observe(state)
        for dimension in range(len(observation)):
            record.observations[number, dimension] = observation[dimension]
        record.rewards[number] = reward
        record.terminated[number] = over
        if over or length >= TIME_LIMIT:
            state = reset(env)
            length = 0
            observation = observe(state)
            for dimension in range(len(observation)):
                record.after_reset[number, dimension] = observation[dimension]


def play_functional(functional: FunctionalEnvironment, actions: NDArray[np.int64], record: Record) -> None:
    known = {mountain_car.step: whole_state, cart_pole.step: whole_state, acrobot.step: first_part}
    numbers = known.get(functional.step, functional.observe)
    bindings = {"reset": functional.reset, "step": functional.step, "observe": functional.observe, "numbers": numbers}
    compiled(specialise(play, bindings))(functional.env, actions, record)


def play_gymnasium(environment: gymnasium.Env[Any, Any], seed: int, actions: NDArray[np.int64], record: Record) -> None:
    environment.reset(seed=seed)
    length = 0
    for number, action in enumerate(actions.tolist()):
        observation, reward, terminated, _, _ = environment.step(action)
        length += 1
        record.states[number] = state_of(environment, observation)
        record.observations[number] = observation
        record.rewards[number] = reward
        record.terminated[number] = terminated
        if terminated or length >= TIME_LIMIT:
            record.after_reset[number], _ = environment.reset()
            length = 0


class Draughty(CliffWalkingEnv):
    """A table of one's own: four states, and probabilities that are rounded."""

    def __init__(self, render_mode: str | None = None) -> None:
        """Replace the table."""
        super().__init__(render_mode)
        self.P = {
            state: {
                0: [(0.25, (state + 1) % 4, -1, False), (0.25, state, 0.5, False), (0.5, 3, 2, state == 2)],
                1: [(0.33333, 0, -0.1, False), (0.33333, 1, 0, False), (0.33333, 2, 0.1, bool(state == 1))],
            }
            for state in range(4)
        }
        self.initial_state_distrib = np.array([0.1, 0.2, 0.0, 0.7])
        self.observation_space = gymnasium.spaces.Discrete(4)
        self.action_space = gymnasium.spaces.Discrete(2)


register("Draughty-v0", Draughty)

CASES: list[tuple[Callable[..., FunctionalEnvironment], str, dict[str, Any]]] = [
    (mountain_car.functional_environment, "MountainCar-v0", {}),
    (mountain_car.functional_environment, "MountainCar-v0", {"goal_velocity": 0.02}),
    (cart_pole.functional_environment, "CartPole-v1", {}),
    (cart_pole.functional_environment, "CartPole-v1", {"sutton_barto_reward": True}),
    (acrobot.functional_environment, "Acrobot-v1", {}),
    (blackjack.functional_environment, "Blackjack-v1", {}),
    (blackjack.functional_environment, "Blackjack-v1", {"sab": False, "natural": True}),
    (blackjack.functional_environment, "Blackjack-v1", {"sab": False, "natural": False}),
    (transition_table.functional_environment, "FrozenLake-v1", {}),
    (transition_table.functional_environment, "FrozenLake-v1", {"map_name": "8x8", "success_rate": 0.7}),
    (
        transition_table.functional_environment,
        "FrozenLake-v1",
        {"desc": ["SFS", "FHG"], "reward_schedule": [2, -1, 0.25]},
    ),
    (transition_table.functional_environment, "CliffWalking-v1", {"is_slippery": True}),
    (transition_table.functional_environment, "Draughty-v0", {}),
    (taxi.functional_environment, "Taxi-v4", {}),
    (taxi.functional_environment, "Taxi-v4", {"is_rainy": True, "fickle_passenger": True, "fickle_probability": 0.6}),
]


def actions_for(environment: gymnasium.Env[Any, Any], steps: int) -> NDArray[np.int64]:
    """Draw actions, each kept for up to 12 steps and later up to 40: so the acrobot and the car reach their goals."""
    assert isinstance(environment.action_space, gymnasium.spaces.Discrete)
    rng = np.random.default_rng(7)
    drawn = rng.integers(0, environment.action_space.n, steps)
    halves = [np.repeat(drawn, rng.integers(1, longest, steps))[: steps // 2] for longest in (12, 40)]
    return np.concatenate(halves)


@pytest.mark.parametrize(("make", "identity", "arguments"), CASES)
def test_every_step_and_every_start_is_gymnasiums(
    make: Callable[..., FunctionalEnvironment], identity: str, arguments: dict[str, Any]
) -> None:
    environment = gymnasium.make(identity, **arguments).unwrapped
    steps = STEPS_OF_VARIANTS if arguments else STEPS
    actions = actions_for(environment, steps)
    expected, found = blank(environment, steps), blank(environment, steps)
    play_gymnasium(environment, 5, actions, expected)
    rng, _ = seeding.np_random(5)
    play_functional(make(environment, rng), actions, found)
    for one, other in zip(found, expected, strict=True):
        np.testing.assert_array_equal(one, other)
    assert expected.terminated.any()
    assert not np.isnan(expected.states).any()
    assert rng.bit_generator.state == environment.np_random.bit_generator.state


def test_reaching_the_goal_with_the_goal_velocity_itself_is_enough() -> None:
    environment = MountainCarEnv()
    environment.reset(seed=0)
    environment.state = (0.49, 0.03)
    environment.step(2)
    for velocity in (environment.state[1], np.nextafter(environment.state[1], 1.0)):
        faster = MountainCarEnv(goal_velocity=velocity)
        faster.state = (0.49, 0.03)
        terminated = faster.step(2)[2]
        assert terminated == (velocity == environment.state[1])
        functional = mountain_car.functional_environment(faster, np.random.default_rng())
        assert functional.step(functional.env, (0.49, 0.03), 2)[2] == terminated


def test_the_squares_of_acrobot_are_the_c_librarys() -> None:
    """The reason for `World.two`: the test above can only tell the two apart where they differ."""
    values = np.random.default_rng(0).uniform(-4, 4, 100_000).tolist()
    assert any(math.pow(value, 2.0) != value * value for value in values)
