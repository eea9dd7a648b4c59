"""A whole training: from settings and a seed to tables and rewards, whatever the engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tabular.discretisation import discretise
from tabular.engines import make_engine
from tabular.environments import action_count, make_environment
from tabular.errors import UserError
from tabular.q_learning import run_episodes
from tabular.rewards import EpisodeRewards

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tabular.engines import EngineName
    from tabular.environments import EnvironmentSettings
    from tabular.q_learning import QLearning


class DivergenceError(UserError):
    """The values of a table grew beyond all bounds."""


class Training:
    """One seed's training. Its random numbers are documented in the project's contract.

    Attributes:
        engine: what plays the episodes; makes no difference to what comes out.
        table: action values as they are by now, shape cells + (actions,).
        rewards: what each episode brought; filled as the training goes on.
    """

    def __init__(
        self, settings: EnvironmentSettings, agent: QLearning, episodes: int, seed: int, engine: EngineName
    ) -> None:
        """Make the environment and draw the initial table.

        Args:
            settings: the environment and its bins.
            agent: the algorithm's settings.
            episodes: length of the training.
            seed: seeds the environment once, and the agent's own generator.
            engine: what plays the episodes; `auto` is the compiled engine where there is one.
        """
        environment = make_environment(settings)
        discretisation = discretise(environment.observation_space, settings)
        self.agent = agent
        self.engine = make_engine(engine, environment, discretisation, seed)
        self.rng = np.random.default_rng([seed, 1])
        self.table = agent.initial_table(self.rng, (*discretisation.cells, action_count(environment)))
        self.rewards = EpisodeRewards.before_training(
            agent.epsilon.values(episodes), agent.learning_rate.values(episodes)
        )

    def run(self, stops: Sequence[int]) -> Iterator[int]:
        """Train, and pause before each of the episodes in `stops`, ascending.

        Yields:
            The episode to come.
        """
        play = self.engine.prepare(run_episodes)
        table = self.engine.view(self.table)
        first = 0
        for stop in stops:
            play(
                first,
                stop,
                table,
                self.rng,
                self.rewards.epsilon,
                self.rewards.learning_rate,
                self.agent.discount,
                self.agent.at_termination == "zero",
                self.agent.at_truncation == "bootstrap",
                self.engine.world,
                self.engine.layout,
                self.engine.time_limit,
                self.rewards.reward,
                self.rewards.length,
                self.rewards.terminated,
            )
            first = stop
            yield stop

    def require_finite(self, first: int, stop: int) -> None:
        """Make sure that the table is still fit to be kept.

        Args:
            first: the first episode since the table was last looked at.
            stop: the episode to come.

        Raises:
            DivergenceError: the table holds a value that is not finite.
        """
        if not np.isfinite(self.table).all():
            raise DivergenceError(
                f"between episodes {first} and {stop - 1} a value of the table became infinite or undefined; "
                "allowed are settings under which values stay finite: try a smaller agent.learning_rate or "
                "agent.discount"
            )
