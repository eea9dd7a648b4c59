"""Making environments and describing them."""

from __future__ import annotations

import importlib
import json
from typing import TYPE_CHECKING, Any

import gymnasium
import numpy as np
import pytest
from tabular.environments.describe import describe
from tabular.environments.make import make_environment
from tabular.environments.refusals import UnsuitableEnvironmentError
from tabular.environments.settings import EnvironmentSettings
from tabular.results.environment import read_description, write_description

if TYPE_CHECKING:
    from pathlib import Path

CONTRACT_KEYS = {
    "id", "low", "high", "bins", "bin_width", "table_shape", "actions", "axes", "time_limit", "reward_threshold",
}  # fmt: skip


def test_mountain_car_is_described_with_the_bounds_that_are_binned(tmp_path: Path) -> None:
    settings = EnvironmentSettings("MountainCar-v0", bins=(20, 20))
    write_description(tmp_path / "environment.json", describe(settings, None, None))
    found = json.loads((tmp_path / "environment.json").read_text())
    space = gymnasium.make("MountainCar-v0").observation_space
    assert isinstance(space, gymnasium.spaces.Box)
    assert found.keys() >= CONTRACT_KEYS
    assert np.array(found["low"], dtype=np.float32).tobytes() == space.low.tobytes()
    assert np.array(found["high"], dtype=np.float32).tobytes() == space.high.tobytes()
    assert found["bin_width"] == ((space.high - space.low) / [20, 20]).tolist()
    assert found["table_shape"] == [20, 20, 3]
    assert found["axes"] == ["position", "velocity"]
    assert found["actions"] == ["push left", "no push", "push right"]
    assert (found["time_limit"], found["reward_threshold"]) == (200, -110.0)
    assert read_description(tmp_path / "environment.json").cells == (20, 20)


def test_discrete_observations_have_no_bounds() -> None:
    found = describe(EnvironmentSettings("Blackjack-v1"), None, None)
    assert (found.low, found.high, found.bins, found.bin_width) == (None, None, None, None)
    assert found.table_shape == [32, 11, 2, 2]
    assert found.axes == ["player's sum", "dealer's card", "usable ace"]
    assert found.time_limit is None


OWN_ACTIONS = {
    "FrozenLake-v1": "gymnasium.envs.toy_text.frozen_lake",
    "FrozenLake8x8-v1": "gymnasium.envs.toy_text.frozen_lake",
    "CliffWalking-v1": "gymnasium.envs.toy_text.cliffwalking",
    "CliffWalkingSlippery-v1": "gymnasium.envs.toy_text.cliffwalking",
}
"""Modules of Gymnasium that have a constant for each direction."""


@pytest.mark.parametrize("environment_id", OWN_ACTIONS)
def test_directions_of_grid_worlds_are_those_of_gymnasium(environment_id: str) -> None:
    module = importlib.import_module(OWN_ACTIONS[environment_id])
    names = describe(EnvironmentSettings(environment_id), None, None).actions
    assert {name: number for number, name in enumerate(names)} == {
        name: getattr(module, name.upper()) for name in ("left", "down", "right", "up")
    }


BOXES = {"MountainCar-v0": 2, "CartPole-v1": 4, "Acrobot-v1": 6}
"""Environments with Box observations, and the number of their dimensions."""


@pytest.mark.parametrize(
    "environment_id",
    [one for one in gymnasium.registry if one.startswith((*BOXES, "FrozenLake", "Cliff", "Taxi-v4", "Blackjack"))],
)
def test_every_environment_of_gymnasium_has_names_for_its_actions_and_dimensions(environment_id: str) -> None:
    dimensions = BOXES.get(environment_id)
    bounds = tuple((-1.0, 1.0) for _ in range(dimensions)) if dimensions else None
    settings = EnvironmentSettings(environment_id, bins=(2,) * dimensions if dimensions else None, bounds=bounds)
    found = describe(settings, None, None)
    assert not any(name.startswith("action ") for name in found.actions)
    assert not any(name.startswith("observation ") for name in found.axes)


def test_names_that_are_given_come_before_the_known_ones() -> None:
    found = describe(EnvironmentSettings("MountainCar-v0", bins=(20, 20)), ["a", "b", "c"], ["x", "y"])
    assert (found.actions, found.axes) == (["a", "b", "c"], ["x", "y"])


@pytest.mark.parametrize(
    ("settings", "grid"),
    [
        (EnvironmentSettings("FrozenLake-v1"), [4, 4]),
        (EnvironmentSettings("FrozenLake-v1", arguments={"map_name": "8x8"}), [8, 8]),
        (EnvironmentSettings("CliffWalking-v1"), [4, 12]),
        (EnvironmentSettings("Taxi-v4"), None),
        (EnvironmentSettings("MountainCar-v0", bins=(5, 5)), None),
    ],
)
def test_grid_worlds_know_their_map(settings: EnvironmentSettings, grid: list[int] | None) -> None:
    assert describe(settings, None, None).grid == grid


@pytest.mark.parametrize("name", ["4x4", "8x8"])
def test_a_lake_s_map_is_read_off_its_transitions(name: str) -> None:
    settings = EnvironmentSettings("FrozenLake-v1", arguments={"map_name": name, "is_slippery": False})
    lake: Any = gymnasium.make("FrozenLake-v1", map_name=name).unwrapped
    assert describe(settings, None, None).map == [b"".join(row).decode() for row in lake.desc]


def test_a_cliff_is_never_entered_and_what_has_no_table_or_no_grid_has_no_map() -> None:
    cliff = describe(EnvironmentSettings("CliffWalking-v1"), None, None)
    assert cliff.map == ["FFFFFFFFFFFF"] * 3 + ["SXXXXXXXXXXG"]
    assert describe(EnvironmentSettings("Taxi-v4"), None, None).map is None
    assert describe(EnvironmentSettings("MountainCar-v0", bins=(5, 5)), None, None).map is None


def test_it_is_said_where_states_offer_fewer_actions() -> None:
    assert describe(EnvironmentSettings("MaximisationBias-v0"), None, None).action_counts == [2, 10]
    assert describe(EnvironmentSettings("FrozenLake-v1"), None, None).action_counts is None


def test_the_time_limit_can_be_changed() -> None:
    environment = make_environment(EnvironmentSettings("MountainCar-v0", time_limit=7))
    environment.reset(seed=0)
    assert [environment.step(1)[3] for _ in range(7)] == [False] * 6 + [True]


def test_constructor_arguments_reach_the_environment() -> None:
    environment = make_environment(EnvironmentSettings("FrozenLake-v1", arguments={"is_slippery": False}))
    environment.reset(seed=0)
    assert [int(environment.step(action)[0]) for action in (2, 2, 1)] == [1, 2, 6]


def test_a_module_of_the_user_registers_an_environment_and_may_import_its_neighbours(tmp_path: Path) -> None:
    (tmp_path / "neighbouring_numbers.py").write_text("STATES = 5\n")
    (tmp_path / "my_corridor.py").write_text(
        "import gymnasium\n"
        "from neighbouring_numbers import STATES\n"
        "class Corridor(gymnasium.Env):\n"
        "    observation_space = gymnasium.spaces.Discrete(STATES)\n"
        "    action_space = gymnasium.spaces.Discrete(2)\n"
        "    def reset(self, *, seed=None, options=None):\n"
        "        return 0, {}\n"
        "    def step(self, action):\n"
        "        return action, -1.0, False, False, {}\n"
        "gymnasium.register('Corridor-v0', entry_point=Corridor, max_episode_steps=9)\n"
    )
    settings = EnvironmentSettings("Corridor-v0", module=str(tmp_path / "my_corridor.py"))
    for _ in range(2):
        assert describe(settings, ["back", "on"], None).table_shape == [5, 2]


def failing_module(tmp_path: Path) -> str:
    path = tmp_path / "failing_module.py"
    path.write_text("raise RuntimeError('no such wheel')\n")
    return str(path)


@pytest.mark.parametrize(
    ("settings", "key", "message"),
    [
        ({"id": "MountianCar-v0"}, "id", "Environment `MountianCar` doesn't exist.\\)$"),
        ({"id": "MountainCar-v9"}, "id", "Environment version `v9` for environment `MountainCar` doesn't exist.\\)$"),
        ({"id": "no_such_module:Env-v0"}, "id", "no_such_module"),
        ({"id": "Pendulum-v1"}, "id", "discrete actions"),
        ({"id": "FrozenLake-v1", "arguments": {"is_slipery": True}}, "arguments", "is_slipery"),
        ({"id": "FrozenLake-v1", "arguments": {"map_name": "5x5"}}, "arguments", "5x5"),
        ({"id": "FrozenLake-v1", "arguments": {"map_name": None}}, "arguments", "another map"),
        ({"id": "Any-v0", "module": "no/such/file.py"}, "module", "exists"),
        ({"id": "Any-v0", "module": "FAILING"}, "module", "no such wheel"),
    ],
)
def test_an_environment_that_cannot_be_made_is_an_error_that_names_the_key(
    tmp_path: Path, settings: dict[str, Any], key: str, message: str
) -> None:
    if settings.get("module") == "FAILING":
        settings = {**settings, "module": failing_module(tmp_path)}
    with pytest.raises(UnsuitableEnvironmentError, match=message) as raised:
        make_environment(EnvironmentSettings(**settings))
    assert raised.value.key == key


@pytest.mark.parametrize(("key", "names"), [("actions", ["left", "right"]), ("axes", ["position"])])
def test_a_wrong_number_of_names_is_an_error(key: str, names: list[str]) -> None:
    given: dict[str, Any] = {"actions": None, "axes": None, key: names}
    with pytest.raises(UnsuitableEnvironmentError, match=f"environment.{key}"):
        describe(EnvironmentSettings("MountainCar-v0", bins=(5, 5)), **given)
