"""A whole training: from settings and a seed to tables and rewards, whatever the engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tabular.discretisation import discretise
from tabular.environments import action_count, make_environment
from tabular.errors import UserError
from tabular.q_learning import run_episodes
from tabular.rewards import EpisodeRewards

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from tabular.environments import EnvironmentSettings
    from tabular.q_learning import QLearning


class DivergenceError(UserError):
    """The values of a table grew beyond all bounds."""


class Training:
    """One seed's training. Its random numbers are documented in the project's contract.

    Attributes:
        rewards: what each episode brought; filled as the training goes on.
    """

    def __init__(self, settings: EnvironmentSettings, agent: QLearning, episodes: int, seed: int) -> None:
        """Make the environment and draw the initial table.

        Args:
            settings: the environment and its bins.
            agent: the algorithm's settings.
            episodes: length of the training.
            seed: seeds the environment once, and the agent's own generator.
        """
        self.agent = agent
        self.seed = seed
        self.environment = make_environment(settings)
        self.discretisation = discretise(self.environment.observation_space, settings)
        self.rng = np.random.default_rng([seed, 1])
        shape = (*self.discretisation.cells, action_count(self.environment))
        self.table = agent.initial_table(self.rng, shape)
        self.rewards = EpisodeRewards.before_training(
            agent.epsilon.values(episodes), agent.learning_rate.values(episodes)
        )

    def run(self, stops: list[int]) -> Iterator[tuple[int, NDArray[np.float64]]]:
        """Train, and pause before each of the episodes in `stops`, ascending.

        Yields:
            The episode to come, and the table as it is by then (not a copy), shape cells + (actions,).

        Raises:
            DivergenceError: at a pause, the table holds a value that is not finite.
        """
        environment = self.environment
        first_seed: int | None = self.seed

        def reset() -> object:
            nonlocal first_seed
            observation, _ = environment.reset(seed=first_seed)
            first_seed = None
            return observation

        def step(action: int) -> tuple[object, float, bool, bool]:
            observation, reward, terminated, truncated, _ = environment.step(action)
            return observation, float(reward), terminated, truncated

        flat = self.table.reshape(-1, self.table.shape[-1])
        locate = self.discretisation.locator()
        first = 0
        for stop in stops:
            run_episodes(
                first,
                stop,
                # Element by element, a memoryview is read three times as fast as an array.
                table=memoryview(flat),  # type: ignore[arg-type]
                rng=self.rng,
                epsilon=self.rewards.epsilon,
                learning_rate=self.rewards.learning_rate,
                discount=self.agent.discount,
                zero_at_termination=self.agent.at_termination == "zero",
                bootstrap_at_truncation=self.agent.at_truncation == "bootstrap",
                reset=reset,
                step=step,
                locate=locate,
                rewards=self.rewards.reward,
                lengths=self.rewards.length,
                terminations=self.rewards.terminated,
            )
            if not np.isfinite(self.table).all():
                raise DivergenceError(
                    f"between episodes {first} and {stop - 1} a value of the table became infinite or undefined; "
                    "allowed are settings under which values stay finite: try a smaller agent.learning_rate or "
                    "agent.discount"
                )
            first = stop
            yield stop, self.table
