"""What a learned policy is compared with: acting at random, and always taking the same action."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tabular.evaluation.evaluator import Evaluator
from tabular.evaluation.policies import random_action, same_action
from tabular.results.environment import RANDOM

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tabular.engines.engine import EngineName
    from tabular.environments.settings import EnvironmentSettings
    from tabular.results.returns import Outcome

RANDOM_ACTIONS = 2
"""Beside the evaluation's seed, seeds the generator of random actions; an agent's own has a 1 there."""


class Baselines:
    """Plays each baseline as `tabular.evaluation.evaluator` plays what was learned.

    Random actions are `int(rng.random() * n_actions)`, one draw a step, through all episodes, from
    `rng = numpy.random.default_rng([seed, 2])`.

    Attributes:
        engine: what plays the episodes; makes no difference to what comes out.
    """

    def __init__(
        self, settings: EnvironmentSettings, *, episodes: int, seed: int, max_steps: int, engine: EngineName
    ) -> None:
        """Prepare the engine; the arguments are those of `Evaluator`, and `seed` also seeds the random actions."""
        self.seed = seed
        self.at_random, self.always = (
            Evaluator(settings, kind, episodes=episodes, seed=seed, max_steps=max_steps, engine=engine)
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
