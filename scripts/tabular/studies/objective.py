"""What a study asks for: one number of each training, larger being better."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

ObjectiveName = Literal["training_return", "greedy_return"]

LAST_HALF = "last_half"


@dataclass(frozen=True)
class Objective:
    """How a training is scored.

    Attributes:
        of: `training_return`, the mean return of episodes of the training; `greedy_return`, that of the greedy policy
            of the last table.
        episodes: of the training, `all`, `last_half`, or the last so many; of no meaning for `greedy_return`.
    """

    of: ObjectiveName
    episodes: str | int

    def scores_of_returns(self, returns: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the mean of those returns of each training that count, for returns of shape (trainings, episodes)."""
        if self.episodes == "all":
            counted = returns
        elif self.episodes == LAST_HALF:
            counted = returns[:, returns.shape[1] // 2 :]
        else:
            counted = returns[:, -int(self.episodes) :]
        return np.asarray(counted.mean(axis=1))
