"""From an observation to a cell of the table."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from tabular.environments.observations import flat_float32, flat_integers

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray


class BoxLayout(NamedTuple):
    """How a table lies over a Box; one entry a dimension.

    Attributes:
        low: lower bound, float32.
        bin_width: width of a bin, in the observation's units.
        bins: number of bins.
    """

    low: tuple[np.float32, ...]
    bin_width: tuple[float, ...]
    bins: tuple[int, ...]


class DiscreteLayout(NamedTuple):
    """How a table lies over whole numbers; one entry a dimension.

    Attributes:
        starts: the smallest value.
        cells: the number of values.
    """

    starts: tuple[int, ...]
    cells: tuple[int, ...]


def box_cell(layout: BoxLayout, observation: Sequence[np.float32] | NDArray[np.float32]) -> int:
    """Return the flat (C order) index of the cell that a Box observation falls into.

    The arithmetic is the tutorial's: observation and `low` are float32 and so is their difference, the bin width
    is float64. Observations outside the bounds fall into the outermost bins, infinite ones too.

    Args:
        layout: how the table lies over the observation.
        observation: a number for each dimension.
    """
    low, bin_width, bins = layout
    cell = 0
    for dimension in range(len(bins)):
        position = float(observation[dimension] - low[dimension]) / bin_width[dimension]
        size = bins[dimension]
        # Written so that the bounds come before the cast: an infinite position has no integer, and an undefined one,
        # which is cast in any case, is an error in Python.
        index = 0 if position < 1.0 else size - 1 if position >= size else int(position)
        cell = cell * size + index
    return cell


def discrete_cell(layout: DiscreteLayout, observation: Sequence[int]) -> int:
    """Return the flat (C order) index of the cell of an observation of whole numbers.

    Args:
        layout: how the table lies over the observation.
        observation: a number for each dimension.
    """
    starts, cells = layout
    cell = 0
    for dimension in range(len(cells)):
        cell = cell * cells[dimension] + int(observation[dimension]) - starts[dimension]
    return cell


def checked_box_cell(layout: BoxLayout, observation: Any) -> int:  # noqa: ANN401 (whatever an environment gives)
    """Return the same of an observation as Gymnasium gives it.

    Raises:
        ValueError: it has more or fewer numbers than the table dimensions, or one of them is undefined.
    """
    numbers = flat_float32(observation)
    if len(numbers) != len(layout.bins):
        raise ValueError
    return box_cell(layout, numbers)


def checked_index(start: int, size: int, observation: Any) -> int:  # noqa: ANN401 (whatever an environment gives)
    """Return the cell of an observation of one whole number, as Gymnasium gives it: the most frequent case, made quick.

    Args:
        start: the smallest value.
        size: the number of values.
        observation: the number, or an array that holds it.

    Raises:
        ValueError: it is not one number, or outside the values.
    """
    if type(observation) is int:
        index = observation - start
    else:
        (number,) = flat_integers(observation)
        index = int(number) - start
    if 0 <= index < size:
        return index
    raise ValueError


def checked_discrete_cell(layout: DiscreteLayout, observation: Any) -> int:  # noqa: ANN401 (whatever it gives)
    """Return the same of an observation as Gymnasium gives it.

    Raises:
        ValueError: it has more or fewer numbers than the table dimensions, or one outside the dimension's values.
    """
    starts, cells = layout
    numbers = flat_integers(observation)
    if len(numbers) != len(cells):
        raise ValueError
    for number, start, size in zip(numbers, starts, cells):  # noqa: B905 (`strict` takes time, and both were counted)
        if not 0 <= number - start < size:
            raise ValueError
    return discrete_cell(layout, numbers)


@dataclass(frozen=True)
class BoxDiscretisation:
    """Equal bins over each dimension of a Box observation.

    Attributes:
        low: lower bound per dimension, float32, shape (dimensions,).
        high: upper bound per dimension, float32, shape (dimensions,).
        bins: number of bins per dimension.
    """

    low: NDArray[np.float32]
    high: NDArray[np.float32]
    bins: tuple[int, ...]

    @property
    def cells(self) -> tuple[int, ...]:
        """The number of cells per dimension."""
        return self.bins

    @property
    def bin_width(self) -> NDArray[np.float64]:
        """The width of a bin per dimension, in the observation's units, float64."""
        return (self.high - self.low) / np.array(self.bins, dtype=np.int64)

    @property
    def layout(self) -> BoxLayout:
        """What `box_cell` needs to know."""
        return BoxLayout(
            low=tuple(np.float32(value) for value in self.low),
            bin_width=tuple(float(value) for value in self.bin_width),
            bins=self.bins,
        )

    def locator(self) -> Callable[[Any], int]:
        """Return the function from an observation to the flat (C order) index of its cell.

        It raises a ValueError, a TypeError or an OverflowError where the observation is no member of its space.
        """
        return partial(checked_box_cell, self.layout)


@dataclass(frozen=True)
class DiscreteDiscretisation:
    """One cell for each value of a Discrete, MultiDiscrete or Tuple-of-Discrete observation.

    Attributes:
        cells: the number of values per dimension.
        starts: the smallest value per dimension.
    """

    cells: tuple[int, ...]
    starts: tuple[int, ...]

    @property
    def layout(self) -> DiscreteLayout:
        """What `discrete_cell` needs to know."""
        return DiscreteLayout(starts=self.starts, cells=self.cells)

    def locator(self) -> Callable[[Any], int]:
        """Return the function from an observation to the flat (C order) index of its cell.

        It raises a ValueError, a TypeError or an OverflowError where the observation is no member of its space.
        """
        if len(self.cells) == 1:
            return partial(checked_index, self.starts[0], self.cells[0])
        return partial(checked_discrete_cell, self.layout)


Discretisation = BoxDiscretisation | DiscreteDiscretisation
