"""What a policy is worth: the returns of some episodes in which it acts and nothing is learned."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from tabular.engines.engine import NO_TIME_LIMIT, make_engine
from tabular.engines.interface import Task, locate, reset, step
from tabular.engines.specialisation import TEMPLATE_SLOT
from tabular.environments.actions import action_count
from tabular.environments.available_actions import available_actions
from tabular.environments.bins import discretise
from tabular.environments.discretisation import active_tiles_of
from tabular.environments.make import finish_changes, opened
from tabular.evaluation.policies import greedy_action, greedy_action_of_tiles
from tabular.q_tables.greedy import masked_values
from tabular.results.returns import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Self

    from numpy.typing import NDArray

    from tabular.engines.engine import Engine, EngineName
    from tabular.environments.settings import EnvironmentSettings
    from tabular.evaluation.settings import EvaluationSettings

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
    """Plays policies, each from the beginning of the same random numbers of the environment.

    So every policy meets the same sequence of them. Where only `reset` draws from it, as in MountainCar, the episodes'
    starts are the same for every policy; where steps draw too, as in FrozenLake, Taxi and Blackjack, the first start
    is, and the later ones depend on how many numbers were used up before.

    It keeps one environment open: use it in a `with` statement, or close it.

    Attributes:
        engine: what plays the episodes; makes no difference to what comes out.
        active_tiles: the tiles of the last states, shape (states, tilings); of a table, (0, 0).
        table_shape: the shape of a table over this environment, cells + (actions,); of weights of tiles,
            (tilings, *tiles, actions).
        available: which actions are available, shape (states, actions); (0, actions) where all are everywhere.
    """

    def __init__(self, environment: EnvironmentSettings, evaluation: EvaluationSettings, engine: EngineName) -> None:
        """Make the environment.

        Args:
            environment: the environment and its bins.
            evaluation: how many episodes each policy plays, and from which starts.
            engine: what plays the episodes; `auto` is the compiled engine where there is one.

        Raises:
            UnsuitableEnvironmentError: the environment can't be made, or the bins don't suit it.
        """
        self.evaluation = evaluation
        self._engine_name: EngineName = engine
        with ExitStack() as stack:
            self._environment = stack.enter_context(opened(environment))
            finish_changes(self._environment)
            self._discretisation = discretise(self._environment.observation_space, environment)
            self.available = available_actions(self._environment, environment)
            self._masks = self.available if environment.action_mask else None
            self.engine = make_engine(engine, self._environment, self._discretisation, evaluation.seed, self._masks)
            self.table_shape = (*self._discretisation.cells, action_count(self._environment))
            self.active_tiles = active_tiles_of(self._discretisation)
            # Nothing failed: from here on, the environment stays open until `close`.
            self._opened = stack.pop_all()

    def __enter__(self) -> Self:
        """Return the evaluator, which closes its environment at the end of the block."""
        return self

    def __exit__(self, *_raised: object) -> None:
        """Close the environment, even after an error."""
        self.close()

    def close(self) -> None:
        """Close the environment."""
        self._opened.close()

    def player(self, kind: Callable[[Any, int], int]) -> Callable[[Any], Outcome]:
        """Return a function that plays policies of one kind, and returns what each episode brought.

        Args:
            kind: what stands for `act`; the function takes what it needs to know of the policy.
        """
        loop = self.engine.prepare(play_episodes, act=kind)

        def play(policy: Any) -> Outcome:  # noqa: ANN401 (each kind of policy's own)
            episodes = self.evaluation.episodes
            outcome = Outcome(
                np.zeros(episodes, dtype=np.float64),
                np.zeros(episodes, dtype=np.int32),
                np.zeros(episodes, dtype=np.bool_),
            )
            engine = self._fresh_engine()
            own_limit = None if engine.time_limit == NO_TIME_LIMIT else engine.time_limit
            time_limit = self.evaluation.steps_of_episode(own_limit)
            loop(policy, Task(engine.env, engine.discretisation, time_limit), outcome)
            return outcome

        return play

    def _fresh_engine(self) -> Engine:
        """Return an engine over the environment whose random numbers are at their beginning."""
        seed = self.evaluation.seed
        if self.engine.name == "compiled":  # which never plays itself, and needs no environment any more
            return self.engine.with_seed(seed)
        return make_engine(self._engine_name, self._environment, self._discretisation, seed, self._masks)


class GreedyEvaluator(Evaluator):
    """Plays the greedy policies of tables and tiles, which always take the best action, the first of equals."""

    def __init__(self, environment: EnvironmentSettings, evaluation: EvaluationSettings, engine: EngineName) -> None:
        """Make the environment; the arguments are those of `Evaluator`."""
        super().__init__(environment, evaluation, engine)
        self._has_tiles = environment.tiling is not None
        self._play = self.player(greedy_action_of_tiles if self._has_tiles else greedy_action)

    def outcome(self, table: NDArray[np.float64]) -> Outcome:
        """Return what each episode brought, for a table or weights of `table_shape`."""
        values = table.reshape(-1, self.table_shape[-1])
        if self._has_tiles:
            return self._play((self.engine.view(values), self.engine.view(self.active_tiles)))
        return self._play(self.engine.view(masked_values(values, self.available)))

    def evaluate(self, table: NDArray[np.float64]) -> Evaluation:
        """Return what a table or weights of `table_shape` are worth."""
        return Evaluation.of(self.outcome(table))
