"""From an observation to a state: a cell of the table."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from tabular.environments.angles import AngularDiscretisation
from tabular.environments.observations import flat_float32, flat_integers
from tabular.environments.tiles import TileCoding

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray


class BoxDiscretisation(NamedTuple):
    """Equal bins over each dimension of a Box observation; one entry a dimension. Compiled functions take it as it is.

    Attributes:
        low: lower bound, float32.
        bin_width: width of a bin, in the observation's units.
        bins: number of bins.
        high: upper bound, float32.
    """

    low: tuple[np.float32, ...]
    bin_width: tuple[float, ...]
    bins: tuple[int, ...]
    high: tuple[np.float32, ...]

    @classmethod
    def between(cls, low: NDArray[np.float32], high: NDArray[np.float32], bins: tuple[int, ...]) -> BoxDiscretisation:
        """Return equal bins between bounds, each of shape (dimensions,)."""
        width = (high - low) / np.array(bins, dtype=np.int64)
        return cls(tuple(low), tuple(width.tolist()), bins, tuple(high))

    @property
    def cells(self) -> tuple[int, ...]:
        """The number of cells per dimension."""
        return self.bins

    def locator(self) -> Callable[[Any], int]:
        """Return the function from an observation to the flat (C order) index of its cell.

        It raises a ValueError, a TypeError or an OverflowError where the observation is no member of its space.
        """
        return partial(checked_box_cell, self)

    def numbers(self, observation: Any) -> NDArray[np.float32]:  # noqa: ANN401 (whatever an environment gives)
        """Return an observation's numbers, one for each of the table's dimensions."""
        return flat_float32(observation)


class DiscreteDiscretisation(NamedTuple):
    """One cell for each value of a Discrete, MultiDiscrete or Tuple-of-Discrete observation; one entry a dimension.

    Compiled functions take it as it is.

    Attributes:
        starts: the smallest value.
        cells: the number of values.
    """

    starts: tuple[int, ...]
    cells: tuple[int, ...]

    def locator(self) -> Callable[[Any], int]:
        """Return the function from an observation to the flat (C order) index of its cell.

        It raises a ValueError, a TypeError or an OverflowError where the observation is no member of its space.
        """
        if len(self.cells) == 1:
            return partial(checked_index, self.starts[0], self.cells[0])
        return partial(checked_discrete_cell, self)


Discretisation = BoxDiscretisation | DiscreteDiscretisation | TileCoding | AngularDiscretisation
"""How observations become states."""


def without_angles(discretisation: Discretisation) -> BoxDiscretisation | DiscreteDiscretisation | TileCoding:
    """Return the bins or tiles, which are over components where the observation has angles."""
    return discretisation.over_components if isinstance(discretisation, AngularDiscretisation) else discretisation


def active_tiles_of(discretisation: Discretisation) -> NDArray[np.uint32]:
    """Return where the tiles of the last states are, shape (states, tilings); of a table, an array of shape (0, 0)."""
    inner = without_angles(discretisation)
    return inner.active_tiles if isinstance(inner, TileCoding) else np.zeros((0, 0), dtype=np.uint32)


def box_cell(discretisation: BoxDiscretisation, observation: Sequence[np.float32] | NDArray[np.float32]) -> int:
    """Return the flat (C order) index of the cell that a Box observation falls into.

    The arithmetic is the tutorial's: observation and `low` are float32 and so is their difference, the bin width
    is float64. Observations outside the bounds fall into the outermost bins, infinite ones too.

    Args:
        discretisation: the bins of each dimension.
        observation: a number for each dimension.
    """
    low, bin_width, bins, _ = discretisation
    cell = 0
    for dimension in range(len(bins)):
        position = float(observation[dimension] - low[dimension]) / bin_width[dimension]
        size = bins[dimension]
        # Written so that the bounds come before the cast: an infinite position has no integer, and an undefined one,
        # which is cast in any case, is an error in Python.
        index = 0 if position < 1.0 else size - 1 if position >= size else int(position)
        cell = cell * size + index
    return cell


def discrete_cell(discretisation: DiscreteDiscretisation, observation: Sequence[int]) -> int:
    """Return the flat (C order) index of the cell of an observation of whole numbers.

    Args:
        discretisation: the values of each dimension.
        observation: a number for each dimension.
    """
    starts, cells = discretisation
    cell = 0
    for dimension in range(len(cells)):
        cell = cell * cells[dimension] + int(observation[dimension]) - starts[dimension]
    return cell


def checked_box_cell(discretisation: BoxDiscretisation, observation: Any) -> int:  # noqa: ANN401 (whatever an environment gives)
    """Return the same of an observation as Gymnasium gives it.

    Raises:
        ValueError: it has more or fewer numbers than the table dimensions, or one of them is undefined.
    """
    numbers = flat_float32(observation)
    if len(numbers) != len(discretisation.bins):
        raise ValueError
    return box_cell(discretisation, numbers)


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


def checked_discrete_cell(discretisation: DiscreteDiscretisation, observation: Any) -> int:  # noqa: ANN401 (whatever it gives)
    """Return the same of an observation as Gymnasium gives it.

    Raises:
        ValueError: it has more or fewer numbers than the table dimensions, or one outside the dimension's values.
    """
    starts, cells = discretisation
    numbers = flat_integers(observation)
    if len(numbers) != len(cells):
        raise ValueError
    for number, start, size in zip(numbers, starts, cells):  # noqa: B905 (`strict` takes time, and both lengths were compared)
        if not 0 <= number - start < size:
            raise ValueError
    return discrete_cell(discretisation, numbers)
