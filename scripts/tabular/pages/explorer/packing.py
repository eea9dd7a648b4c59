"""Tables of a whole training in few bytes: rounded to 16 bits, differences over time, deflated.

Rounded values would name a wrong best action in some cells, so the best actions are packed beside them, exactly.
"""

from __future__ import annotations

import base64
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

STEPS = 2**16 - 1
"""From the smallest to the largest of all values."""

LEVEL = 6
"""Of deflate; level 9 takes ten times as long and saves 2 %."""

MOST_BITS = 32
"""Of more actions than that, only the first of the best is packed, instead of a bit for each."""


@dataclass(frozen=True)
class PackedTables:
    """The kept tables of a training.

    Attributes:
        low: the smallest of all values.
        high: the largest.
        values: for each value of a table its numbers from 0 to `STEPS` over time; as `packed` returns them.
        best: for each cell its best actions over time, a bit for each action, the lowest for action 0; likewise.
        bits: of a number of `best`: 8, 16 or 32.
        all_best: whether `best` has a bit for each action; else it has the number of the first best action.
    """

    low: float
    high: float
    values: str
    best: str
    bits: int
    all_best: bool


def pack_tables(tables: NDArray[np.float64], available: NDArray[np.bool_]) -> PackedTables:
    """Pack tables.

    Args:
        tables: action values, shape (tables, cells, actions).
        available: whether an action is available, shape (cells, actions).
    """
    low, high = float(tables.min()), float(tables.max())
    steps = np.rint((tables - low) * (STEPS / (high - low) if high > low else 0.0)).astype(np.uint16)
    values = np.where(available, tables, -np.inf)
    all_best = tables.shape[-1] <= MOST_BITS
    best = bits_of_best_actions(values) if all_best else values.argmax(axis=-1).astype(np.uint32)
    return PackedTables(
        low, high, packed(over_time(steps)), packed(over_time(best)), bits=8 * best.dtype.itemsize, all_best=all_best
    )


def bits_of_best_actions(values: NDArray[np.float64]) -> NDArray[Any]:
    """Return the bits of the best actions of each cell, shape (tables, cells), as unsigned numbers of 8, 16 or 32 bits.

    Args:
        values: of the actions, shape (tables, cells, actions).
    """
    best = values == values.max(axis=-1, keepdims=True)
    actions = values.shape[-1]
    kind = next(kind for kind in (np.uint8, np.uint16, np.uint32) if actions <= 8 * kind().itemsize)
    bits: NDArray[Any] = (best * (1 << np.arange(actions, dtype=np.uint32))).sum(axis=-1).astype(kind)
    return bits


def over_time(tables: NDArray[Any]) -> NDArray[Any]:
    """Return numbers of shape (tables, …) as rows over time: the first number, then differences, which may wrap."""
    rows = np.ascontiguousarray(tables.reshape(len(tables), -1).T)
    return np.diff(rows, axis=-1, prepend=np.zeros_like(rows[:, :1]))


def packed(numbers: NDArray[Any]) -> str:
    """Return unsigned numbers as text: the lowest byte of each, then the next of each and so on; deflated, base64.

    So bytes that are alike lie together, whatever the processor's order of bytes.
    """
    little_endian = np.ascontiguousarray(numbers.astype(numbers.dtype.newbyteorder("<")))
    planes = little_endian.view(np.uint8).reshape(-1, numbers.dtype.itemsize).T
    return base64.b64encode(zlib.compress(np.ascontiguousarray(planes).tobytes(), LEVEL)).decode("ascii")
