"""Schedules: closed forms with the right ends."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tabular.learning.schedules import Schedule


def test_the_tutorial_s_epsilon_falls_from_episode_1_to_half_of_the_episodes() -> None:
    values = Schedule("linear", start=1.0, end=0.0, from_episode=1, to_episode=None).values(25000)
    assert values[:2].tolist() == [1.0, 1.0]
    assert 0 < values[12499] < values[12498] < 1
    assert values[12500:].tolist() == [0.0] * 12500


def test_a_constant_stays() -> None:
    assert Schedule("constant", start=0.3).values(4).tolist() == [0.3] * 4


def test_exponential_falls_by_the_same_factor_each_episode() -> None:
    values = Schedule("exponential", start=0.8, end=0.1, from_episode=0, to_episode="last").values(4)
    assert values == pytest.approx([0.8, 0.4, 0.2, 0.1], rel=1e-15)


@given(
    start=st.floats(0.001, 1),
    end=st.floats(0.001, 1),
    first=st.integers(0, 50),
    length=st.integers(1, 50),
    kind=st.sampled_from(["linear", "exponential"]),
)
def test_values_go_monotonically_from_start_to_end(
    start: float, end: float, first: int, length: int, kind: str
) -> None:
    last = first + length
    values = Schedule(kind, start, end, first, last).values(last + 10)  # type: ignore[arg-type]
    assert values[: first + 1].tolist() == [start] * (first + 1)
    assert values[last:] == pytest.approx(end, rel=1e-12)
    assert (np.diff(values) * math.copysign(1, end - start) >= -1e-15).all()


@given(start=st.floats(0, 1), end=st.floats(0, 1), episode=st.integers(0, 99))
def test_linear_is_the_contract_s_formula_to_the_bit(start: float, end: float, episode: int) -> None:
    values = Schedule("linear", start, end, 10, 70).values(100)
    assert values[episode] == start + (end - start) * min(max((episode - 10) / (70 - 10), 0.0), 1.0)


def test_a_change_over_no_episodes_is_an_error() -> None:
    with pytest.raises(ValueError, match="from_episode < to_episode"):
        Schedule("linear", 1.0, 0.0, from_episode=5, to_episode=5).values(10)
    with pytest.raises(ValueError, match="needs an end"):
        Schedule("exponential", 1.0, from_episode=0, to_episode=5).values(10)
