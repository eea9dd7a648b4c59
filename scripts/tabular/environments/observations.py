"""What an environment shows, as numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from gymnasium import spaces

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


def flat_float32(observation: Any) -> NDArray[np.float32]:  # noqa: ANN401 (an array of any shape and kind of number)
    """Return a Box observation's numbers, one dimension after the other."""
    numbers = np.asarray(observation, dtype=np.float32)
    return numbers if numbers.ndim == 1 else numbers.ravel()


def flat_integers(observation: Any) -> Sequence[int]:  # noqa: ANN401 (a number, a tuple or an array of integers)
    """Return the numbers of a Discrete, MultiDiscrete or Tuple-of-Discrete observation.

    Raises:
        ValueError: one of them is no whole number.
    """
    if isinstance(observation, int):
        return (observation,)
    # NumPy's ravel is a function in Python, and takes longer than all the rest.
    numbers = observation if isinstance(observation, np.ndarray) else np.asarray(observation)
    if numbers.dtype.kind not in "biu" and (numbers.dtype.kind != "f" or not (np.floor(numbers) == numbers).all()):
        raise ValueError
    return (numbers if numbers.ndim == 1 else numbers.ravel()).tolist()


def discrete_values(space: spaces.Space[Any]) -> tuple[range, ...] | None:
    """Return the values of each dimension of a discrete space; None where the space is of another kind."""
    if isinstance(space, spaces.Discrete):
        return (range(int(space.start), int(space.start) + int(space.n)),)
    if isinstance(space, spaces.MultiDiscrete):
        starts, sizes = np.ravel(space.start).tolist(), np.ravel(space.nvec).tolist()
        return tuple(range(start, start + size) for start, size in zip(starts, sizes, strict=True))
    if isinstance(space, spaces.Tuple):
        parts = [part for part in space.spaces if isinstance(part, spaces.Discrete)]
        if len(parts) == len(space.spaces):
            return tuple(range(int(part.start), int(part.start) + int(part.n)) for part in parts)
    return None
