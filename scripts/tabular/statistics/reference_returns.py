"""Returns that those of an agent are compared with."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from tabular.results.environment import RANDOM

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tabular.results.episodes import TrainingHistory


def return_at_time_limit(runs: Sequence[TrainingHistory]) -> float | None:
    """Return the return of an episode cut off by the time limit, where all such have the same one, else None."""
    truncated = np.unique(np.concatenate([run.returns[~run.terminated] for run in runs]))
    return float(truncated[0]) if len(truncated) == 1 else None


def with_exact(exact: Mapping[str, float], references: Mapping[str, float]) -> dict[str, float]:
    """Return known returns by their names, those first that were computed exactly.

    Args:
        exact: those of the environment's exact solution; empty without one.
        references: those of the configuration, of which one with the same name isn't needed.
    """
    return {**exact, **{name: value for name, value in references.items() if name not in exact}}


def best_constant_action(means: Mapping[str, float]) -> tuple[str | None, float]:
    """Return the action that returns most when it is taken all the time, and its mean return.

    Args:
        means: the mean return of each baseline, by name, as `read_baseline_means` gives them.

    Returns:
        The first of the best actions; None in its place where all of several actions return the same.
    """
    actions = {name: mean for name, mean in means.items() if name != RANDOM}
    best = max(actions, key=actions.__getitem__)
    # Means of the same rewards may differ in the last digit where the rewards came in another order.
    tie = len(actions) > 1 and all(math.isclose(mean, actions[best], rel_tol=1e-9) for mean in actions.values())
    return None if tie else best, actions[best]
