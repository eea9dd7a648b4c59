"""Packed tables, read again by a reader that shares nothing with the one who packed them."""

from __future__ import annotations

import base64
import zlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tabular.pages.explorer.contents import available_actions
from tabular.pages.explorer.packing import STEPS, pack_tables, packed

from tests.helpers.descriptions import FROZEN_LAKE

if TYPE_CHECKING:
    from numpy.typing import NDArray


def unpacked(text: str, bits: int) -> NDArray[np.uint64]:
    """Read numbers whose bytes lie in planes."""
    content = zlib.decompress(base64.b64decode(text))
    count = len(content) * 8 // bits
    planes = [np.frombuffer(content[plane * count : (plane + 1) * count], np.uint8) for plane in range(bits // 8)]
    numbers = np.zeros(count, np.uint64)
    for number, plane in enumerate(planes):
        numbers += np.uint64(256**number) * plane.astype(np.uint64)
    return numbers


def over_time(text: str, bits: int, times: int) -> NDArray[np.uint64]:
    """Add up differences, one number after the other; shape (rows, times)."""
    rows = unpacked(text, bits).reshape(-1, times)
    return np.cumsum(rows, axis=-1) % np.uint64(2**bits)


@st.composite
def some_tables(draw: st.DrawFn) -> NDArray[np.float64]:
    """Draw tables with many ties, and values of any size."""
    times, cells, actions = draw(st.integers(1, 5)), draw(st.integers(1, 4)), draw(st.integers(1, 10))
    values = st.sampled_from([0.0, -1.0, 1e-12, 2.5]) | st.floats(-1e6, 1e6)
    numbers = draw(st.lists(values, min_size=times * cells * actions, max_size=times * cells * actions))
    return np.array(numbers).reshape(times, cells, actions)


@given(some_tables())
def test_values_come_back_to_within_half_a_step_and_best_actions_exactly(tables: NDArray[np.float64]) -> None:
    times, cells, actions = tables.shape
    found = pack_tables(tables, np.ones((cells, actions), dtype=np.bool_))
    step = (found.high - found.low) / STEPS
    values = found.low + step * over_time(found.values, 16, times).reshape(cells, actions, times)
    assert np.abs(np.moveaxis(values, -1, 0) - tables).max() <= 0.501 * step + 1e-9
    best = over_time(found.best, found.bits, times)
    for time in range(times):
        for cell in range(cells):
            largest = max(tables[time, cell])
            expected = sum(1 << action for action in range(actions) if tables[time, cell, action] == largest)
            assert best[cell, time] == expected


def test_an_action_that_is_not_available_is_never_best() -> None:
    tables = np.array([[[1.0, 5.0, 9.0]]])
    found = pack_tables(tables, np.array([[True, True, False]]))
    assert over_time(found.best, 8, 1).tolist() == [[0b010]]


def test_a_mask_says_what_is_available_on_the_page() -> None:
    masked = replace(FROZEN_LAKE, action_mask=[[0, 1, 0, 1]] * 63 + [[0] * 4])
    found = available_actions(masked)
    assert found[:63].tolist() == [[False, True, False, True]] * 63
    assert found[63].all(), "where no action is available, all are shown"


def test_of_very_many_actions_the_first_of_the_best_is_packed() -> None:
    tables = np.zeros((2, 1, 40))
    tables[1, 0, [35, 38]] = 2.0
    found = pack_tables(tables, np.ones((1, 40), dtype=np.bool_))
    assert not found.all_best
    assert over_time(found.best, found.bits, 2).tolist() == [[0, 35]]


@pytest.mark.parametrize(("kind", "bits"), [(np.uint8, 8), (np.uint16, 16), (np.uint32, 32)])
def test_numbers_come_back(kind: Any, bits: int) -> None:
    numbers = np.array([0, 1, 255, 2**bits - 1], dtype=kind)
    assert unpacked(packed(numbers), bits).tolist() == numbers.tolist()
    assert packed(numbers.astype(numbers.dtype.newbyteorder(">"))) == packed(numbers)
