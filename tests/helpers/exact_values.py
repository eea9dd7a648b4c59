"""What policies are worth exactly, by dynamic programming over an environment's own table of transitions.

Beside these numbers, whatever was learned or played is only an estimate. Nothing here uses the project's code.
(Sutton & Barto, 2nd ed., chapter 4.)
"""

from __future__ import annotations

import functools
import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import gymnasium
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Model:
    """An environment as matrices.

    Attributes:
        start: probability of each state to start in, shape (states,).
        onward: probability that an action leads from a state to another one, and that the episode goes on there, shape
            (states, actions, states).
        reward: expected reward of an action in a state, shape (states, actions).
        time_limit: steps after which an episode is truncated; None without a limit.
    """

    start: NDArray[np.float64]
    onward: NDArray[np.float64]
    reward: NDArray[np.float64]
    time_limit: int | None


def model_of(environment_id: str, **arguments: Any) -> Model:
    """Read the table `P` of an environment of Gymnasium's: FrozenLake, CliffWalking or Taxi."""
    environment = gymnasium.make(environment_id, **arguments)
    world: Any = environment.unwrapped
    states, actions = len(world.P), len(world.P[0])
    onward, reward = np.zeros((states, actions, states)), np.zeros((states, actions))
    for state in range(states):
        for action in range(actions):
            for probability, next_state, its_reward, terminated in world.P[state][action]:
                reward[state, action] += probability * its_reward
                onward[state, action, next_state] += 0.0 if terminated else probability
    assert environment.spec is not None
    return Model(np.asarray(world.initial_state_distrib), onward, reward, environment.spec.max_episode_steps)


def greedy(table: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the greedy policy of a table as probabilities, shape (states, actions); the first of equals is taken."""
    chosen: NDArray[np.float64] = np.eye(table.shape[1])[table.argmax(axis=1)]
    return chosen


def uniform(model: Model) -> NDArray[np.float64]:
    """Return the policy that takes every action with the same probability, shape (states, actions)."""
    return np.full(model.reward.shape, 1 / model.reward.shape[1])


def expected_return(model: Model, policy: NDArray[np.float64], steps: int | None = None) -> float:
    """Return the expected undiscounted return of an episode.

    Args:
        model: the environment.
        policy: probability of each action in each state, shape (states, actions).
        steps: after how many an episode is truncated; None: the environment's own time limit.
    """
    horizon = model.time_limit if steps is None else steps
    assert horizon is not None, "without a time limit, say after how many steps to stop"
    onward = np.einsum("sa,san->sn", policy, model.onward)
    reward = (policy * model.reward).sum(axis=1)
    total, reached = 0.0, model.start
    for _ in range(horizon):
        total += float(reached @ reward)
        reached = reached @ onward
    return total


def exact_return(environment_id: str, table: NDArray[np.float64], steps: int | None = None, **arguments: Any) -> float:
    """Return the exact expected return of a table's greedy policy; `arguments` are those of the constructor."""
    return expected_return(model_of(environment_id, **arguments), greedy(table), steps)


def optimal_action_values(model: Model, discount: float = 1.0) -> NDArray[np.float64]:
    """Return the optimal action values without a time limit, by value iteration, shape (states, actions)."""
    values = np.zeros(len(model.start))
    while True:
        action_values = model.reward + discount * model.onward @ values
        improved = action_values.max(axis=1)
        if np.abs(improved - values).max() < 1e-14:
            return action_values
        values = improved


def patient_table(model: Model) -> NDArray[np.float64]:
    """Return the optimal action values at a discount close to 1: of equally good ways, the shorter one is better.

    Its greedy policy is the best stationary one without a time limit. They are rounded, so that equals are equal.
    """
    return optimal_action_values(model, discount=0.9999).round(12)


def best_return_within(model: Model, steps: int) -> float:
    """Return the best expected return of any policy within so many steps, even of one that counts them."""
    values = np.zeros(len(model.start))
    for _ in range(steps):
        values = (model.reward + model.onward @ values).max(axis=1)
    return float(model.start @ values)


CARDS = (*range(1, 10), 10, 10, 10, 10)
"""What a card drawn from the infinite deck may count, each equally probable; an ace is a 1."""

Hand = tuple[int, bool]
"""The best points of a hand, and whether one of its aces counts as 11."""


def drawn(hand: Hand, card: int) -> Hand:
    """Return the hand with one more card; with more than 21 points it is lost."""
    points, usable_ace = hand
    if card == 1 and points + 11 <= 21:
        return points + 11, True
    points += card
    return (points - 10, False) if usable_ace and points > 21 else (points, usable_ace)


@functools.cache
def dealers_points(hand: Hand) -> dict[int, float]:
    """Return with which probability the dealer, who draws up to 16, ends with how many points; 22: with too many."""
    points = hand[0]
    if points >= 17:
        return {min(points, 22): 1.0}
    found: dict[int, float] = {}
    for card in CARDS:
        for end, probability in dealers_points(drawn(hand, card)).items():
            found[end] = found.get(end, 0.0) + probability / len(CARDS)
    return found


def stick_value(points: int, open_card: int, *, natural: bool = False) -> float:
    """Return the expected reward of sticking, by the rules of Blackjack-v1, which are the book's (`sab`).

    Args:
        points: the player's.
        open_card: the dealer's.
        natural: whether the hand is an ace and a ten, which wins unless the dealer has the same.
    """
    if natural:
        return 1.0 - {1: 4 / 13, 10: 1 / 13}.get(open_card, 0.0)
    value = 0.0
    for end, probability in dealers_points(drawn((0, False), open_card)).items():
        value += probability * (1.0 if end == 22 else float(np.sign(points - end)))
    return value


def blackjack_values(table: NDArray[np.float64] | None = None) -> NDArray[np.float64]:
    """Return the exact action values of Blackjack-v1, shape (32, 11, 2, 2) as a table has them.

    The values of 21 points with a usable ace are those of such a hand of three cards or more; an observation doesn't
    tell a natural from it, and the best action of both is to stick.

    Args:
        table: its greedy policy is followed after the first action; None: the best policy.
    """
    values = np.zeros((32, 11, 2, 2))
    # Every card brings a hand nearer to its end: first the hands without a usable ace from 21 points down, then those
    # with one, which may become a hand without, and last the small ones, which may get their first ace.
    hands = [(points, False) for points in range(21, 10, -1)]
    hands += [(points, True) for points in range(21, 10, -1)]
    hands += [(points, False) for points in range(10, 1, -1)]
    for open_card in range(1, 11):
        for points, usable_ace in hands:
            here = values[points, open_card, int(usable_ace)]
            here[0] = stick_value(points, open_card)
            for card in CARDS:
                after, still_usable = drawn((points, usable_ace), card)
                place = after, open_card, int(still_usable)
                if after > 21:
                    value = -1.0
                else:
                    value = values[place].max() if table is None else values[place][table[place].argmax()]
                here[1] += value / len(CARDS)
    return values


def blackjack_return(table: NDArray[np.float64] | None = None) -> float:
    """Return the exact expected return of a table's greedy policy in Blackjack-v1; without a table, of the best one."""
    values = blackjack_values(table)
    total = 0.0
    for open_card, first, second in itertools.product(CARDS, repeat=3):
        points, usable_ace = drawn(drawn((0, False), first), second)
        place = points, open_card, int(usable_ace)
        action = (values if table is None else table)[place].argmax()
        if action == 0 and points == 21:
            total += stick_value(21, open_card, natural=True)
        else:
            total += values[place][action]
    return float(total / len(CARDS) ** 3)
