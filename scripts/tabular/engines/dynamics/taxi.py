"""Taxi after Gymnasium 1.4.0, gymnasium/envs/toy_text/taxi.py: a table of transitions, and a fickle passenger.

The task is that of Dietterich, "Hierarchical Reinforcement Learning with the MAXQ Value Function Decomposition",
Journal of Artificial Intelligence Research 13, 2000. A fickle passenger may change the destination once, when the taxi
first moves with them in it; that is not in the table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tabular.engines.dynamics import transition_table
from tabular.engines.dynamics.functional import FunctionalEnvironment, require_unchanged
from tabular.engines.dynamics.transition_table import reset as reset_by_table
from tabular.engines.dynamics.transition_table import step as step_by_table

if TYPE_CHECKING:
    import numpy as np
    from gymnasium.envs.toy_text.taxi import TaxiEnv

State = tuple[int, bool]
"""Gymnasium's state, and whether the passenger may yet change the destination."""

DESTINATIONS = 4
PASSENGER_PLACES = 5  # the four destinations, and in the taxi
IN_TAXI = 4
STATES_PER_PLACE_OF_THE_TAXI = PASSENGER_PLACES * DESTINATIONS


class Env(NamedTuple):
    """The random numbers and parameters of one instance.

    Attributes:
        rng: the environment's random numbers.
        fickle_probability: how often the passenger is fickle.
        table: the transitions of a steadfast passenger.
    """

    rng: np.random.Generator
    fickle_probability: float
    table: transition_table.Env


def functional_environment(environment: TaxiEnv, rng: np.random.Generator) -> FunctionalEnvironment:
    """Take over what the constructor was given."""
    require_unchanged(environment, {})
    table = transition_table.make_env(environment, rng)
    if not environment.fickle_passenger:
        return FunctionalEnvironment(transition_table.reset, transition_table.step, transition_table.observe, table)
    return FunctionalEnvironment(reset, step, observe, Env(rng, float(environment.fickle_probability), table))


def reset(env: Env) -> State:
    """Draw the state to start in, and then whether the passenger is fickle."""
    start = reset_by_table(env.table)
    return start, env.rng.random() < env.fickle_probability


def step(env: Env, state: State, action: int) -> tuple[State, float, bool, bool]:
    """Move south (action 0), north (1), east (2), west (3), pick up (4) or drop off (5)."""
    before, fickle = state
    after, reward, terminated, truncated = step_by_table(env.table, before, action)
    aboard = before // DESTINATIONS % PASSENGER_PLACES == IN_TAXI
    moved = after // STATES_PER_PLACE_OF_THE_TAXI != before // STATES_PER_PLACE_OF_THE_TAXI
    if fickle and aboard and moved:
        fickle = False
        destination = before % DESTINATIONS
        other = int(env.rng.integers(0, DESTINATIONS - 1))
        if other >= destination:
            other += 1
        after = after // DESTINATIONS * DESTINATIONS + other
    return (after, fickle), reward, terminated, truncated


def observe(state: State) -> tuple[int]:
    """Show Gymnasium's state."""
    return (state[0],)
