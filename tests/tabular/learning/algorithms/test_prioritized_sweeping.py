"""Prioritized sweeping finds the best ways through a known maze with a fraction of Dyna-Q's updates (section 8.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import gymnasium
import numpy as np
import pytest
from tabular.engines.specialisation import specialise
from tabular.environments.settings import EnvironmentSettings
from tabular.learning.algorithms import dyna_q, prioritized_sweeping
from tabular.learning.availability import slots
from tabular.learning.learner import Learner
from tabular.learning.training import Training
from tabular.learning.value_functions.registry import load_value_function

from tests.helpers.agents import make_agent
from tests.helpers.exact_values import exact_return, model_of, optimal_action_values

if TYPE_CHECKING:
    from types import ModuleType

    from numpy.typing import NDArray

ACTIONS = 4
DISCOUNT = 0.95
MAZE: dict[str, Any] = {
    "desc": ["SFFHFFFF", "FFFHFFHF", "FHFFFHFF", "FHHHHHFF", "FFFFFFFH", "FFFFFFFG"],
    "is_slippery": False,
}
STATES = 48


def updates_until(
    module: ModuleType, transitions: dict[int, dict[int, list[Any]]], exact: NDArray[np.float64], seed: int
) -> int:
    """Tell a model all about the maze, and return after how many planning updates all values are exact."""
    bindings = {"ACTIONS": ACTIONS, **slots(by_state=False), **load_value_function("table")}
    plan, remember = (specialise(function, bindings) for function in (module.plan, module.remember))
    values, rng = np.zeros((STATES, ACTIONS)), np.random.default_rng(seed)
    model = module.initial_memory(make_agent(planning_steps=1), rng, values)
    visits, nothing = np.zeros(values.shape, dtype=np.uint32), np.zeros((0, 0), dtype=np.uint32)
    learner = Learner(
        rng=rng,
        q_table=values,
        visits=visits,
        active_tiles=nothing,
        available_actions=nothing.astype(np.int64),
        memory=model,
        discount=DISCOUNT,
        zero_at_termination=False,
        bootstrap_at_truncation=True,
        terminate_at_truncation=False,
    )
    for state, actions in transitions.items():
        for action, [(_, after, reward, ended)] in actions.items():
            if module is dyna_q:
                remember(model, state, action, reward, after, ended)
            else:
                remember(model, state * ACTIONS + action, reward, -1 if ended else after)
                specialise(module.queue_if_wrong, bindings)(learner, state * ACTIONS + action)
    for updates in range(100_000):
        if np.abs(values - exact).max() < 1e-12:
            return updates
        plan(learner, 1.0)
    raise AssertionError


@pytest.mark.parametrize("seed", range(3))
def test_a_known_maze_is_swept_with_one_update_a_value(seed: int) -> None:
    environment: Any = gymnasium.make("FrozenLake-v1", **MAZE).unwrapped
    exact = optimal_action_values(model_of("FrozenLake-v1", **MAZE), DISCOUNT)
    swept = updates_until(prioritized_sweeping, environment.P, exact, seed)
    assert swept == np.count_nonzero(exact), "from the goal backwards, every value is right the first time"
    assert updates_until(dyna_q, environment.P, exact, seed) > 10 * swept


def test_the_first_success_is_enough_to_know_the_way() -> None:
    """One real step to the goal, and planning carries its value back to the start, along all that was seen before."""
    agent = make_agent(
        algorithm="prioritized_sweeping",
        discount=DISCOUNT,
        initial_high=0.0,
        learning_rate=1.0,
        exploration=1.0,
        ties="random",
        planning_steps=STATES * ACTIONS,
    )
    training = Training(EnvironmentSettings("FrozenLake-v1", arguments=MAZE), agent, 3000, 1, "gymnasium")
    for _ in training.run(range(1, 3001)):
        if training.rewards.returns.any():
            break
        assert not training.q_table.any(), "there was nothing to learn from"
    assert exact_return("FrozenLake-v1", training.q_table, **MAZE) == 1.0
