"""What a learned policy is compared with: acting at random, and always taking the same action."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tabular.environments.available_actions import listed
from tabular.evaluation.evaluator import Evaluator
from tabular.evaluation.policies import action_by_state, random_action, random_available_action, same_action
from tabular.results.environment import RANDOM

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from tabular.results.returns import Outcome

RANDOM_ACTIONS = 2
"""Beside the evaluation's seed, seeds the generator of random actions; an agent's own has a 1 there."""


class Baselines(Evaluator):
    """Plays each baseline as `GreedyEvaluator` plays what was learned.

    Random actions are `int(rng.random() * n_actions)`, one draw a step, through all episodes, from
    `rng = numpy.random.default_rng([seed, 2])`, with the evaluation's seed. Where not all actions are available, that
    is the number of one of those that are, counted from 0; and instead of one action alone that isn't available, the
    last one that is available is taken.
    """

    def play(self, actions: Sequence[str]) -> Iterator[tuple[str, Outcome]]:
        """Play acting at random, and then each action alone.

        Args:
            actions: the actions' names.

        Yields:
            The baseline's name, `random` or that of its action, and what each episode brought.
        """
        rng = np.random.default_rng([self.evaluation.seed, RANDOM_ACTIONS])
        if len(self.available) == 0:
            yield RANDOM, self.player(random_action)(rng)
            always = self.player(same_action)
            for action, name in enumerate(actions):
                yield name, always(action)
            return
        view = self.engine.view
        counts, numbers = listed(self.available)
        yield RANDOM, self.player(random_available_action)((rng, view(counts), view(numbers)))
        always = self.player(action_by_state)
        for action, name in enumerate(actions):
            yield name, always(view(wherever_available(action, counts, numbers)))


def wherever_available(action: int, counts: NDArray[np.int64], numbers: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the action for each state that takes the same one wherever it can, and elsewhere the last available one.

    Args:
        action: the one that is taken where it is available.
        counts: how many actions are available in each state, shape (states,).
        numbers: which these are, shape (states, actions).
    """
    states, actions = numbers.shape
    is_available = (numbers == action) & (np.arange(actions) < counts[:, np.newaxis])
    last = numbers[np.arange(states), np.maximum(counts, 1) - 1]
    return np.where(is_available.any(axis=-1), action, last)
