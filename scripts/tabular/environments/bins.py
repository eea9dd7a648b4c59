"""Laying a table over an observation space, and checking that the bins and bounds of the settings suit it."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

import numpy as np
from gymnasium import spaces

from tabular.environments.discretisation import BoxDiscretisation, DiscreteDiscretisation
from tabular.environments.refusals import UnsuitableEnvironmentError, collecting, raise_together, shortened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from tabular.environments.discretisation import Discretisation
    from tabular.environments.settings import EnvironmentSettings

LARGEST_TABLE = 2**31
"""Cells beyond which a table can't be meant seriously: 16 GiB a snapshot and action."""


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
    return BoxDiscretisation.between(low, high, bins)


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
