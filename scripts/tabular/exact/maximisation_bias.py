"""The example of maximisation bias with the expected rewards in place of those that are drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tabular.environments.sutton_barto.maximisation_bias import LEFT, MEAN_REWARD, A, B
from tabular.exact.model import Model, Transitions

if TYPE_CHECKING:
    from tabular.environments.sutton_barto.maximisation_bias import MaximisationBiasEnv


def maximisation_bias_model(environment: MaximisationBiasEnv, steps: int) -> Model:
    """Return the model of an instance, with as many actions as it has: from A left to B, and else to the end."""
    actions = int(environment.action_counts[B])
    return Model(
        start=np.eye(2)[A],
        transitions=Transitions(np.array([A * actions + LEFT]), np.array([B]), np.array([1.0])),
        reward=np.outer(np.eye(2)[B], np.full(actions, MEAN_REWARD)),
        available=np.arange(actions) < environment.action_counts[:, np.newaxis],
        table_shape=(2, actions),
        cell=np.arange(2),
        steps=steps,
    )
