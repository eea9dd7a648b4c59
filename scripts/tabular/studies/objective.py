"""What a study asks for: one number of each training, larger being better."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from tabular.evaluation.evaluator import GreedyEvaluator

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tabular.engines.engine import EngineName
    from tabular.environments.settings import EnvironmentSettings
    from tabular.evaluation.settings import EvaluationSettings

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

    def score_of_returns(self, returns: NDArray[np.float64]) -> float:
        """Return the mean of those of a training's returns, shape (episodes,), that count."""
        if self.episodes == "all":
            counted = returns
        elif self.episodes == LAST_HALF:
            counted = returns[len(returns) // 2 :]
        else:
            counted = returns[-int(self.episodes) :]
        return float(counted.mean())


def greedy_score(
    environment: EnvironmentSettings, evaluation: EvaluationSettings, table: NDArray[np.float64], engine: EngineName
) -> float:
    """Return the mean return of the greedy policy of a table, or of weights, over the episodes of an evaluation."""
    with GreedyEvaluator(environment, evaluation, engine) as evaluator:
        return evaluator.evaluate(table).mean
