"""Blackjack's transitions beside Gymnasium's own functions, over the cards themselves."""

from __future__ import annotations

import functools
import itertools
from typing import Any

import numpy as np
import pytest
from gymnasium.envs.toy_text import blackjack
from tabular.environments.settings import EnvironmentSettings
from tabular.exact.best_return import best_returns
from tabular.exact.optimal_values import optimal_action_values
from tabular.exact.solvable import find_model

# They have no types.
rules: Any = blackjack

Cards = tuple[int, ...]

pytestmark = pytest.mark.thorough  # ten seconds

CHANCES = {card: rules.deck.count(card) / len(rules.deck) for card in set(rules.deck)}


@functools.cache
def ends_of_dealer(cards: Cards) -> dict[tuple[int, bool], float]:
    """Return the probability of each score of the dealer, and whether it is a natural."""
    if rules.sum_hand(cards) >= 17:
        return {(rules.score(cards), rules.is_natural(cards)): 1.0}
    ends: dict[tuple[int, bool], float] = {}
    for card, chance in CHANCES.items():
        for end, probability in ends_of_dealer(tuple(sorted((*cards, card)))).items():
            ends[end] = ends.get(end, 0.0) + chance * probability
    return ends


def reward_of(player: Cards, dealer_score: int, *, dealer_natural: bool, sab: bool, natural: bool) -> float:
    """Return the reward of `BlackjackEnv.step` for sticking."""
    reward: float = rules.cmp(rules.score(player), dealer_score)
    if sab and rules.is_natural(player) and not dealer_natural:
        return 1.0
    return 1.5 if not sab and natural and rules.is_natural(player) and reward == 1.0 else reward


@functools.cache
def value(player: Cards, dealer: int, sab: bool, natural: bool) -> float:  # noqa: FBT001 (cached)
    """Return what the player's cards are worth beside the dealer's open card."""
    stick: float = sum(
        probability * chance * reward_of(player, end, dealer_natural=dealers, sab=sab, natural=natural)
        for hidden, chance in CHANCES.items()
        for (end, dealers), probability in ends_of_dealer(tuple(sorted((dealer, hidden)))).items()
    )
    hit: float = sum(
        chance * (-1.0 if rules.is_bust(cards) else value(cards, dealer, sab, natural))
        for card, chance in CHANCES.items()
        for cards in [tuple(sorted((*player, card)))]
    )
    return max(stick, hit)


@pytest.mark.parametrize(("sab", "natural"), [(True, False), (False, False), (False, True), (True, True)])
def test_the_best_return_is_that_of_all_hands_of_cards(sab: bool, natural: bool) -> None:  # noqa: FBT001
    expected = sum(
        CHANCES[dealer] * CHANCES[first] * CHANCES[second] * value(tuple(sorted((first, second))), dealer, sab, natural)
        for dealer, first, second in itertools.product(CHANCES, repeat=3)
    )
    settings = EnvironmentSettings("Blackjack-v1", arguments={"sab": sab, "natural": natural})
    assert best_returns(find_model(settings, 1000)) == pytest.approx((expected, expected), abs=1e-13)


def test_the_value_of_a_hand_is_that_of_its_cards() -> None:
    settings = EnvironmentSettings("Blackjack-v1", arguments={"sab": False, "natural": True})
    values = optimal_action_values(find_model(settings, 1000), 1.0).max(axis=-1)
    rng = np.random.default_rng(1)
    for _ in range(300):
        player = tuple(sorted(rng.choice(rules.deck, size=3).tolist()))
        dealer = int(rng.choice(rules.deck))
        if rules.sum_hand(player) < 21:
            cell = rules.sum_hand(player), dealer, rules.usable_ace(player)
            assert values[cell] == pytest.approx(value(player, dealer, False, True), abs=1e-13)  # noqa: FBT003
