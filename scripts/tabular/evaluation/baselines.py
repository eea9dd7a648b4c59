"""What a learned policy is compared with: acting at random, and always taking the same action."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tabular.evaluation.evaluator import Evaluator
from tabular.evaluation.policies import random_action, same_action
from tabular.results.environment import RANDOM

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tabular.results.returns import Outcome

RANDOM_ACTIONS = 2
"""Beside the evaluation's seed, seeds the generator of random actions; an agent's own has a 1 there."""


class Baselines(Evaluator):
    """Plays each baseline as `GreedyEvaluator` plays what was learned.

    Random actions are `int(rng.random() * n_actions)`, one draw a step, through all episodes, from
    `rng = numpy.random.default_rng([seed, 2])`, with the evaluation's seed.
    """

    def play(self, actions: Sequence[str]) -> Iterator[tuple[str, Outcome]]:
        """Play acting at random, and then each action alone.

        Args:
            actions: the actions' names.

        Yields:
            The baseline's name, `random` or that of its action, and what each episode brought.
        """
        action_counts = self.engine.view(self.action_counts)
        at_random, always = self.player(random_action), self.player(same_action)
        yield RANDOM, at_random((np.random.default_rng([self.evaluation.seed, RANDOM_ACTIONS]), action_counts))
        for action, name in enumerate(actions):
            yield name, always((action, action_counts))
