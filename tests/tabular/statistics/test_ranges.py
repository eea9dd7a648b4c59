"""Limits of axes of returns, where returns differ much, little or not at all."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.ticker import MaxNLocator
from tabular.formatting import tick_texts
from tabular.statistics.ranges import limits_around

RETURNS = st.floats(-1e6, 1e6).map(lambda value: round(value, 6))


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([-7.0, -7.0], (-7.7, -6.3)),
        ([-7.0, -7.0 + 1e-12], (-7.7, -6.3)),
        ([0.0, 0.0], (-1.0, 1.0)),
        ([-6e-11, 6e-11], (-1.0, 1.0)),
        ([-200.0, np.nan, np.inf], (-220.0, -180.0)),
        ([-200.0, -100.0], (-205.0, -95.0)),
    ],
)
def test_an_axis_has_a_length_that_tells_something(values: list[float], expected: tuple[float, float]) -> None:
    assert limits_around(np.array(values)) == pytest.approx(expected)


@given(st.lists(RETURNS, min_size=1, max_size=5))
def test_all_returns_lie_within_their_axis_and_its_ticks_can_be_told_apart(values: list[float]) -> None:
    low, high = limits_around(np.array(values))
    assert low < min(values) <= max(values) < high
    ticks = np.asarray(MaxNLocator(nbins=5, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high))
    texts = tick_texts(ticks)
    assert len(set(texts)) == len(texts)
    step = np.diff(ticks).min()
    written = [float(text.replace(",", "").replace("−", "-")) for text in texts]
    np.testing.assert_allclose(written, ticks, rtol=0, atol=1e-2 * step)
