"""From an observation to a cell of the table."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from gymnasium import spaces

from tabular.environments.make import UnsuitableEnvironmentError, collecting, raise_together, shortened
from tabular.environments.observations import flat_float32, flat_integers

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from tabular.environments.make import EnvironmentSettings

LARGEST_TABLE = 2**31
"""Cells beyond which a table can't be meant seriously: 16 GiB a snapshot and action."""


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
        return partial(checked_discrete_cell, self.layout)


Discretisation = BoxDiscretisation | DiscreteDiscretisation


def discretise(space: spaces.Space[Any], settings: EnvironmentSettings) -> Discretisation:
    """Lay a table over an observation space.

    Raises:
        UnsuitableEnvironmentError: the space is of a kind that has no cells, or `bins` and `bounds` don't suit it.
    """
    if isinstance(space, spaces.Box):
        return _discretise_box(space, settings)
    if isinstance(space, spaces.Discrete):
        discrete = DiscreteDiscretisation(cells=(int(space.n),), starts=(int(space.start),))
    elif isinstance(space, spaces.MultiDiscrete):
        sizes, starts = np.ravel(space.nvec).tolist(), np.ravel(space.start).tolist()
        discrete = DiscreteDiscretisation(cells=tuple(sizes), starts=tuple(starts))
    elif isinstance(space, spaces.Tuple) and all(isinstance(part, spaces.Discrete) for part in space.spaces):
        parts = [part for part in space.spaces if isinstance(part, spaces.Discrete)]
        discrete = DiscreteDiscretisation(
            cells=tuple(int(part.n) for part in parts), starts=tuple(int(part.start) for part in parts)
        )
    else:
        allowed = "an environment with Box, Discrete, MultiDiscrete or Tuple-of-Discrete observations"
        raise UnsuitableEnvironmentError("id", settings.id, f"{allowed} (this one has {shortened(space)})")
    raise_together(
        [
            UnsuitableEnvironmentError(key, _plain(given), f"null: the observations of {settings.id} are discrete")
            for key, given in (("bins", settings.bins), ("bounds", settings.bounds))
            if given is not None
        ]
    )
    return discrete


def dimension_count(space: spaces.Space[Any]) -> int:
    """Return how many dimensions a table over the observation space has, one for each number in an observation."""
    if isinstance(space, spaces.Tuple):
        return len(space.spaces)
    return math.prod(space.shape or ())


def _discretise_box(space: spaces.Box, settings: EnvironmentSettings) -> BoxDiscretisation:
    refusals: list[UnsuitableEnvironmentError] = []
    with collecting(refusals):
        bins = _bins(space, settings)
    with collecting(refusals):
        low, high = _bounds(space, settings)
    raise_together(refusals)
    return BoxDiscretisation(low=low, high=high, bins=bins)


def _bins(space: spaces.Box, settings: EnvironmentSettings) -> tuple[int, ...]:
    dimensions = dimension_count(space)
    if settings.bins is None or len(settings.bins) != dimensions:
        numbers = "whole number" if dimensions == 1 else "whole numbers"
        allowed = f"a list of {dimensions} {numbers}, {_one_for_each(dimensions, settings)}"
        raise UnsuitableEnvironmentError("bins", _plain(settings.bins), allowed)
    if math.prod(settings.bins) > LARGEST_TABLE:
        allowed = f"fewer bins: their product, the number of cells, is at most {LARGEST_TABLE}"
        raise UnsuitableEnvironmentError("bins", _plain(settings.bins), allowed)
    return tuple(settings.bins)


def _bounds(space: spaces.Box, settings: EnvironmentSettings) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    dimensions = dimension_count(space)
    bounds = settings.bounds or (None,) * dimensions
    if len(bounds) != dimensions:
        pairs = "pair [low, high] or null" if dimensions == 1 else "pairs [low, high] or nulls"
        allowed = f"null or a list of {dimensions} {pairs}, {_one_for_each(dimensions, settings)}"
        raise UnsuitableEnvironmentError("bounds", _plain(bounds), allowed)
    low = np.ravel(space.low).astype(np.float32)
    high = np.ravel(space.high).astype(np.float32)
    unbounded = []
    for dimension, pair in enumerate(bounds):
        if pair is not None:
            with np.errstate(over="ignore"):
                low[dimension], high[dimension] = pair
            if not low[dimension] < high[dimension]:
                allowed = f"low < high in dimension {dimension} (as float32)"
                raise UnsuitableEnvironmentError("bounds", _plain(settings.bounds), allowed)
        if not _is_bounded(low[dimension], high[dimension]):
            unbounded.append(dimension)
    if unbounded:
        example = [[-3.0, 3.0] if one in unbounded else _plain(bounds[one]) for one in range(dimensions)]
        allowed = (
            f"[low, high] for {_numbered(unbounded)}, whose space is unbounded in {settings.id}, "
            f"such as {json.dumps(example)}"
        )
        raise UnsuitableEnvironmentError("bounds", _plain(settings.bounds), allowed)
    return low, high


def _is_bounded(low: np.float32, high: np.float32) -> bool:
    """Tell whether a range can be cut into bins; Gymnasium also writes float32's largest value for 'none'."""
    return bool(np.isfinite(low) and np.isfinite(high) and max(abs(low), abs(high)) < np.finfo(np.float32).max)


def _one_for_each(dimensions: int, settings: EnvironmentSettings) -> str:
    of_these = "the only dimension" if dimensions == 1 else f"each of the {dimensions} dimensions"
    return f"one for {of_these} of {settings.id}'s observation"


def _numbered(dimensions: list[int]) -> str:
    *others, last = map(str, dimensions)
    return f"dimensions {', '.join(others)} and {last}" if others else f"dimension {last}"


def _plain(value: Sequence[Any] | None) -> object:
    """Return nested sequences as lists, as they stand in the configuration."""
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return value
