"""How an action is chosen from a state's values.

The draws from the learner's random numbers, in their order, are part of the project's contract; docs/reproducibility.md
has them in one place. Each behaviour policy has a second function: the mean of the state's values, weighted with the
probabilities of the first, for Expected SARSA.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from tabular.learning.interface import RANDOM_TIES, action_value, available_action, available_count
from tabular.learning.value_functions.greedy import (
    best_action,
    first_best_action,
    largest_value,
    which_of,
)

if TYPE_CHECKING:
    from tabular.learning.learner import Learner


def epsilon_greedy(learner: Learner, state: int, epsilon: float) -> int:
    """Choose among available actions with probability epsilon, else the best (Sutton & Barto, section 2.2, page 27).

    One number is drawn; when it is below epsilon, a second one chooses.
    """
    if learner.rng.random() < epsilon:
        index = int(learner.rng.random() * available_count(learner, state))
        return available_action(learner, state, index)
    return best_action(learner, learner.q_table, state)


def epsilon_greedy_probability(learner: Learner, state: int, action: int, epsilon: float) -> float:
    """Return the probability with which `epsilon_greedy` chooses an action."""
    actions = available_count(learner, state)
    largest = largest_value(learner, state)
    share = 0.0
    if RANDOM_TIES:
        equals = 0
        for index in range(actions):
            if action_value(learner, learner.q_table, state, available_action(learner, state, index)) == largest:
                equals += 1
        if action_value(learner, learner.q_table, state, action) == largest:
            share = 1 / equals
    elif action == first_best_action(learner, state):
        share = 1.0
    return epsilon / actions + (1 - epsilon) * share


def epsilon_greedy_value(learner: Learner, state: int, epsilon: float) -> float:
    """Return the expected value under `epsilon_greedy`; how it decides between equals makes no difference."""
    actions = available_count(learner, state)
    total = 0.0
    for index in range(actions):
        action = available_action(learner, state, index)
        total += action_value(learner, learner.q_table, state, action)
    return epsilon * (total / actions) + (1 - epsilon) * largest_value(learner, state)


def softmax(learner: Learner, state: int, temperature: float) -> int:
    """Choose with probabilities in proportion to exp(value / temperature) (Sutton & Barto, section 2.8, page 37).

    One number is drawn; the first action up to which the probabilities add up to more than it is chosen.
    """
    actions = available_count(learner, state)
    largest = largest_value(learner, state)
    total = 0.0
    for index in range(actions):
        action = available_action(learner, state, index)
        total += _weight(learner, state, action, temperature, largest)
    drawn = learner.rng.random() * total
    below = 0.0
    for index in range(actions - 1):
        action = available_action(learner, state, index)
        below += _weight(learner, state, action, temperature, largest)
        if drawn < below:
            return action
    return available_action(learner, state, actions - 1)


def softmax_value(learner: Learner, state: int, temperature: float) -> float:
    """Return the expected value under `softmax`."""
    largest = largest_value(learner, state)
    total = value = 0.0
    for index in range(available_count(learner, state)):
        action = available_action(learner, state, index)
        weight = _weight(learner, state, action, temperature, largest)
        total += weight
        value += weight * action_value(learner, learner.q_table, state, action)
    return value / total


def _weight(learner: Learner, state: int, action: int, temperature: float, largest: float) -> float:
    """Return exp(value / temperature) as a fraction of that of the largest value, so that none is infinite."""
    return math.exp((action_value(learner, learner.q_table, state, action) - largest) / temperature)


def upper_confidence_bound(learner: Learner, state: int, confidence: float) -> int:
    """Choose the action with the largest upper confidence bound (Sutton & Barto, section 2.7, page 35).

    An action without a visit comes before all others. Nothing is drawn, but for one of several equals at random.
    """
    actions = available_count(learner, state)
    visits = _visits_in_state(learner, state)
    largest = _largest_bound(learner, state, confidence, visits)
    skipped = 0
    if RANDOM_TIES:
        equals = 0
        for index in range(actions):
            action = available_action(learner, state, index)
            if _bound(learner, state, action, confidence, visits) == largest:
                equals += 1
        skipped = which_of(learner, equals)
    for index in range(actions):
        action = available_action(learner, state, index)
        if _bound(learner, state, action, confidence, visits) == largest:
            if skipped == 0:
                return action
            skipped -= 1
    return available_action(learner, state, 0)


def upper_confidence_bound_value(learner: Learner, state: int, confidence: float) -> float:
    """Return the expected value under `upper_confidence_bound`."""
    visits = _visits_in_state(learner, state)
    largest = _largest_bound(learner, state, confidence, visits)
    value = 0.0
    equals = 0
    for index in range(available_count(learner, state)):
        action = available_action(learner, state, index)
        if _bound(learner, state, action, confidence, visits) == largest:
            if not RANDOM_TIES:
                return action_value(learner, learner.q_table, state, action)
            value += action_value(learner, learner.q_table, state, action)
            equals += 1
    return value / equals


def _visits_in_state(learner: Learner, state: int) -> int:
    """Return how often the state's available actions were visited together."""
    visits = 0
    for index in range(available_count(learner, state)):
        action = available_action(learner, state, index)
        visits += int(learner.visits[state, action])
    return visits


def _largest_bound(learner: Learner, state: int, confidence: float, visits: int) -> float:
    largest = -math.inf
    for index in range(available_count(learner, state)):
        action = available_action(learner, state, index)
        largest = max(largest, _bound(learner, state, action, confidence, visits))
    return largest


def _bound(learner: Learner, state: int, action: int, confidence: float, visits: int) -> float:
    """Return the upper confidence bound of a value, infinite before the first visit."""
    if learner.visits[state, action] == 0:
        return math.inf
    uncertainty = math.sqrt(math.log(visits) / int(learner.visits[state, action]))
    return action_value(learner, learner.q_table, state, action) + confidence * uncertainty
