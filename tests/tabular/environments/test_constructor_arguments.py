"""Arguments that Gymnasium's own environments would take without a look at them."""

from __future__ import annotations

from typing import Any

import gymnasium
import numpy as np
import pytest
from tabular.environments.constructor_arguments import KNOWN
from tabular.environments.make import make_environment
from tabular.environments.refusals import UnsuitableEnvironmentError
from tabular.environments.settings import EnvironmentSettings

NAN = float("nan")

WRONG: list[tuple[str, dict[str, Any], str]] = [
    ("FrozenLake-v1", {"desc": ["FFF", "FHG"]}, "desc: a map with a start, S"),
    ("FrozenLake-v1", {"desc": ["SFF", "FHF"]}, "desc: a map with a goal, G"),
    ("FrozenLake-v1", {"desc": ["SFX", "fHG"]}, "S, F, H and G, for start, frozen, hole and goal; here is also X, f"),
    ("FrozenLake-v1", {"desc": ["SFF", "FG"]}, "desc: rows of the same length; here they have 3, 2 letters"),
    ("FrozenLake-v1", {"desc": ["SH", "HG"]}, "desc: a map in which a way leads from each S to a G, around the H"),
    ("FrozenLake-v1", {"desc": ["SFG", "HHH", "SFF"]}, "desc: a map in which a way leads from each S to a G"),
    ("FrozenLake-v1", {"desc": "SFFG"}, "desc: a list of rows, each a text, such as"),
    ("FrozenLake-v1", {"desc": []}, "desc: a list of rows"),
    ("FrozenLake-v1", {"desc": ["", ""]}, "desc: rows of the same length"),
    ("FrozenLake-v1", {"desc": [1, 2]}, "desc: a list of rows"),
    ("FrozenLake-v1", {"desc": [["S", 1]]}, "desc: a list of rows"),
    ("FrozenLake-v1", {"map_name": "5x5"}, "map_name: 4x4 or 8x8"),
    ("FrozenLake-v1", {"map_name": None}, "every environment is made with another map"),
    ("FrozenLake-v1", {"success_rate": 1.5}, "success_rate: a number from 0 to 1"),
    ("FrozenLake-v1", {"success_rate": -0.1}, "success_rate: a number from 0 to 1"),
    ("FrozenLake-v1", {"success_rate": NAN}, "success_rate: a number from 0 to 1"),
    ("FrozenLake-v1", {"success_rate": "0.5"}, "success_rate: a number from 0 to 1"),
    ("FrozenLake-v1", {"is_slippery": "no"}, "is_slippery: true or false"),
    ("FrozenLake-v1", {"is_slippery": 0}, "is_slippery: true or false"),
    ("FrozenLake-v1", {"reward_schedule": [1, 0]}, "reward_schedule: three finite numbers"),
    ("FrozenLake-v1", {"reward_schedule": [1, 0, NAN]}, "reward_schedule: three finite numbers"),
    ("FrozenLake8x8-v1", {"success_rate": 2}, "success_rate: a number from 0 to 1"),
    ("CliffWalking-v1", {"is_slippery": "false"}, "is_slippery: true or false"),
    ("CliffWalkingSlippery-v1", {"is_slippery": None}, "is_slippery: true or false"),
    ("Taxi-v4", {"is_rainy": "yes"}, "is_rainy: true or false"),
    ("Taxi-v4", {"fickle_passenger": 1}, "fickle_passenger: true or false"),
    ("Taxi-v4", {"rainy_probability": 2}, "rainy_probability: a number from 0 to 1"),
    ("Taxi-v4", {"fickle_probability": True}, "fickle_probability: a number from 0 to 1"),
    ("Blackjack-v1", {"natural": "true"}, "natural: true or false"),
    ("Blackjack-v1", {"sab": 3}, "sab: true or false"),
    ("CartPole-v1", {"sutton_barto_reward": "no"}, "sutton_barto_reward: true or false"),
    ("MountainCar-v0", {"goal_velocity": NAN}, "goal_velocity: a number, at most 0.07"),
    ("MountainCar-v0", {"goal_velocity": 0.08}, "goal_velocity: a number, at most 0.07, the car's greatest speed"),
    ("MountainCar-v0", {"goal_velocity": "0"}, "goal_velocity: a number, at most 0.07"),
    ("MaximisationBias-v0", {"actions": 2.5}, "actions: 2.5 is not allowed; allowed: a whole number, at least 2"),
    ("MaximisationBias-v0", {"actions": True}, "actions: True is not allowed"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "arguments", "said"), WRONG)
def test_an_argument_that_would_be_taken_without_a_look_is_refused(
    name: str, arguments: dict[str, Any], said: str
) -> None:
    with pytest.raises(UnsuitableEnvironmentError) as raised:
        make_environment(EnvironmentSettings(name, arguments=arguments))
    assert (raised.value.key, raised.value.given) == ("arguments", arguments)
    assert said in raised.value.allowed


def test_all_wrong_arguments_are_reported_at_once() -> None:
    arguments = {"is_slippery": "no", "success_rate": 2, "desc": ["SX"]}
    with pytest.raises(UnsuitableEnvironmentError) as raised:
        make_environment(EnvironmentSettings("FrozenLake-v1", arguments=arguments))
    said = [raised.value.allowed, *(other.allowed for other in raised.value.others)]
    assert [one.partition(":")[0] for one in said] == ["is_slippery", "success_rate", "desc"]


SOUND: list[tuple[str, dict[str, Any]]] = [
    ("FrozenLake-v1", {"desc": ["SG"], "map_name": "none of them", "success_rate": 1, "is_slippery": False}),
    ("FrozenLake-v1", {"desc": [["S", "F"], ["H", "G"]], "success_rate": 0.0, "reward_schedule": [2.5, -1, 0]}),
    ("FrozenLake-v1", {"desc": ["SFS", "HGH"]}),
    ("FrozenLake-v1", {"map_name": "8x8"}),
    ("Taxi-v4", {"is_rainy": True, "rainy_probability": 1, "fickle_passenger": True, "fickle_probability": 0}),
    ("Blackjack-v1", {"natural": True, "sab": False}),
    ("CliffWalking-v1", {"is_slippery": True}),
    ("CartPole-v1", {"sutton_barto_reward": True}),
    ("MountainCar-v0", {"goal_velocity": -1}),
    ("MountainCar-v0", {"goal_velocity": 0.07}),
]


@pytest.mark.parametrize(("name", "arguments"), SOUND)
def test_sound_arguments_are_taken(name: str, arguments: dict[str, Any]) -> None:
    make_environment(EnvironmentSettings(name, arguments=arguments)).close()


def test_a_map_of_bytes_that_a_user_s_environment_is_registered_with_is_read() -> None:
    lake = "gymnasium.envs.toy_text:FrozenLakeEnv"
    gymnasium.register("BytesLake-v0", entry_point=lake, kwargs={"desc": np.asarray(["SF", "HG"], dtype="c")})
    make_environment(EnvironmentSettings("BytesLake-v0")).close()


def test_what_an_environment_is_registered_with_is_checked_too() -> None:
    lake = "gymnasium.envs.toy_text:FrozenLakeEnv"
    gymnasium.register("Lake-without-start-v0", entry_point=lake, kwargs={"desc": ["FF", "FG"]})
    with pytest.raises(UnsuitableEnvironmentError) as raised:
        make_environment(EnvironmentSettings("Lake-without-start-v0"))
    assert raised.value.key == "id"
    assert raised.value.allowed == "an environment registered with desc: a map with a start, S"


def test_every_class_and_argument_that_is_known_exists() -> None:
    """Gymnasium may rename them; then nothing would be checked."""
    for place, arguments in KNOWN.items():
        creator: Any = gymnasium.envs.registration.load_env_creator(place)
        assert f"{creator.__module__}:{creator.__qualname__}" == place
        assert set(arguments) <= set(creator.__init__.__annotations__) | set(creator.__init__.__code__.co_varnames)
