"""Blackjack, whose transitions follow from the infinite deck: as Gymnasium 1.4.0 plays it (toy_text/blackjack.py).

The game is Example 5.1 of Sutton & Barto, 2nd ed., page 93. The dealer's hidden card is drawn at the beginning, but
nothing that the player sees depends on it, so that it may as well be drawn when the player sticks.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import numpy as np

from tabular.exact.model import Model, Transitions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gymnasium.envs.toy_text import BlackjackEnv
    from numpy.typing import NDArray

STICK, HIT = 0, 1

CELLS = (32, 11, 2)
"""The player's sum, the dealer's card, and whether the player has a usable ace."""

CARDS = {**dict.fromkeys(range(1, 10), 1 / 13), 10: 4 / 13}
"""The probability of each card by its points; an ace is a 1, and court cards are tens."""

BEST, DEALER_STANDS, FIRST_SOFT = 21, 17, 12
ACE_BONUS = 10
"""Points by which a usable ace counts more."""

LOST_HAND = 0
"""What a hand of more than 21 points scores."""

NATURAL_BONUS = 1.5

Hand = tuple[int, bool]
"""The points of a hand, and whether one of its aces counts as 11."""


def blackjack_model(environment: BlackjackEnv, steps: int) -> Model:
    """Return the model of an instance, with its rules `natural` and `sab`.

    A natural, which is an ace and a ten, is a state of its own beside other hands of 21 points: the rules may pay it
    differently. The table has one cell for both. In hands that nobody can have, episodes end with nothing.
    """
    states = np.arange(np.prod(CELLS))
    naturals = np.arange(len(CARDS)) + len(states)
    cell = np.concatenate([states, [_cell((BEST, True), card) for card in CARDS]])
    reward = np.zeros((len(cell), 2))
    pair, following, probability = [], [], []
    for (points, usable), dealer in _hands():
        here = _cell((points, usable), dealer)
        reward[here, STICK] = stick_value(points, dealer)
        for card, chance in CARDS.items():
            after = with_card((points, usable), card)
            if after[0] > BEST:
                reward[here, HIT] -= chance
            else:
                pair.append(2 * here + HIT)
                following.append(_cell(after, dealer))
                probability.append(chance)
    for natural, dealer in zip(naturals, CARDS, strict=True):
        alike = _cell((BEST, True), dealer)
        reward[natural] = natural_value(dealer, natural=environment.natural, sab=environment.sab), reward[alike, HIT]
        for number in [number for number, other in enumerate(pair) if other == 2 * alike + HIT]:
            pair.append(2 * int(natural) + HIT)
            following.append(following[number])
            probability.append(probability[number])
    return Model(
        start=_starts(len(cell), naturals),
        transitions=Transitions(
            np.array(pair, dtype=np.int64), np.array(following, dtype=np.int64), np.array(probability)
        ),
        reward=reward,
        available=np.ones((len(cell), 2), dtype=np.bool_),
        table_shape=(*CELLS, 2),
        cell=cell,
        steps=steps,
    )


def with_card(hand: Hand, card: int) -> Hand:
    """Return a hand with one more card; more than 21 points are too many."""
    points, usable = hand
    points += card
    if card == 1 and points + ACE_BONUS <= BEST:
        return points + ACE_BONUS, True
    return (points - ACE_BONUS, False) if usable and points > BEST else (points, usable)


@functools.cache
def scores_of_dealer(hand: Hand) -> dict[int, float]:
    """Return with which probability the dealer, who has this hand, ends with each score."""
    points, _ = hand
    if points >= DEALER_STANDS:
        return {points if points <= BEST else LOST_HAND: 1.0}
    scores: dict[int, float] = {}
    for card, chance in CARDS.items():
        for score, probability in scores_of_dealer(with_card(hand, card)).items():
            scores[score] = scores.get(score, 0.0) + chance * probability
    return scores


def stick_value(points: int, dealer: int) -> float:
    """Return the expected reward of a player who sticks with so many points beside the dealer's open card."""
    scores = scores_of_dealer(with_card((0, False), dealer))
    return sum(probability * float(np.sign(points - score)) for score, probability in scores.items())


def natural_value(dealer: int, *, natural: bool, sab: bool) -> float:
    """Return the same of a player who has a natural."""
    if sab:  # only the dealer's own natural isn't beaten
        return 1.0 - {1: CARDS[10], 10: CARDS[1]}.get(dealer, 0.0)
    return stick_value(BEST, dealer) * (NATURAL_BONUS if natural else 1.0)  # nobody has more than 21 points


def _hands() -> Iterator[tuple[Hand, int]]:
    """Yield every hand that a player may have, and every card of the dealer's."""
    hands = [(points, False) for points in range(4, BEST + 1)]
    for hand in [*hands, *((points, True) for points in range(FIRST_SOFT, BEST + 1))]:
        for dealer in CARDS:
            yield hand, dealer


def _cell(hand: Hand, dealer: int) -> int:
    points, usable = hand
    return int(np.ravel_multi_index((points, dealer, int(usable)), CELLS))


def _starts(states: int, naturals: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the probability of each state to start in: two cards of the player, one of the dealer."""
    start = np.zeros(states)
    for dealer, its_chance in CARDS.items():
        for first, chance in CARDS.items():
            for second, other_chance in CARDS.items():
                hand = with_card(with_card((0, False), first), second)
                state = naturals[dealer - 1] if hand[0] == BEST else _cell(hand, dealer)
                start[state] += its_chance * chance * other_chance
    return start
