"""The two engines give the same bytes, whatever the settings; and what can't be compiled is played by Gymnasium's."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal

import gymnasium
import numpy as np
import pytest
from gymnasium.envs.classic_control import AcrobotEnv, CartPoleEnv, MountainCarEnv
from gymnasium.envs.toy_text import BlackjackEnv, CliffWalkingEnv, FrozenLakeEnv, TaxiEnv
from hypothesis import given, settings
from hypothesis import strategies as st
from tabular.engines.dynamics.registry import DYNAMICS, load_dynamics, names_of_dynamics
from tabular.engines.engine import NO_TIME_LIMIT, make_engine
from tabular.environments.bins import discretise
from tabular.environments.make import make_environment
from tabular.environments.settings import EnvironmentSettings
from tabular.environments.sutton_barto.access_control import AccessControlEnv
from tabular.environments.sutton_barto.changing_mazes import BlockingMazeEnv, ShortcutMazeEnv
from tabular.environments.sutton_barto.dyna_maze import DynaMazeEnv
from tabular.environments.sutton_barto.grid_world import GridWorldEnv
from tabular.environments.sutton_barto.maximisation_bias import MaximisationBiasEnv
from tabular.environments.sutton_barto.racetrack import RacetrackEnv
from tabular.environments.sutton_barto.windy_grid_world import WindyGridWorldEnv
from tabular.learning.schedules import Schedule
from tabular.learning.training import Training

import tests.helpers.masked_environments  # noqa: F401 (registers them)
from tests.helpers.agents import make_agent
from tests.helpers.registering import register

if TYPE_CHECKING:
    from gymnasium.envs.registration import EnvSpec
    from tabular.engines.engine import EngineName
    from tabular.learning.agent import AgentSettings

SMALL_NUMBERS = st.floats(-3, 3)


def probabilities() -> st.SearchStrategy[float]:
    return st.floats(0, 1)


@st.composite
def schedules(draw: st.DrawFn, largest: float) -> Schedule:
    start, end = draw(st.floats(0.01, largest)), draw(st.floats(0.01, largest))
    kinds: list[Literal["constant", "linear", "exponential"]] = ["constant", "linear", "exponential"]
    kind = draw(st.sampled_from(kinds))
    if kind == "constant":
        return Schedule("constant", start)
    first = draw(st.integers(0, 5))
    return Schedule(kind, start, end, first, draw(st.sampled_from(["last", first + 1, first + 7])))


@st.composite
def agents(draw: st.DrawFn) -> AgentSettings:
    low = draw(SMALL_NUMBERS)
    return make_agent(
        discount=draw(probabilities()),
        initial_low=low,
        initial_high=low + draw(st.sampled_from([0.0, 0.5, 2.0])),
        learning_rate=draw(schedules(1.0)),
        exploration=draw(schedules(1.0)),
        at_termination=draw(st.sampled_from(["zero", "target"])),
        at_truncation=draw(st.sampled_from(["skip", "bootstrap", "terminate"])),
    )


def bounds(low: float, high: float) -> st.SearchStrategy[tuple[float, float]]:
    """Ranges that may leave observations outside."""
    middle = (low + high) / 2
    return st.tuples(st.floats(low, middle, exclude_max=True), st.floats(middle + 0.01 * (high - low), high))


@st.composite
def boxes(
    draw: st.DrawFn, identity: str, ranges: list[tuple[float, float]], arguments: dict[str, st.SearchStrategy[Any]]
) -> EnvironmentSettings:
    return EnvironmentSettings(
        identity,
        arguments=draw(st.fixed_dictionaries({}, optional=arguments)),
        time_limit=draw(st.sampled_from([None, 1, 7, 60])),
        bins=tuple(draw(st.integers(1, 9)) for _ in ranges),
        bounds=tuple(draw(bounds(low, high)) for low, high in ranges),
    )


@st.composite
def discrete(
    draw: st.DrawFn, identity: str, arguments: dict[str, st.SearchStrategy[Any]], *, action_mask: bool = False
) -> EnvironmentSettings:
    return EnvironmentSettings(
        identity,
        arguments=draw(st.fixed_dictionaries({}, optional=arguments)),
        time_limit=draw(st.sampled_from([1, 7, 60])),
        action_mask=action_mask,
    )


ARGUMENTS_OF_TAXI: dict[str, st.SearchStrategy[Any]] = {
    "is_rainy": st.booleans(),
    "rainy_probability": probabilities(),
    "fickle_passenger": st.booleans(),
    "fickle_probability": probabilities(),
}

LAKES = st.sampled_from([["SF", "FG"], ["SFFH", "FFFF", "HFSG"]])

ENVIRONMENTS = {
    "mountain car": boxes("MountainCar-v0", [(-1.2, 0.6), (-0.07, 0.07)], {"goal_velocity": st.floats(-0.1, 0.07)}),
    "cart pole": boxes(
        "CartPole-v1", [(-2.4, 2.4), (-3, 3), (-0.21, 0.21), (-3, 3)], {"sutton_barto_reward": st.booleans()}
    ),
    "acrobot": boxes("Acrobot-v1", [*[(-1.0, 1.0)] * 4, (-12.0, 12.0), (-28.0, 28.0)], {}),
    "blackjack": discrete("Blackjack-v1", {"sab": st.booleans(), "natural": st.booleans()}),
    "frozen lake": discrete(
        "FrozenLake-v1",
        {
            "map_name": st.sampled_from(["4x4", "8x8"]),
            "desc": LAKES,
            "is_slippery": st.booleans(),
            "success_rate": probabilities(),
            "reward_schedule": st.tuples(SMALL_NUMBERS, SMALL_NUMBERS, SMALL_NUMBERS),
        },
    ),
    "cliff walking": discrete("CliffWalking-v1", {"is_slippery": st.booleans()}),
    "access control": discrete(
        "AccessControl-v0",
        {
            "servers": st.integers(1, 12),
            "free_probability": probabilities(),
            "payments": st.lists(SMALL_NUMBERS, min_size=1, max_size=5),
        },
    ),
    "grid world": discrete(
        "GridWorld-v0",
        {
            "map": st.sampled_from([["S...G"], ["S.C..", "..#.G", "G.S.."]]),
            "wind": st.sampled_from([[0, 0, 0, 0, 0], [0, 0, 0, 1, 0]]),  # as many as the columns of the default map
            "stochastic_wind": st.booleans(),
            "slip": st.floats(0, 0.9),
            "step_reward": SMALL_NUMBERS,
            "goal_reward": SMALL_NUMBERS,
        },
    ),
    "maze that changes": discrete("BlockingMaze-v0", {"change_at_step": st.integers(1, 300)}),
    "racetrack": discrete(
        "Racetrack-v0", {"track": st.sampled_from(["left", ["..F", "..#", ".S#", "SS#"]]), "noise": st.floats(0, 0.9)}
    ),
    "maximisation bias": discrete("MaximisationBias-v0", {"actions": st.integers(2, 12)}),
    "taxi": discrete("Taxi-v4", ARGUMENTS_OF_TAXI),
    "taxi with masks": discrete("Taxi-v4", ARGUMENTS_OF_TAXI, action_mask=True),
    "arbitrary masks": discrete("Masked-v0", {"seed": st.integers(0, 9)}, action_mask=True),
}


def trained(
    engine: EngineName, environment: EnvironmentSettings, agent: AgentSettings, seed: int, stops: list[int]
) -> tuple[str, list[bytes]]:
    """Train, and return which engine it was, every table, and what each episode brought."""
    training = Training(environment, agent, stops[-1], seed, engine)
    tables = [training.q_table.tobytes() for _ in training.run(stops)]
    rewards = training.rewards
    brought = [array.tobytes() for array in (rewards.returns, rewards.length, rewards.terminated)]
    return training.engine.name, tables + brought


@pytest.mark.parametrize("name", ENVIRONMENTS)
@settings(max_examples=15)
@given(data=st.data(), agent=agents(), seed=st.integers(0, 2**32 - 1))
def test_both_engines_give_the_same_bytes(name: str, data: st.DataObject, agent: AgentSettings, seed: int) -> None:
    environment = data.draw(ENVIRONMENTS[name])
    stops = [1, 4, 15]
    engine, compiled = trained("compiled", environment, agent, seed, stops)
    assert engine == "compiled"
    engine, interpreted = trained("gymnasium", environment, agent, seed, stops)
    assert engine == "gymnasium"
    assert compiled == interpreted


@pytest.mark.parametrize(
    ("identity", "bins", "range_of_velocity"),
    [("MountainCar-v0", (20, 20), None), ("CartPole-v1", (4, 6, 10, 10), (-3.0, 3.0))],
)
def test_long_trainings_give_the_same_bytes(
    identity: str, bins: tuple[int, ...], range_of_velocity: tuple[float, float] | None
) -> None:
    """Long enough for what was learned to matter: the goal is reached, the pole stands."""
    bounds = ((-2.4, 2.4), range_of_velocity, (-0.21, 0.21), range_of_velocity) if range_of_velocity else None
    agent = make_agent(
        discount=0.99,
        initial_low=-1.0,
        initial_high=0.0,
        learning_rate=0.2,
        exploration=Schedule("linear", 1.0, 0.0, 0, 300),
    )
    environment = EnvironmentSettings(identity, bins=bins, bounds=bounds)
    stops = [100, 200, 500]
    assert trained("compiled", environment, agent, 3, stops)[1] == trained("gymnasium", environment, agent, 3, stops)[1]
    training = Training(environment, agent, 500, 3, "auto")
    list(training.run(stops))
    assert training.rewards.terminated.any()
    assert training.rewards.length.max() >= 200


class OwnMountainCar(MountainCarEnv):
    """A subclass, which may do anything."""


class OwnLake(FrozenLakeEnv):
    """A grid world with a `step` of its own."""

    def step(self, a: int) -> Any:
        """Do the same as always, which nobody can tell."""
        return super().step(a)  # type: ignore[no-untyped-call]


class InheritingLake(FrozenLakeEnv):
    """A grid world that plays by its table."""


class WalkOnTheMoon(CliffWalkingEnv):
    """A grid world with another table."""

    def __init__(self, render_mode: str | None = None) -> None:
        """Replace the table, or a part of it."""
        super().__init__(render_mode)
        for actions in self.P.values():
            for transitions in actions.values():
                transitions[:] = [(0.5, s, 2 * r, t) for _, s, r, t in transitions] * 2


class Incomplete(FrozenLakeEnv):
    """A grid world whose table doesn't say what follows one state and action."""

    def __init__(self, render_mode: str | None = None) -> None:
        """Replace the table, or a part of it."""
        super().__init__(render_mode)
        self.P[3][1] = []


def changed(kind: type[Any], **attributes: object) -> Any:
    def make(**arguments: Any) -> Any:
        environment = kind(**arguments)
        vars(environment).update(attributes)
        return environment

    return make


def rewarded(**arguments: Any) -> Any:
    return gymnasium.wrappers.TransformReward(MountainCarEnv(**arguments), lambda reward: 2 * float(reward))


ENTRY_POINTS: dict[str, Any] = {
    "OwnMountainCar-v0": OwnMountainCar,
    "OwnLake-v0": OwnLake,
    "InheritingLake-v0": InheritingLake,
    "WalkOnTheMoon-v0": WalkOnTheMoon,
    "Incomplete-v0": Incomplete,
    "HeavyCar-v0": changed(MountainCarEnv, gravity=0.003),
    "ReplacedStep-v0": changed(MountainCarEnv, step=lambda _: ([0.0, 0.0], 0.0, True, False, {})),
    "SemiImplicit-v0": changed(CartPoleEnv, kinematics_integrator="semi-implicit euler"),
    "FromThePaper-v0": changed(AcrobotEnv, book_or_nips="nips"),
    "NoisyAcrobot-v0": changed(AcrobotEnv, torque_noise_max=0.5),
    "Rewarded-v0": rewarded,
}
for identity, entry_point in ENTRY_POINTS.items():
    gymnasium.register(identity, entry_point=entry_point, max_episode_steps=30)

AGENT = make_agent()

UNBOUNDED = ((-2.4, 2.4), (-3.0, 3.0), (-0.21, 0.21), (-3.0, 3.0))


@pytest.mark.parametrize(
    ("environment", "reason"),
    [
        (EnvironmentSettings("OwnMountainCar-v0", bins=(5, 5)), "OwnMountainCar.*none for its class"),
        (EnvironmentSettings("OwnLake-v0"), "step and reset are its own"),
        (EnvironmentSettings("Incomplete-v0"), "empty entry"),
        (EnvironmentSettings("HeavyCar-v0", bins=(5, 5)), "its gravity is 0.003"),
        (EnvironmentSettings("ReplacedStep-v0", bins=(5, 5)), "its step was replaced"),
        (EnvironmentSettings("SemiImplicit-v0", bins=(3, 3, 3, 3), bounds=UNBOUNDED), "kinematics_integrator"),
        (EnvironmentSettings("FromThePaper-v0", bins=(2,) * 6), "book_or_nips"),
        (EnvironmentSettings("NoisyAcrobot-v0", bins=(2,) * 6), "torque_noise_max"),
        (EnvironmentSettings("Rewarded-v0", bins=(5, 5)), "wrapped in TransformReward"),
    ],
)
def test_what_is_not_exactly_gymnasiums_is_played_by_gymnasium(environment: EnvironmentSettings, reason: str) -> None:
    training = Training(environment, AGENT, 3, 0, "compiled")
    assert training.engine.name == "gymnasium"
    assert re.search(reason, training.engine.reason)
    list(training.run([3]))
    assert (training.rewards.length > 0).all()


@pytest.mark.parametrize("identity", ["InheritingLake-v0", "WalkOnTheMoon-v0"])
def test_a_table_of_ones_own_is_compiled(identity: str) -> None:
    environment = EnvironmentSettings(identity)
    engine, compiled = trained("auto", environment, AGENT, 1, [5, 50])
    assert engine == "compiled"
    assert compiled == trained("gymnasium", environment, AGENT, 1, [5, 50])[1]


def test_a_wrapper_with_a_time_limit_inside_keeps_its_limit() -> None:
    """Only the outermost wrappers are counted for; what a registered entry point wraps itself is left alone."""
    limited = gymnasium.wrappers.TimeLimit(gymnasium.wrappers.TimeLimit(MountainCarEnv(), 9), 20)
    box = discretise(limited.observation_space, EnvironmentSettings("any", bins=(2, 2)))
    engine = make_engine("auto", limited, box, 0)
    assert engine.name == "gymnasium"
    assert engine.time_limit == 20
    steps = 0
    state, truncated = engine.bindings["reset"](engine.env), False  # type: ignore[operator]
    while not truncated:
        state, _, _, truncated = engine.bindings["step"](engine.env, state, 1)  # type: ignore[operator]
        steps += 1
    assert steps == 9


def test_an_environment_without_a_time_limit_is_never_cut_off() -> None:
    environment = make_environment(EnvironmentSettings("Blackjack-v1"))
    engine = make_engine("auto", environment, discretise(environment.observation_space, EnvironmentSettings("any")), 0)
    assert engine.time_limit == NO_TIME_LIMIT


def test_gymnasium_is_used_on_demand_and_needs_no_reason() -> None:
    training = Training(EnvironmentSettings("Taxi-v4"), AGENT, 3, 0, "gymnasium")
    assert (training.engine.name, training.engine.reason) == ("gymnasium", "")


def is_tabular(spec: EnvSpec) -> bool:
    """Tell whether an id is one of the environments that can be compiled."""
    name = str(spec.entry_point)
    return name.startswith(("gymnasium.envs.toy_text", "tabular.")) or name in DYNAMICS


def test_every_class_with_dynamics_is_covered_above() -> None:
    functional = (
        MountainCarEnv, CartPoleEnv, AcrobotEnv, BlackjackEnv, TaxiEnv, MaximisationBiasEnv, AccessControlEnv,
        GridWorldEnv, WindyGridWorldEnv, DynaMazeEnv, BlockingMazeEnv, ShortcutMazeEnv,
        RacetrackEnv,
    )  # fmt: skip
    assert set(DYNAMICS) == {f"{kind.__module__}:{kind.__qualname__}" for kind in functional}


@pytest.mark.parametrize("environment_id", [*(spec.id for spec in gymnasium.registry.values() if is_tabular(spec))])
def test_the_dynamics_are_known_before_the_environment_is_made(environment_id: str) -> None:
    """What is known by the id names the code of a training; what is loaded goes by the class."""
    environment = make_environment(EnvironmentSettings(environment_id)).unwrapped
    make = load_dynamics(environment)
    assert make is not None
    assert names_of_dynamics(environment_id, is_users_own=False) == [make.__module__.rpartition(".")[2]]


def test_of_an_environment_of_the_user_all_dynamics_are_code() -> None:
    gymnasium.register("MadeByAFunction-v0", entry_point="some_package:make_a_cart_pole")
    everything = sorted({*DYNAMICS.values(), "transition_table"})
    assert names_of_dynamics("MountainCar-v0", is_users_own=True) == everything
    assert names_of_dynamics("Unknown-v0", is_users_own=False) == everything
    assert names_of_dynamics("MadeByAFunction-v0", is_users_own=False) == everything


def test_the_compiled_table_is_not_left_when_indices_are_out_of_bounds() -> None:
    """The goal lies beyond the last bin; compiled code would write there without a word."""
    environment = EnvironmentSettings("MountainCar-v0", bins=(3, 3), bounds=((-0.5, -0.45), (-0.001, 0.001)))
    training = Training(environment, AGENT, 200, 0, "compiled")
    guarded = np.full(training.q_table.size + 200, 7.0)
    inside = guarded[100:-100]
    inside[:] = training.q_table.ravel()
    training.q_table = inside.reshape(training.q_table.shape)
    list(training.run([200]))
    assert (guarded[:100] == 7.0).all()
    assert (guarded[-100:] == 7.0).all()
    assert not (inside == 7.0).any()


class CountingFromOne(gymnasium.Env[Any, Any]):
    """Calls its actions 1 and 2, and ends at the second."""

    observation_space = gymnasium.spaces.Discrete(1)
    action_space = gymnasium.spaces.Discrete(2, start=1)

    def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None) -> tuple[int, dict[str, Any]]:
        super().reset(seed=seed, options=options)
        return 0, {}

    def step(self, action: int) -> tuple[int, float, bool, bool, dict[str, Any]]:
        assert self.action_space.contains(action), action
        return 0, float(action), action == 2, False, {}


def test_actions_that_count_from_another_number_are_meant_as_the_environment_calls_them() -> None:
    register("CountingFromOne-v0", CountingFromOne, max_episode_steps=5)
    agent = make_agent(discount=0.0, initial_high=0.0, learning_rate=1, exploration=1)
    training = Training(EnvironmentSettings("CountingFromOne-v0"), agent, 50, 0, "auto")
    for _ in training.run([50]):
        pass
    assert training.q_table.tolist() == [[1.0, 2.0]]
