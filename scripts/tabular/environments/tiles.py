"""Tile coding: a state is the set of the tiles that it lies in, one of each tiling (Sutton & Barto, section 9.5.4).

The geometry is that of Sutton's tiles3 without hashing. A tile is cut into as many steps as there are tilings, and each
tiling is shifted by a whole number of them.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np

from tabular.environments.observations import flat_float32

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray


class Tiling(NamedTuple):
    """How tiles are laid over the components of an observation.

    Attributes:
        tilings: how many.
        tiles: of each tiling, per component.
        offsets: `asymmetric`: along component i, each tiling is shifted by 2i + 1 steps more than the one before, as
            Sutton & Barto recommend (page 219); `uniform`: by one step along each.
    """

    tilings: int
    tiles: tuple[int, ...]
    offsets: Literal["asymmetric", "uniform"] = "asymmetric"


class TileCoding(NamedTuple):
    """Tiles over the components of an observation; one entry a component. Compiled functions take it as it is.

    A state is the number of a row of `active_tiles`. Rows are used in turns, so that the last ones are known.

    Attributes:
        low: lower bound, float32.
        step_width: width of a tile divided by the number of tilings, in the component's units.
        steps: number of steps between the bounds; 1 more where the upper bound itself is a place of its own.
        tiles: number of tiles of each tiling.
        shifts: by how many steps each tiling is shifted, int64, shape (components, tilings).
        active_tiles: the tiles of the last states, as rows of the weights, uint32, shape (states, tilings).
        last: the number of the last state, shape (1,).
        high: upper bound, float32.
    """

    low: tuple[np.float32, ...]
    step_width: tuple[float, ...]
    steps: tuple[int, ...]
    tiles: tuple[int, ...]
    shifts: NDArray[np.int64]
    active_tiles: NDArray[np.uint32]
    last: NDArray[np.int64]
    high: tuple[np.float32, ...]

    @classmethod
    def between(
        cls,
        low: NDArray[np.float32],
        high: NDArray[np.float32],
        tiling: Tiling,
        is_periodic: Sequence[bool],
        states: int,
    ) -> TileCoding:
        """Lay tiles between bounds.

        A shifted tiling needs one tile more to reach the upper bound, so tiles are (high − low) / (tiles − 1) wide.
        Around a circle, the last tile goes on at the lower bound, and tiles are (high − low) / tiles wide.

        Args:
            low: lower bounds, shape (components,).
            high: upper bounds, likewise.
            tiling: how many tiles, and their offsets.
            is_periodic: of which components the bounds are the same place.
            states: how many of the last states are known.
        """
        tilings, tiles = tiling.tilings, tiling.tiles
        between = [count if periodic else max(count - 1, 1) for count, periodic in zip(tiles, is_periodic, strict=True)]
        steps = np.array(between, dtype=np.int64) * tilings
        odd = [1 if tiling.offsets == "uniform" else 2 * component + 1 for component in range(len(tiles))]
        return cls(
            low=tuple(low),
            step_width=tuple(((high - low) / steps).tolist()),
            steps=tuple(
                1 if count == 1 else int(number) + (not periodic)
                for count, number, periodic in zip(tiles, steps, is_periodic, strict=True)
            ),
            tiles=tiles,
            shifts=np.outer(odd, np.arange(tilings)) % tilings,
            active_tiles=np.zeros((states, tilings), dtype=np.uint32),
            last=np.zeros(1, dtype=np.int64),
            high=tuple(high),
        )

    @property
    def cells(self) -> tuple[int, ...]:
        """The shape of the weights, without the actions."""
        return (self.shifts.shape[1], *self.tiles)

    @property
    def tile_width(self) -> tuple[float, ...]:
        """The width of a tile, in the units of each component."""
        return tuple(width * self.shifts.shape[1] for width in self.step_width)

    def locator(self) -> Callable[[Any], int]:
        """Return the function from an observation to its state; see `BoxDiscretisation.locator`."""
        # Element by element, Python reads a memoryview three times as fast as an array.
        quick = {name: getattr(self, name).data for name in ("shifts", "active_tiles", "last")}
        return partial(checked_tiles, self._replace(**quick))

    def numbers(self, observation: Any) -> NDArray[np.float32]:  # noqa: ANN401 (whatever an environment gives)
        """Return an observation's numbers, one for each component."""
        return flat_float32(observation)


def find_tiles(coding: TileCoding, components: Sequence[np.float32] | NDArray[np.float32]) -> int:
    """Find the tiles that components lie in, and return the number of the state.

    Components outside the bounds count as at the bounds. A tile's row is that of weights of shape
    (tilings, *tiles, actions), reshaped to (rows, actions).

    Args:
        coding: the tiles; its last state becomes this one.
        components: a number for each.
    """
    low, step_width, steps, tiles, shifts, active_tiles, last, _ = coding
    states, tilings = active_tiles.shape
    state = last[0] + 1
    if state == states:
        state = 0
    last[0] = state
    for tiling in range(tilings):
        active_tiles[state, tiling] = tiling
    for component in range(len(tiles)):
        position = float(components[component] - low[component]) / step_width[component]
        size, count = steps[component], tiles[component]
        # The bounds come before the cast, as in `box_cell`.
        step = 0 if position < 1.0 else size - 1 if position >= size else int(position)
        tile = step // tilings
        into_tile = step - tile * tilings
        for tiling in range(tilings):
            index = tile + 1 if into_tile + shifts[component, tiling] >= tilings else tile
            if index == count:  # around a circle
                index = 0
            active_tiles[state, tiling] = active_tiles[state, tiling] * count + index
    return int(state)


def checked_tiles(coding: TileCoding, observation: Any) -> int:  # noqa: ANN401 (whatever an environment gives)
    """Return the state of an observation as Gymnasium gives it.

    Raises:
        ValueError: it has more or fewer numbers than there are components, or one of them is undefined.
    """
    numbers = flat_float32(observation)
    if len(numbers) != len(coding.tiles):
        raise ValueError
    return find_tiles(coding, numbers)


def sum_of_weights(active_tiles: NDArray[np.uint32], weights: NDArray[np.float64], state: int, action: int) -> float:
    """Return the value of an action: the sum of its weights in the state's tiles, in the order of the tilings.

    Args:
        active_tiles: see `TileCoding`.
        weights: shape (rows, actions).
        state: a row of `active_tiles`.
        action: a column of `weights`.
    """
    value = 0.0
    for tiling in range(active_tiles.shape[1]):
        value += weights[active_tiles[state, tiling], action]
    return value
