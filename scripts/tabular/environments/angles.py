"""Angles in place of their cosine and sine, which take two dimensions to say what one says."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from tabular.environments.observations import flat_float32

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from tabular.environments.discretisation import BoxDiscretisation
    from tabular.environments.tiles import TileCoding

HALF_TURN = np.float32(np.pi)
"""The end of an angle's range, [−π, π), in radians."""

AS_IT_IS = -1
"""In place of a sine's dimension: the component is no angle."""

Sources = tuple[tuple[int, int], ...]
"""By component, where the observation has it: the dimensions of an angle's cosine and sine, or its own and AS_IT_IS."""


class AngularDiscretisation(NamedTuple):
    """Bins or tiles over angles and the other components of an observation. Compiled functions take it as it is.

    Attributes:
        over_components: the bins or tiles, one entry a component.
        sources: where the observation has the components.
        components: those of the last observation, float32, shape (components,).
    """

    over_components: BoxDiscretisation | TileCoding
    sources: Sources
    components: NDArray[np.float32]

    @property
    def cells(self) -> tuple[int, ...]:
        """The shape of a table or of weights, without the actions."""
        return self.over_components.cells

    def locator(self) -> Callable[[Any], int]:
        """Return the function from an observation to the state; see `BoxDiscretisation.locator`."""
        locate = self.over_components.locator()
        return lambda observation: locate(self.numbers(observation))

    def numbers(self, observation: Any) -> NDArray[np.float32]:  # noqa: ANN401 (whatever an environment gives)
        """Return an observation's components, one number for each of the table's dimensions.

        Raises:
            ValueError: the observation has more or fewer numbers than it should.
        """
        given = flat_float32(observation)
        if len(given) != sum(1 if sine == AS_IT_IS else 2 for _, sine in self.sources):
            raise ValueError
        write_components(self.components, self.sources, given)
        return self.components


def sources_of(dimensions: int, pairs: Sequence[tuple[int, int]]) -> Sources:
    """Return where an observation has its components: an angle stands where the first of its two dimensions stood.

    Args:
        dimensions: of the observation.
        pairs: the dimensions of the cosine and the sine of each angle; none twice.
    """
    first = {min(pair): tuple(pair) for pair in pairs}
    second = {max(pair) for pair in pairs}
    return tuple(
        (first[dimension][0], first[dimension][1]) if dimension in first else (dimension, AS_IT_IS)
        for dimension in range(dimensions)
        if dimension not in second
    )


def write_components(
    components: NDArray[np.float32], sources: Sources, observation: Sequence[np.float32] | NDArray[np.float32]
) -> None:
    """Write the components of an observation, given as one number a dimension."""
    for component in range(len(sources)):
        first, sine = sources[component]
        if sine == AS_IT_IS:
            components[component] = observation[first]
        else:
            components[component] = angle_of(observation[first], observation[sine])


def angle_of(cosine: np.float32, sine: np.float32) -> np.float32:
    """Return the angle of a direction in [−π, π), in radians: atan2 in float64, rounded to float32."""
    angle = np.float32(math.atan2(np.float64(sine), np.float64(cosine)))
    return -HALF_TURN if angle >= HALF_TURN else angle
