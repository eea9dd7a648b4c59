"""From observations to cells."""

from __future__ import annotations

from typing import Any

import gymnasium
import numpy as np
import pytest
from gymnasium import spaces
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from tabular.environments.bins import discretise
from tabular.environments.discretisation import BoxDiscretisation
from tabular.environments.refusals import UnsuitableEnvironmentError
from tabular.environments.settings import EnvironmentSettings


def box(low: list[float], high: list[float]) -> spaces.Box:
    return spaces.Box(np.array(low, dtype=np.float32), np.array(high, dtype=np.float32), dtype=np.float32)


MOUNTAIN_CAR = box([-1.2, -0.07], [0.6, 0.07])


def tutorial_index(observation: np.ndarray[Any, Any], space: spaces.Box, bins: list[int]) -> int:
    """Index as the tutorial does, then clip, then count as C order does."""
    width = (space.high - space.low) / bins
    with np.errstate(invalid="ignore"):
        cell = np.clip(((observation - space.low) / width).clip(-1e6, 1e6).astype(int), 0, np.array(bins) - 1)
    return int(np.ravel_multi_index(tuple(cell), bins))


@given(
    observation=hnp.arrays(np.float32, 2, elements=st.floats(-2, 2, width=32)),
    bins=st.tuples(*[st.integers(1, 50)] * 2),
)
def test_every_observation_falls_where_the_tutorial_puts_it(
    observation: np.ndarray[Any, Any], bins: tuple[int, int]
) -> None:
    locate = discretise(MOUNTAIN_CAR, EnvironmentSettings("any", bins=bins)).locator()
    assert locate(observation) == tutorial_index(observation, MOUNTAIN_CAR, list(bins))


def test_edges_of_bins_fall_where_the_tutorial_puts_them() -> None:
    """The float32 edges themselves, and their neighbours, decide whether the arithmetic is the same to the bit."""
    settings = EnvironmentSettings("any", bins=(20, 20))
    found = discretise(MOUNTAIN_CAR, settings)
    assert isinstance(found, BoxDiscretisation)
    locate = found.locator()
    for position in np.linspace(-1.2, 0.6, 21, dtype=np.float32):
        for neighbour in (np.nextafter(position, np.float32(-9)), position, np.nextafter(position, np.float32(9))):
            observation = np.array([neighbour, 0.0], dtype=np.float32)
            assert locate(observation) == tutorial_index(observation, MOUNTAIN_CAR, [20, 20])


def test_the_bin_width_is_float64_over_float32_bounds() -> None:
    found = discretise(MOUNTAIN_CAR, EnvironmentSettings("any", bins=(20, 20)))
    assert isinstance(found, BoxDiscretisation)
    assert list(found.bin_width) == ((MOUNTAIN_CAR.high - MOUNTAIN_CAR.low) / [20, 20]).tolist()
    assert {type(low) for low in found.low} == {np.float32}


@pytest.mark.parametrize("extreme", [np.inf, -np.inf, 3e38, -3e38])
def test_observations_outside_the_bounds_fall_into_the_outermost_bins(extreme: float) -> None:
    space = box([-np.inf], [np.inf])
    locate = discretise(space, EnvironmentSettings("any", bins=(5,), bounds=((-1.0, 1.0),))).locator()
    assert locate(np.array([extreme], dtype=np.float32)) == (4 if extreme > 0 else 0)


@pytest.mark.parametrize(
    ("space", "shape"),
    [
        (spaces.Discrete(7), (7,)),
        (spaces.Discrete(7, start=-3), (7,)),
        (spaces.MultiDiscrete([3, 4, 2]), (3, 4, 2)),
        (spaces.MultiDiscrete([3, 4], start=[10, -1]), (3, 4)),
        (spaces.Tuple([spaces.Discrete(32), spaces.Discrete(11), spaces.Discrete(2, start=1)]), (32, 11, 2)),
    ],
)
def test_discrete_observations_have_a_cell_each(space: spaces.Space[Any], shape: tuple[int, ...]) -> None:
    found = discretise(space, EnvironmentSettings("any"))
    assert found.cells == shape
    locate = found.locator()
    space.seed(0)
    cells = {}
    for _ in range(3000):
        observation = space.sample()
        values = tuple(int(value) for value in np.ravel(np.asarray(observation, dtype=object)))
        cells[values] = locate(observation)
    ordered = [cells[values] for values in sorted(cells)]
    assert ordered == sorted(set(ordered)), "in C order, and no two observations share a cell"
    assert max(ordered) < np.prod(shape)


@pytest.mark.parametrize(
    ("space", "settings", "key", "message"),
    [
        (MOUNTAIN_CAR, {"bins": (20,)}, "bins", "2 whole numbers"),
        (MOUNTAIN_CAR, {"bins": None}, "bins", "2 whole numbers"),
        (MOUNTAIN_CAR, {"bins": (10**6, 10**6)}, "bins", "product"),
        (MOUNTAIN_CAR, {"bins": (2, 2), "bounds": ((0, 1),)}, "bounds", "2 pairs"),
        (MOUNTAIN_CAR, {"bins": (2, 2), "bounds": ((1, 0), None)}, "bounds", "low < high in dimension 0"),
        (box([-np.inf, 0], [1, 1]), {"bins": (2, 2)}, "bounds", "dimension 0, whose space is unbounded"),
        (spaces.Discrete(3), {"bins": (3,)}, "bins", "discrete"),
        (spaces.Discrete(3), {"bounds": ((0, 1),)}, "bounds", "discrete"),
        (spaces.Dict({"a": spaces.Discrete(2)}), {}, "id", "Box, Discrete, MultiDiscrete"),
        (spaces.Tuple([spaces.Discrete(2), MOUNTAIN_CAR]), {}, "id", "Tuple-of-Discrete"),
    ],
)
def test_what_no_table_can_be_laid_over_is_an_error_that_names_the_key(
    space: spaces.Space[Any], settings: dict[str, Any], key: str, message: str
) -> None:
    with pytest.raises(UnsuitableEnvironmentError, match=message) as raised:
        discretise(space, EnvironmentSettings("any", **settings))
    assert raised.value.key == key


def test_a_box_of_more_than_one_axis_is_binned_value_by_value() -> None:
    space = spaces.Box(0.0, 1.0, (2, 2), dtype=np.float32)
    locate = discretise(space, EnvironmentSettings("any", bins=(2, 3, 4, 5))).locator()
    observation = np.array([[0.9, 0.5], [0.3, 0.99]], dtype=np.float32)
    assert locate(observation) == np.ravel_multi_index((1, 1, 1, 4), (2, 3, 4, 5))


def test_every_environment_of_gymnasium_s_own_toy_text_and_classic_control_has_a_table() -> None:
    for name in ("Blackjack-v1", "CliffWalking-v1", "FrozenLake-v1", "FrozenLake8x8-v1", "Taxi-v4"):
        space = gymnasium.make(name).observation_space
        assert np.prod(discretise(space, EnvironmentSettings(name)).cells) > 0
