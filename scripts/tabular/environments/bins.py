"""Laying a table or tiles over an observation space, and checking that the settings suit it."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

import numpy as np
from gymnasium import spaces

from tabular.environments.angles import AS_IT_IS, HALF_TURN, AngularDiscretisation, sources_of
from tabular.environments.discretisation import BoxDiscretisation, DiscreteDiscretisation
from tabular.environments.refusals import UnsuitableEnvironmentError, collecting, raise_together, shortened
from tabular.environments.tiles import TileCoding

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from tabular.environments.discretisation import Discretisation
    from tabular.environments.settings import EnvironmentSettings
    from tabular.environments.tiles import Tiling

PAIR = 2
"""Dimensions that an angle takes."""

LARGEST_TABLE = 2**31
"""Cells beyond which a table can't be meant seriously: 16 GiB a snapshot and action."""


def discretise(space: spaces.Space[Any], settings: EnvironmentSettings, states: int = 2) -> Discretisation:
    """Lay a table or tiles over an observation space.

    Args:
        space: of an environment's observations.
        settings: the bins or tiles, the bounds and the angles.
        states: how many of the last states are known, with tiles.

    Raises:
        UnsuitableEnvironmentError: the space is of a kind that has no cells, or the settings don't suit it.
    """
    if isinstance(space, spaces.Box):
        return _discretise_box(space, settings, states)
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
            for key, given in (("bins", settings.bins), ("bounds", settings.bounds), ("angles", settings.angles))
            if given is not None
        ]
        + [
            UnsuitableEnvironmentError(
                "value_function", "tiles", f"table: the observations of {settings.id} are discrete", "agent"
            )
            for _ in [settings.tiling]
            if settings.tiling is not None
        ]
    )
    return discrete


def dimension_count(space: spaces.Space[Any], settings: EnvironmentSettings) -> int:
    """Return how many dimensions a table over the observation space has, an angle counted as one."""
    if isinstance(space, spaces.Tuple):
        return len(space.spaces)
    return math.prod(space.shape or ()) - len(settings.angles or ())


def _discretise_box(space: spaces.Box, settings: EnvironmentSettings, states: int) -> Discretisation:
    check_angles(space, settings)
    refusals: list[UnsuitableEnvironmentError] = []
    numbers: tuple[int, ...] = ()
    with collecting(refusals):
        numbers = _bins(space, settings) if settings.tiling is None else _tiles(space, settings, settings.tiling)
    with collecting(refusals):
        low, high = _bounds(space, settings)
    raise_together(refusals)
    if not settings.angles:
        if settings.tiling is None:
            return BoxDiscretisation.between(low, high, numbers)
        return TileCoding.between(low, high, settings.tiling._replace(tiles=numbers), [False] * len(low), states)
    sources = sources_of(math.prod(space.shape), settings.angles)
    is_angle = [sine != AS_IT_IS for _, sine in sources]
    return AngularDiscretisation(
        BoxDiscretisation.between(low, high, numbers)
        if settings.tiling is None
        else TileCoding.between(low, high, settings.tiling._replace(tiles=numbers), is_angle, states),
        sources,
        np.zeros(len(sources), dtype=np.float32),
    )


def check_angles(space: spaces.Box, settings: EnvironmentSettings) -> None:
    """Make sure that `angles` are pairs of dimensions that can be cosine and sine.

    Raises:
        UnsuitableEnvironmentError: they aren't.
    """
    dimensions = math.prod(space.shape)
    seen: set[int] = set()
    for pair in settings.angles or ():
        outside = [one for one in pair if not 0 <= one < dimensions]
        if outside or len({*pair} - seen) != len(pair) or len(pair) != PAIR:
            allowed = (
                f"null, or pairs [cosine, sine] of different dimensions of {settings.id}'s observation, "
                f"from 0 to {dimensions - 1}, none of them twice"
            )
            raise UnsuitableEnvironmentError("angles", _plain(settings.angles), allowed)
        seen.update(pair)
    low, high = np.ravel(space.low), np.ravel(space.high)
    wrong = [one for one in sorted(seen) if low[one] != -1 or high[one] != 1]
    if wrong:
        allowed = (
            f"null, or pairs of dimensions that are cosine and sine, which range from -1 to 1; in {settings.id}, "
            f"dimension {wrong[0]} ranges from {low[wrong[0]]:g} to {high[wrong[0]]:g}"
        )
        raise UnsuitableEnvironmentError("angles", _plain(settings.angles), allowed)


def _bins(space: spaces.Box, settings: EnvironmentSettings) -> tuple[int, ...]:
    dimensions = dimension_count(space, settings)
    if settings.bins is None or len(settings.bins) != dimensions:
        raise UnsuitableEnvironmentError("bins", _plain(settings.bins), _whole_numbers(dimensions, settings))
    if math.prod(settings.bins) > LARGEST_TABLE:
        allowed = f"fewer bins: their product, the number of cells, is at most {LARGEST_TABLE}"
        raise UnsuitableEnvironmentError("bins", _plain(settings.bins), allowed)
    return tuple(settings.bins)


def _tiles(space: spaces.Box, settings: EnvironmentSettings, tiling: Tiling) -> tuple[int, ...]:
    dimensions = dimension_count(space, settings)
    if tiling.tiles is None or len(tiling.tiles) != dimensions:
        raise UnsuitableEnvironmentError("tiles", _plain(tiling.tiles), _whole_numbers(dimensions, settings), "agent")
    if math.prod(tiling.tiles) * tiling.tilings > LARGEST_TABLE:
        allowed = f"fewer tiles: their product, times {tiling.tilings} tilings, is at most {LARGEST_TABLE}"
        raise UnsuitableEnvironmentError("tiles", _plain(tiling.tiles), allowed, "agent")
    return tuple(tiling.tiles)


def _whole_numbers(dimensions: int, settings: EnvironmentSettings) -> str:
    numbers = "whole number" if dimensions == 1 else "whole numbers"
    return f"a list of {dimensions} {numbers}, {_one_for_each(dimensions, settings)}"


def _bounds(space: spaces.Box, settings: EnvironmentSettings) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    dimensions = dimension_count(space, settings)
    bounds = settings.bounds or (None,) * dimensions
    if len(bounds) != dimensions:
        pairs = "pair [low, high] or null" if dimensions == 1 else "pairs [low, high] or nulls"
        allowed = f"null or a list of {dimensions} {pairs}, {_one_for_each(dimensions, settings)}"
        raise UnsuitableEnvironmentError("bounds", _plain(bounds), allowed)
    sources = np.array(sources_of(math.prod(space.shape), settings.angles or ()))
    is_angle = sources[:, 1] != AS_IT_IS
    low = np.where(is_angle, -HALF_TURN, np.ravel(space.low)[sources[:, 0]]).astype(np.float32)
    high = np.where(is_angle, HALF_TURN, np.ravel(space.high)[sources[:, 0]]).astype(np.float32)
    unbounded = []
    for dimension, pair in enumerate(bounds):
        if pair is not None:
            if is_angle[dimension]:
                allowed = f"null for dimension {dimension}, an angle, which always goes round the whole circle"
                raise UnsuitableEnvironmentError("bounds", _plain(settings.bounds), allowed)
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
    with_angles = ", where an angle counts as one" if settings.angles else ""
    return f"one for {of_these} of {settings.id}'s observation{with_angles}"


def _numbered(dimensions: list[int]) -> str:
    *others, last = map(str, dimensions)
    return f"dimensions {', '.join(others)} and {last}" if others else f"dimension {last}"


def _plain(value: Sequence[Any] | None) -> object:
    """Return nested sequences as lists, as they stand in the configuration."""
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return value
