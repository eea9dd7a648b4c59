"""Axes of returns, where returns differ much, little or not at all."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.ticker import MaxNLocator
from tabular.drawing.return_axis import limits_around, mean_return_text, tick_texts

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
    ticks = MaxNLocator(nbins=5, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high)
    texts = tick_texts(ticks)
    assert len(set(texts)) == len(texts)
    step = np.diff(ticks).min()
    written = [float(text.replace(",", "").replace("−", "-")) for text in texts]
    np.testing.assert_allclose(written, ticks, rtol=0, atol=1e-2 * step)


@pytest.mark.parametrize(
    ("places", "texts"),
    [
        ([-7.5, -7.0, -6.5], ["−7.5", "−7.0", "−6.5"]),
        ([-10.0, -0.0], ["−10", "0"]),
        ([-2000.0, 0.0], ["−2,000", "0"]),
        ([-13.00002, -13.00001], ["−13.00002", "−13.00001"]),
        ([3.0], ["3"]),
    ],
)
def test_ticks_have_as_many_decimals_as_they_need(places: list[float], texts: list[str]) -> None:
    assert tick_texts(np.array(places)) == texts


def test_a_return_alone_is_short() -> None:
    assert [mean_return_text(value) for value in (-10010.4, -13.456, 0.7402)] == ["−10,010", "−13.5", "0.74"]
