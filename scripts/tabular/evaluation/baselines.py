"""What a learned policy is held against: acting at random, and always taking the same action."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tabular.evaluation.evaluator import Evaluator
from tabular.results.environment import RANDOM

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from tabular.engines.engine import EngineName
    from tabular.environments.make import EnvironmentSettings
    from tabular.evaluation.evaluator import Outcome

RANDOM_ACTIONS = 2
"""Beside the evaluation's seed, seeds the generator of random actions; an agent's own has a 1 there."""


def random_action(policy: tuple[np.random.Generator, NDArray[np.int64]], cell: int) -> int:
    """Return any action, all equally probable.

    Args:
        policy: random numbers, of which one is drawn, and the number of actions by cell.
        cell: where to choose.
    """
    rng, action_counts = policy
    return int(rng.random() * action_counts[cell])


def same_action(policy: tuple[int, NDArray[np.int64]], cell: int) -> int:
    """Return the same action everywhere; where there are too few actions for it, the last one.

    Args:
        policy: the action, and the number of actions by cell.
        cell: where to choose.
    """
    action, action_counts = policy
    return min(action, int(action_counts[cell]) - 1)


class Baselines:
    """Plays each baseline as `tabular.evaluation.evaluator` plays what was learned.

    Random actions are `int(rng.random() * n_actions)`, one draw a step, through all episodes, from
    `rng = numpy.random.default_rng([seed, 2])`.

    Attributes:
        engine: what plays the episodes; makes no difference to what comes out.
    """

    def __init__(
        self, settings: EnvironmentSettings, *, episodes: int, seed: int, most_steps: int, engine: EngineName
    ) -> None:
        """Prepare the engine; the arguments are those of `Evaluator`, and `seed` also seeds the random actions."""
        self.seed = seed
        self.at_random, self.always = (
            Evaluator(settings, kind, episodes=episodes, seed=seed, most_steps=most_steps, engine=engine)
            for kind in (random_action, same_action)
        )
        self.engine = self.at_random.engine

    def play(self, actions: Sequence[str]) -> Iterator[tuple[str, Outcome]]:
        """Play acting at random, and then each action alone.

        Args:
            actions: the actions' names.

        Yields:
            The baseline's name, `random` or that of its action, and what each episode brought.
        """
        action_counts = self.engine.view(self.at_random.action_counts)
        yield RANDOM, self.at_random.play((np.random.default_rng([self.seed, RANDOM_ACTIONS]), action_counts))
        for action, name in enumerate(actions):
            yield name, self.always.play((action, action_counts))
