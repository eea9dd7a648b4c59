"""What a table is worth: the returns of the greedy policy, which always takes the best action and learns nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from tabular.discretisation import discretise
from tabular.engines import make_engine
from tabular.environments import make_environment
from tabular.policies import greedy_action
from tabular.specialisation import LEFT_OPEN

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from tabular.engines import Engine, EngineName
    from tabular.environments import EnvironmentSettings

# Left open for `specialise`, as in `tabular.q_learning`.
reset: Callable[[Any], Any] = LEFT_OPEN
step: Callable[[Any, Any, int], tuple[Any, float, bool, bool]] = LEFT_OPEN
locate: Callable[[Any, Any], int] = LEFT_OPEN


def play_greedily(
    table: NDArray[np.float64],
    world: Any,  # noqa: ANN401 (each engine's own)
    layout: Any,  # noqa: ANN401 (each kind of table's own)
    time_limit: int,
    outcome: Outcome,
) -> None:
    """Play as many episodes as `outcome` has room for, always with the best action of the cell, the first of equals.

    Args:
        table: action values, shape (cells, actions).
        world: what `reset` and `step` need to know.
        layout: what `locate` needs to know.
        time_limit: number of steps after which an episode is truncated.
        outcome: receives what each episode brought.
    """
    returns, lengths, terminations = outcome
    for episode in range(len(returns)):
        episode_return = 0.0
        length = 0
        terminated = False
        truncated = False
        state = reset(world)
        while not (terminated or truncated):
            state, reward, terminated, truncated = step(world, state, greedy_action(table, locate(layout, state)))
            length += 1
            truncated = truncated or length >= time_limit
            episode_return += reward
        returns[episode] = episode_return
        lengths[episode] = length
        terminations[episode] = terminated


Outcome = tuple["NDArray[np.float64]", "NDArray[np.int64]", "NDArray[np.bool_]"]
"""What each of some episodes brought, each of shape (episodes,): the sum of its rewards, its number of steps, and
whether it terminated, as opposed to having been truncated."""


@dataclass(frozen=True)
class Evaluation:
    """The returns of a greedy policy over some episodes.

    Attributes:
        mean: their mean, in the environment's units of reward.
        std: their standard deviation (of these episodes: divided by their number).
        minimum: the smallest.
        maximum: the largest.
        terminated: the fraction of episodes that ended in a terminal state, from 0 to 1.
    """

    mean: float
    std: float
    minimum: float
    maximum: float
    terminated: float


class GreedyEvaluator:
    """Plays the greedy policies of tables from the same starts, in an environment of its own.

    The environment is seeded once for each table, so that every table meets the same sequence of random numbers.
    """

    def __init__(
        self, settings: EnvironmentSettings, *, episodes: int, seed: int, most_steps: int, engine: EngineName
    ) -> None:
        """Prepare the engine.

        Args:
            settings: the environment and its bins.
            episodes: number of episodes for each table.
            seed: seeds the environment.
            most_steps: number of steps after which an episode is truncated in an environment without a time limit
                of that size: a greedy policy may go round in circles for ever.
            engine: what plays the episodes; `auto` is the compiled engine where there is one.
        """
        self.settings = settings
        self.episodes = episodes
        self.seed = seed
        self.most_steps = most_steps
        self.name: EngineName = engine
        self.engine = self._fresh_engine()
        self.play = self.engine.prepare(play_greedily)

    def _fresh_engine(self) -> Engine:
        """Return an engine whose random numbers are at their beginning."""
        environment = make_environment(self.settings)
        return make_engine(self.name, environment, discretise(environment.observation_space, self.settings), self.seed)

    def outcome(self, table: NDArray[np.float64]) -> Outcome:
        """Return what each episode brought.

        Args:
            table: action values, shape cells + (actions,).
        """
        engine = self._fresh_engine()
        outcome = (
            np.zeros(self.episodes, dtype=np.float64),
            np.zeros(self.episodes, dtype=np.int64),
            np.zeros(self.episodes, dtype=np.bool_),
        )
        time_limit = min(engine.time_limit, self.most_steps)
        self.play(engine.view(table.reshape(-1, table.shape[-1])), engine.world, engine.layout, time_limit, outcome)
        return outcome

    def evaluate(self, table: NDArray[np.float64]) -> Evaluation:
        """Return what a table, shape cells + (actions,), is worth."""
        returns, _, terminated = self.outcome(table)
        return Evaluation(
            mean=float(returns.mean()),
            std=float(returns.std()),
            minimum=float(returns.min()),
            maximum=float(returns.max()),
            terminated=float(terminated.mean()),
        )
