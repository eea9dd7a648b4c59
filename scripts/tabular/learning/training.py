"""A whole training: from settings and a seed to tables and rewards, whatever the engine."""

from __future__ import annotations

import copy
from contextlib import ExitStack, closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from tabular.engines.compilation import for_the_same_types
from tabular.engines.engine import make_engine
from tabular.engines.interface import Task
from tabular.environments.actions import action_count
from tabular.environments.available_actions import available_actions, listed
from tabular.environments.bins import discretise
from tabular.environments.discretisation import active_tiles_of
from tabular.environments.make import opened
from tabular.errors import UserError
from tabular.learning.algorithms.registry import load_algorithm
from tabular.learning.availability import slots
from tabular.learning.behaviour import (
    epsilon_greedy,
    epsilon_greedy_value,
    softmax,
    softmax_value,
    upper_confidence_bound,
    upper_confidence_bound_value,
)
from tabular.learning.episode_loop import Episodes, run_episodes
from tabular.learning.learner import Learner
from tabular.learning.value_functions.registry import load_value_function
from tabular.results.episodes import TrainingHistory

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tabular.engines.engine import EngineName
    from tabular.environments.settings import EnvironmentSettings
    from tabular.learning.agent import AgentSettings
    from tabular.learning.algorithms.registry import Algorithm
    from tabular.learning.value_functions.registry import ValueFunctionName


BEHAVIOURS: dict[str, tuple[Callable[..., int], Callable[..., float]]] = {
    "epsilon_greedy": (epsilon_greedy, epsilon_greedy_value),
    "softmax": (softmax, softmax_value),
    "ucb": (upper_confidence_bound, upper_confidence_bound_value),
}
"""By its name, how a behaviour policy chooses, and the expected value under it."""


class DivergenceError(UserError):
    """The values of a table grew beyond all bounds."""


@dataclass
class Loop:
    """The loop over episodes that trainings with the same settings share.

    Attributes:
        play: plays some episodes; None before the first training.
        is_quick: whether it is called without a search for the machine code that fits its arguments.
    """

    play: Callable[..., Any] | None = None
    is_quick: bool = False


class Training:
    """One seed's training. Its random numbers are documented in docs/reproducibility.md.

    Attributes:
        engine: what plays the episodes; makes no difference to what comes out.
        value_function: what the values are kept in.
        q_table: values as they are by now, shape cells + (actions,) or, with tiles, (tilings, *tiles, actions).
        visits: how often each was updated after a step in the environment, uint32, the same shape.
        available: which actions are available, shape (states, actions); (0, actions) where all are everywhere.
        rewards: what each episode brought; filled as the training goes on.
        memory: what the algorithm keeps besides the table, as its `initial_memory` makes it; None before `run`.
        time_limit: number of steps after which an episode is truncated, the environment's own. `run` reads it at each
            pause, so that a smaller one ends the episodes to come early.
    """

    def __init__(
        self, settings: EnvironmentSettings, agent: AgentSettings, episodes: int, seed: int, engine: EngineName
    ) -> None:
        """Make the environment and draw the initial table.

        Args:
            settings: the environment and its bins.
            agent: the algorithm's settings.
            episodes: length of the training.
            seed: seeds the environment once, and the agent's own generator.
            engine: what plays the episodes; `auto` is the compiled engine where there is one.
        """
        self._made_from = (settings, agent, episodes)
        if settings.tiling is not None:
            agent = agent.with_initial_values_divided_by(settings.tiling.tilings)
        self.agent = agent
        with ExitStack() as stack:
            environment = stack.enter_context(opened(settings))
            # n-step Sarsa comes back to the state of n steps before.
            discretisation = discretise(environment.observation_space, settings, states=max(2, agent.steps + 1))
            self.value_function: ValueFunctionName = "table" if settings.tiling is None else "tiles"
            self.available = available_actions(environment, settings)
            masks = self.available if settings.action_mask else None
            self.engine = make_engine(engine, environment, discretisation, seed, masks)
            # Kept as it is before the first step, which a maze that changes counts.
            self._unplayed = self.engine
            if self.engine.name == "compiled":
                self.engine = self._unplayed.with_seed(seed)
            self._shape = (*discretisation.cells, action_count(environment))
            self.exploration = agent.exploration.values(episodes)
            self._learning_rate = agent.learning_rate.values(episodes)
            self._loop = Loop()
            self._begin(seed)
            # Nothing failed: the environment stays open until `close`.
            self._opened = stack.pop_all()

    def _begin(self, seed: int) -> None:
        """Draw what is drawn from the seed, and make room for what the training brings."""
        self.active_tiles = active_tiles_of(self.engine.discretisation)
        self.rng = np.random.default_rng([seed, 1])
        self.q_table = self.agent.initial_table(self.rng, self._shape)
        self.visits = np.zeros(self.q_table.shape, dtype=np.uint32)
        self.memory: Any = None
        self.time_limit = self.engine.time_limit
        has_epsilon = self.agent.behaviour == "epsilon_greedy"
        self.rewards = TrainingHistory.before_training(
            self.exploration if has_epsilon else np.full(len(self.exploration), np.nan), self._learning_rate
        )

    def with_seed(self, seed: int) -> Training:
        """Return a training with the same settings and another seed, which shares no memory that a training writes to.

        On the compiled engine, it needs no environment, which takes longer to make than many a short training.
        """
        if self.engine.name != "compiled":
            return Training(*self._made_from, seed, self.engine.name)
        other = copy.copy(self)
        other.engine = self._unplayed.with_seed(seed)
        other._opened = ExitStack()  # noqa: SLF001 (of the same class)
        other._begin(seed)  # noqa: SLF001
        return other

    def close(self) -> None:
        """Close the environment, if it is still open."""
        self._opened.close()

    def run(self, stops: Sequence[int]) -> Iterator[int]:
        """Train, and pause before each of the episodes in `stops`, ascending; close the environment at the end.

        Yields:
            The episode to come.
        """
        with closing(self):
            algorithm = load_algorithm(self.agent.algorithm)
            if self._loop.play is None:
                self._loop.play = self._prepared(algorithm)
            learner = self._learner(algorithm)
            rewards = self.rewards
            episodes = Episodes(
                self.exploration, rewards.learning_rate, rewards.returns, rewards.length, rewards.terminated
            )
            first = 0
            for stop in stops:
                task = Task(self.engine.env, self.engine.discretisation, self.time_limit)
                arguments = (first, stop, learner, task, episodes)
                self._loop.play(*arguments)
                if not self._loop.is_quick:
                    self._loop.play = for_the_same_types(self._loop.play, arguments)
                    self._loop.is_quick = True
                first = stop
                yield stop

    def _prepared(self, algorithm: Algorithm) -> Callable[..., Any]:
        """Return the loop over episodes as the engine plays it."""
        choose_action, expected_value = BEHAVIOURS[self.agent.behaviour]
        return self.engine.prepare(
            run_episodes,
            play_episode=algorithm.play_episode,
            choose_action=choose_action,
            expected_value=expected_value,
            RANDOM_TIES=self.agent.ties == "random",
            **slots(by_state=len(self.available) > 0),
            **load_value_function(self.value_function),
        )

    def _learner(self, algorithm: Algorithm) -> Learner:
        """Return the learner as the engine takes it."""
        q_table = self.q_table.reshape(-1, self.q_table.shape[-1])
        self.memory = algorithm.initial_memory(self.agent, self.rng, q_table)
        counts, numbers = listed(self.available)
        view = self.engine.view
        return Learner(
            rng=self.rng,
            q_table=view(q_table),
            visits=view(self.visits.reshape(q_table.shape)),
            active_tiles=view(self.active_tiles),
            available_actions=view(np.column_stack((counts, numbers))),
            memory=view(self.memory),
            discount=self.agent.discount,
            zero_at_termination=self.agent.at_termination == "zero",
            bootstrap_at_truncation=self.agent.at_truncation == "bootstrap",
            terminate_at_truncation=self.agent.at_truncation == "terminate",
        )

    def require_finite(self, first: int, stop: int) -> None:
        """Make sure that the table is still fit to be kept.

        Args:
            first: the first episode since the table was last looked at.
            stop: the episode to come.

        Raises:
            DivergenceError: the table holds a value that is not finite.
        """
        if not np.isfinite(self.q_table).all():
            raise DivergenceError(
                f"between episodes {first} and {stop - 1} a value of the table became infinite or undefined; "
                "allowed are settings under which values stay finite: try a smaller agent.learning_rate or "
                "agent.discount"
            )
