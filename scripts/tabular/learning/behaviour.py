"""How an action is chosen from a cell's values.

The draws from the learner's random numbers, in their order, are part of the project's contract; docs/reproducibility.md
has them in one place. Each behaviour policy has a second function: the mean of the cell's values, weighted with the
probabilities of the first, for Expected SARSA.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from tabular.engines.interface import ACTIONS
from tabular.learning.interface import RANDOM_TIES, offered_actions

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tabular.learning.learner import Learner


def every_action(_learner: Learner, _cell: int) -> int:
    """Offer all actions everywhere."""
    return ACTIONS


def counted_actions(learner: Learner, cell: int) -> int:
    """Offer as many actions as the environment has in this state, the first of all."""
    return int(learner.action_counts[cell])


def best_action(learner: Learner, table: NDArray[np.float64], cell: int) -> int:
    """Return one of the offered actions with the largest value: the first, or one at random.

    Where it is one at random, a number is drawn only if there are several.

    Args:
        learner: whose random numbers are drawn.
        table: action values, shape (cells, actions).
        cell: where to choose.
    """
    best = _first_best(learner, table, cell)
    if RANDOM_TIES:
        actions = offered_actions(learner, cell)
        equals = 0
        for action in range(best, actions):
            if table[cell, action] == table[cell, best]:
                equals += 1
        skipped = which_of(learner, equals)
        for action in range(best, actions):
            if table[cell, action] == table[cell, best]:
                if skipped == 0:
                    return action
                skipped -= 1
    return best


def largest_value(learner: Learner, cell: int) -> float:
    """Return the largest value of the offered actions."""
    return float(learner.table[cell, _first_best(learner, learner.table, cell)])


def _first_best(learner: Learner, table: NDArray[np.float64], cell: int) -> int:
    best = 0
    for action in range(1, offered_actions(learner, cell)):
        if table[cell, action] > table[cell, best]:
            best = action
    return best


def which_of(learner: Learner, equals: int) -> int:
    """Return which of several equals is taken, counted from 0; draws a number only if there are several."""
    return int(learner.rng.random() * equals) if equals > 1 else 0


def epsilon_greedy(learner: Learner, cell: int, epsilon: float) -> int:
    """Choose among all actions with probability epsilon, else the best (Sutton & Barto, 2nd ed., section 2.2, page 27).

    One number is drawn; when it is below epsilon, a second one chooses.
    """
    if learner.rng.random() < epsilon:
        return int(learner.rng.random() * offered_actions(learner, cell))
    return best_action(learner, learner.table, cell)


def epsilon_greedy_value(learner: Learner, cell: int, epsilon: float) -> float:
    """Return the expected value under `epsilon_greedy`; how it decides between equals makes no difference."""
    actions = offered_actions(learner, cell)
    total = 0.0
    for action in range(actions):
        total += learner.table[cell, action]
    return epsilon * (total / actions) + (1 - epsilon) * largest_value(learner, cell)


def softmax(learner: Learner, cell: int, temperature: float) -> int:
    """Choose with probabilities in proportion to exp(value / temperature) (Sutton & Barto, section 2.8, page 37).

    One number is drawn; the first action up to which the probabilities add up to more than it is chosen.
    """
    actions = offered_actions(learner, cell)
    largest = largest_value(learner, cell)
    total = 0.0
    for action in range(actions):
        total += _weight(learner, cell, action, temperature, largest)
    drawn = learner.rng.random() * total
    below = 0.0
    for action in range(actions - 1):
        below += _weight(learner, cell, action, temperature, largest)
        if drawn < below:
            return action
    return actions - 1


def softmax_value(learner: Learner, cell: int, temperature: float) -> float:
    """Return the expected value under `softmax`."""
    largest = largest_value(learner, cell)
    total = value = 0.0
    for action in range(offered_actions(learner, cell)):
        weight = _weight(learner, cell, action, temperature, largest)
        total += weight
        value += weight * learner.table[cell, action]
    return value / total


def _weight(learner: Learner, cell: int, action: int, temperature: float, largest: float) -> float:
    """Return exp(value / temperature) as a fraction of that of the largest value, so that none is infinite."""
    return math.exp((learner.table[cell, action] - largest) / temperature)


def upper_confidence_bound(learner: Learner, cell: int, confidence: float) -> int:
    """Choose the action with the largest upper confidence bound (Sutton & Barto, section 2.7, page 35).

    An action without a visit comes before all others. Nothing is drawn, but for one of several equals at random.
    """
    actions = offered_actions(learner, cell)
    visits = _visits_of_cell(learner, cell)
    largest = _largest_bound(learner, cell, confidence, visits)
    skipped = 0
    if RANDOM_TIES:
        equals = 0
        for action in range(actions):
            if _bound(learner, cell, action, confidence, visits) == largest:
                equals += 1
        skipped = which_of(learner, equals)
    for action in range(actions):
        if _bound(learner, cell, action, confidence, visits) == largest:
            if skipped == 0:
                return action
            skipped -= 1
    return 0


def upper_confidence_bound_value(learner: Learner, cell: int, confidence: float) -> float:
    """Return the expected value under `upper_confidence_bound`."""
    visits = _visits_of_cell(learner, cell)
    largest = _largest_bound(learner, cell, confidence, visits)
    value = 0.0
    equals = 0
    for action in range(offered_actions(learner, cell)):
        if _bound(learner, cell, action, confidence, visits) == largest:
            if not RANDOM_TIES:
                return float(learner.table[cell, action])
            value += learner.table[cell, action]
            equals += 1
    return value / equals


def _visits_of_cell(learner: Learner, cell: int) -> int:
    """Return how often the cell's offered actions were visited together."""
    visits = 0
    for action in range(offered_actions(learner, cell)):
        visits += int(learner.visits[cell, action])
    return visits


def _largest_bound(learner: Learner, cell: int, confidence: float, visits: int) -> float:
    largest = -math.inf
    for action in range(offered_actions(learner, cell)):
        largest = max(largest, _bound(learner, cell, action, confidence, visits))
    return largest


def _bound(learner: Learner, cell: int, action: int, confidence: float, visits: int) -> float:
    """Return the upper confidence bound of a value, infinite before the first visit."""
    if learner.visits[cell, action] == 0:
        return math.inf
    uncertainty = math.sqrt(math.log(visits) / int(learner.visits[cell, action]))
    return float(learner.table[cell, action]) + confidence * uncertainty
