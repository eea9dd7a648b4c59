"""Moments of values that come in parts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from scipy import stats
from tabular.statistics.moments import Moments

VALUES = arrays.arrays(np.float64, st.tuples(st.integers(2, 12), st.just(3)), elements=st.floats(-1e6, 1e6))


@given(values=VALUES, data=st.data())
def test_parts_have_the_moments_of_the_whole(values: np.ndarray, data: st.DataObject) -> None:
    cut = data.draw(st.integers(1, len(values) - 1))
    both = Moments.of(values[:cut]).with_others(Moments.of(values[cut:]))
    assert both.count == len(values)
    assert both.mean == pytest.approx(values.mean(axis=0), abs=1e-6)
    assert both.standard_error == pytest.approx(stats.sem(values, axis=0), abs=1e-4)


def test_a_single_value_has_no_standard_error() -> None:
    alone = Moments.of(np.array([[3.0, 4.0]]))
    assert alone.mean.tolist() == [3.0, 4.0]
    assert np.isnan(alone.standard_error).all()


def test_large_values_that_differ_little_keep_their_differences() -> None:
    values = 1e9 + np.arange(6.0)[:, None]
    both = Moments.of(values[:2]).with_others(Moments.of(values[2:]))
    assert both.standard_error == pytest.approx(stats.sem(np.arange(6.0)))
