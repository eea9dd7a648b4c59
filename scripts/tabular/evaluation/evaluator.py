"""What a policy is worth: the returns of some episodes in which it acts and nothing is learned."""

from __future__ import annotations

import math
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from tabular.engines.engine import NO_TIME_LIMIT, make_engine
from tabular.engines.interface import Task, locate, reset, step
from tabular.engines.specialisation import TEMPLATE_SLOT
from tabular.environments.actions import action_count, action_counts
from tabular.environments.bins import discretise
from tabular.environments.make import opened
from tabular.evaluation.policies import greedy_action
from tabular.q_tables.greedy import available_values
from tabular.results.returns import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from tabular.engines.engine import Engine, EngineName
    from tabular.environments.discretisation import Discretisation
    from tabular.environments.make import Environment
    from tabular.environments.settings import EnvironmentSettings

act: Callable[[Any, int], int] = TEMPLATE_SLOT
"""The kind of policy: takes what the policy needs to know, and a cell; returns the action to take."""


def play_episodes(policy: Any, task: Task, outcome: Outcome) -> None:  # noqa: ANN401 (each kind of policy's own)
    """Play as many episodes as `outcome` has room for, and write what each brought.

    Args:
        policy: what `act` needs to know.
        task: the environment.
        outcome: changed in place.
    """
    returns, lengths, terminations = outcome
    env, discretisation, time_limit = task  # here and not in every step: compiled, that costs a quarter of the speed
    for episode in range(len(returns)):
        episode_return = 0.0
        length = 0
        terminated = False
        truncated = False
        env_state = reset(env)
        while not (terminated or truncated):
            action = act(policy, locate(discretisation, env_state))
            env_state, reward, terminated, truncated = step(env, env_state, action)
            length += 1
            truncated = truncated or length >= time_limit
            episode_return += reward
        returns[episode] = episode_return
        lengths[episode] = length
        terminations[episode] = terminated


@dataclass(frozen=True)
class Evaluation:
    """The returns of a policy over some episodes, summed up.

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

    @classmethod
    def of(cls, outcome: Outcome) -> Evaluation:
        """Sum up what some episodes brought."""
        return cls(
            mean=float(outcome.returns.mean()),
            std=float(outcome.returns.std()),
            minimum=float(outcome.returns.min()),
            maximum=float(outcome.returns.max()),
            terminated=float(outcome.terminated.mean()),
        )

    def __str__(self) -> str:
        """Return it as a line of a log has it."""
        return (
            f"mean return {self.mean:.2f}, standard deviation {self.std:.2f}, minimum {self.minimum:g}, "
            f"maximum {self.maximum:g}, terminated {self.terminated:.1%}"
        )


class Evaluator:
    """Plays policies of one kind, each in a fresh environment that is seeded once and then left to itself.

    So every policy meets the same sequence of the environment's random numbers. Where only `reset` draws from it, as in
    MountainCar, the episodes' starts are the same for every policy; where steps draw too, as in FrozenLake, Taxi and
    Blackjack, the first start is, and the later ones depend on how many numbers were used up before.

    Attributes:
        engine: what plays the episodes; makes no difference to what comes out.
        table_shape: the shape of a table over this environment, cells + (actions,).
        action_counts: how many actions there are to choose from, the first of all, in each cell; int64, shape (cells,).
    """

    def __init__(
        self,
        settings: EnvironmentSettings,
        kind: Callable[[Any, int], int],
        *,
        episodes: int,
        seed: int,
        max_steps: int,
        engine: EngineName,
    ) -> None:
        """Prepare the engine.

        Args:
            settings: the environment and its bins.
            kind: the kind of policy, what stands for `act`.
            episodes: number of episodes for each policy.
            seed: seeds the environment.
            max_steps: number of steps after which an episode is truncated in an environment that has no time limit: a
                policy may go round in circles for ever.
            engine: what plays the episodes; `auto` is the compiled engine where there is one.
        """
        self.settings = settings
        self.episodes = episodes
        self.seed = seed
        self.max_steps = max_steps
        self.name: EngineName = engine
        with self._fresh_engine() as (environment, discretisation, self.engine):
            actions = action_count(environment)
            self.table_shape = (*discretisation.cells, actions)
            counts = action_counts(environment)
            self.action_counts = counts if len(counts) else np.full(math.prod(discretisation.cells), actions)
        self._play = self.engine.prepare(play_episodes, act=kind)

    @contextmanager
    def _fresh_engine(self) -> Iterator[tuple[Environment, Discretisation, Engine]]:
        """Make an environment and an engine whose random numbers are at their beginning; close the environment."""
        with opened(self.settings) as environment:
            discretisation = discretise(environment.observation_space, self.settings)
            yield environment, discretisation, make_engine(self.name, environment, discretisation, self.seed)

    def play(self, policy: Any) -> Outcome:  # noqa: ANN401 (each kind of policy's own)
        """Return what each episode brought; `policy` is what `act` needs to know."""
        outcome = Outcome(
            np.zeros(self.episodes, dtype=np.float64),
            np.zeros(self.episodes, dtype=np.int32),
            np.zeros(self.episodes, dtype=np.bool_),
        )
        with self._fresh_engine() as (_, _, engine):
            time_limit = self.max_steps if engine.time_limit == NO_TIME_LIMIT else engine.time_limit
            self._play(policy, Task(engine.env, engine.discretisation, time_limit), outcome)
        return outcome


class GreedyEvaluator(Evaluator):
    """Plays the greedy policies of tables, which always take the best action of a cell, the first of equals."""

    def __init__(
        self, settings: EnvironmentSettings, *, episodes: int, seed: int, max_steps: int, engine: EngineName
    ) -> None:
        """Prepare the engine; the arguments are those of `Evaluator`."""
        super().__init__(settings, greedy_action, episodes=episodes, seed=seed, max_steps=max_steps, engine=engine)

    def outcome(self, table: NDArray[np.float64]) -> Outcome:
        """Return what each episode brought, for a table of shape cells + (actions,)."""
        values = table.reshape(-1, self.table_shape[-1])
        return self.play(self.engine.view(available_values(values, self.action_counts)))

    def evaluate(self, table: NDArray[np.float64]) -> Evaluation:
        """Return what a table, shape cells + (actions,), is worth."""
        return Evaluation.of(self.outcome(table))
