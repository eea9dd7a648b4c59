"""Averages over episodes: each episode counts once, where it belongs."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tabular.statistics.windows import last_tenth, recent_average, windows_of


@given(returns=st.lists(st.integers(-500, 500), min_size=1, max_size=60), window=st.integers(1, 70))
def test_windows_hold_each_episode_once(returns: list[int], window: int) -> None:
    windows = windows_of(np.array(returns, dtype=np.float64), window)
    parts = [returns[start : start + window] for start in range(0, len(returns), window)]
    assert windows.average == pytest.approx([sum(part) / len(part) for part in parts])
    assert windows.maximum.tolist() == [max(part) for part in parts]
    assert windows.minimum.tolist() == [min(part) for part in parts]
    assert windows.last_episode[-1] == len(returns) - 1


def test_the_first_window_is_averaged_over_its_own_episodes_only() -> None:
    """The tutorial's first window has one episode's return divided by a whole window's length."""
    assert windows_of(np.array([-200.0, -100.0, -50.0, -50.0]), 2).average.tolist() == [-150.0, -50.0]


def test_the_recent_average_looks_back_from_its_episode_only() -> None:
    returns = np.array([1.0, 2.0, 3.0, 100.0])
    assert recent_average(returns, 2, 2) == 2.5
    assert recent_average(returns, 0, 100) == 1.0


@pytest.mark.parametrize(("episodes", "counted"), [(1, 1), (10, 1), (11, 2), (500, 50)])
def test_the_last_tenth_is_rounded_up(episodes: int, counted: int) -> None:
    assert last_tenth(np.arange(float(episodes))).tolist() == [*map(float, range(episodes - counted, episodes))]
