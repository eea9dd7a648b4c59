"""Blackjack after Gymnasium 1.4.0, gymnasium/envs/toy_text/blackjack.py.

The game is Example 5.1 of Sutton & Barto, 2nd ed., page 93. Cards are drawn with replacement.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tabular.engines.dynamics.functional import FunctionalEnvironment, require_unchanged

if TYPE_CHECKING:
    import numpy as np
    from gymnasium.envs.toy_text import BlackjackEnv

State = tuple[int, int, int, int, int]
"""The player's points with every ace counted as 1, whether one is an ace (0 or 1), how many cards these are; the
dealer's open card, the dealer's hidden card."""

RANKS = 13
SUITS = 4
COURT_CARDS = 3
TEN = 10
BEST = 21
ACE_BONUS = 10  # points by which a usable ace counts more
DEALER_STANDS = 17


class Env(NamedTuple):
    """The random numbers and parameters of one instance.

    Attributes:
        rng: the environment's random numbers.
        natural: an ace and a ten that win pay 1.5, unless `sab`.
        sab: the rules of Sutton & Barto: the player's ace and ten beat all but the same of the dealer's.
    """

    rng: np.random.Generator
    natural: bool
    sab: bool


def functional_environment(environment: BlackjackEnv, rng: np.random.Generator) -> FunctionalEnvironment:
    """Take over what the constructor was given."""
    require_unchanged(environment, {})
    return FunctionalEnvironment(reset, step, observe, Env(rng, bool(environment.natural), bool(environment.sab)))


def reset(env: Env) -> State:
    """Deal two cards to the dealer, then two to the player."""
    open_card = draw_card(env)
    hidden_card = draw_card(env)
    first_card = draw_card(env)
    second_card = draw_card(env)
    # Gymnasium chooses what the open card looks like in pictures, with the same random numbers.
    env.rng.integers(0, SUITS)
    if open_card == TEN:
        env.rng.integers(0, COURT_CARDS)
    ace = 1 if first_card == 1 or second_card == 1 else 0
    return first_card + second_card, ace, 2, open_card, hidden_card


def step(env: Env, state: State, action: int) -> tuple[State, float, bool, bool]:
    """Stick (action 0) or hit (1)."""
    points, ace, cards, open_card, hidden_card = state
    if action == 1:
        card = draw_card(env)
        points += card
        if card == 1:
            ace = 1
        cards += 1
        terminated = points > BEST
        reward = -1.0 if terminated else 0.0
    else:
        terminated = True
        reward = showdown(env, state)
    return (points, ace, cards, open_card, hidden_card), reward, terminated, False


def observe(state: State) -> tuple[int, int, int]:
    """Show the player's best points, the dealer's open card, and whether the player has a usable ace."""
    points, ace, _, open_card, _ = state
    best = best_points(points, ace)
    return best, open_card, 1 if best > points else 0


def draw_card(env: Env) -> int:
    """Draw a card by its points, an ace as 1; court cards have ten."""
    return min(int(env.rng.integers(0, RANKS)) + 1, TEN)


def best_points(points: int, ace: int) -> int:
    """Count an ace as 11 unless that is too much."""
    return points + ACE_BONUS if ace == 1 and points + ACE_BONUS <= BEST else points


def showdown(env: Env, state: State) -> float:
    """Play the dealer's hand, and return the player's reward."""
    points, ace, cards, open_card, hidden_card = state
    dealer_points = open_card + hidden_card
    dealer_ace = 1 if open_card == 1 or hidden_card == 1 else 0
    dealer_cards = 2
    while best_points(dealer_points, dealer_ace) < DEALER_STANDS:
        card = draw_card(env)
        dealer_points += card
        if card == 1:
            dealer_ace = 1
        dealer_cards += 1
    player_score = best_points(points, ace)
    dealer_score = best_points(dealer_points, dealer_ace)
    if dealer_score > BEST or player_score > dealer_score:
        reward = 1.0
    elif player_score < dealer_score:
        reward = -1.0
    else:
        reward = 0.0
    player_natural = cards == 2 and player_score == BEST  # noqa: PLR2004 (cards)
    dealer_natural = dealer_cards == 2 and dealer_score == BEST  # noqa: PLR2004 (cards)
    if env.sab and player_natural and not dealer_natural:
        reward = 1.0
    elif not env.sab and env.natural and player_natural and reward == 1.0:
        reward = 1.5
    return reward
