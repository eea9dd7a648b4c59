"""Actions that a mask leaves out are never taken, maximised over or averaged over, by any algorithm in any engine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tabular.environments.settings import EnvironmentSettings
from tabular.learning.agent import EPSILON_GREEDY_ONLY
from tabular.learning.algorithms.registry import ALGORITHMS
from tabular.learning.training import BEHAVIOURS, Training

from tests.helpers.agents import make_agent
from tests.helpers.masked_environments import ACTIONS, STATES, Masked

if TYPE_CHECKING:
    from tabular.engines.engine import EngineName
    from tabular.learning.agent import AgentSettings

EPISODES = 40

AGENTS = [
    (algorithm, behaviour)
    for algorithm in ALGORITHMS
    for behaviour in BEHAVIOURS
    if behaviour == "epsilon_greedy" or algorithm not in EPSILON_GREEDY_ONLY
]

TELLING = {("q_learning", "epsilon_greedy"), ("expected_sarsa", "softmax"), ("double_q_learning", "ucb")}
"""Of these, both engines are compared in every run of the tests, and of all others in the slow ones."""


def agent_of(algorithm: str, behaviour: str = "epsilon_greedy", ties: str = "random") -> AgentSettings:
    return make_agent(
        algorithm=algorithm,
        behaviour=behaviour,
        ties=ties,
        initial_high=0.0,  # equal values to begin with, so that there are ties
        learning_rate=0.3,
        exploration=0.4,
        steps=3,
        trace_decay=0.7,
        planning_steps=3,
    )


def masked(environment_id: str, **arguments: Any) -> EnvironmentSettings:
    return EnvironmentSettings(environment_id, arguments=arguments, action_mask=True)


def trained(
    settings: EnvironmentSettings, agent: AgentSettings, engine: EngineName, unavailable: float | None = None
) -> Training:
    """Train, maybe with another initial value of all actions that aren't available."""
    training = Training(settings, agent, EPISODES, 5, engine)
    if unavailable is not None:
        training.q_table[~training.available] = unavailable
    list(training.run([EPISODES]))
    return training


def learned(training: Training) -> list[bytes]:
    rewards = training.rewards
    kept = (training.q_table, training.visits, rewards.returns, rewards.length, rewards.terminated)
    return [array.tobytes() for array in kept]


@pytest.mark.parametrize("ties", ["lowest", "random"])
@pytest.mark.parametrize(("algorithm", "behaviour"), AGENTS)
def test_what_is_not_available_is_not_taken_and_its_values_make_no_difference(
    algorithm: str, behaviour: str, ties: str
) -> None:
    """The environment ends the test where an action is taken that isn't available."""
    agent = agent_of(algorithm, behaviour, ties)
    low, high = (trained(masked("Guarded-v0", seed=3), agent, "gymnasium", value) for value in (-1e6, 1e6))
    assert low.q_table[low.available].tobytes() == high.q_table[high.available].tobytes()
    assert learned(low)[1:] == learned(high)[1:]
    assert (low.visits[low.available] > 0).mean() > 0.6, "or the test would say nothing"
    assert (low.visits[~low.available] == 0).all()
    if algorithm != "double_q_learning":
        assert (high.q_table[~high.available] == 1e6).all()


def test_without_the_key_everything_is_available() -> None:
    training = Training(EnvironmentSettings("Guarded-v0"), agent_of("q_learning"), 1, 0, "gymnasium")
    assert training.available.shape == (0, ACTIONS)
    with pytest.raises(AssertionError, match="isn't available"):
        list(training.run([1]))


IN_BOTH_ENGINES = [
    # Each needs machine code of its own, which takes ten seconds.
    pytest.param(algorithm, behaviour, marks=[] if (algorithm, behaviour) in TELLING else [pytest.mark.slow])
    for algorithm, behaviour in AGENTS
]


@pytest.mark.parametrize(("algorithm", "behaviour"), IN_BOTH_ENGINES)
def test_both_engines_learn_the_same(algorithm: str, behaviour: str) -> None:
    agent = agent_of(algorithm, behaviour)
    compiled = trained(masked("Masked-v0", seed=4), agent, "compiled")
    assert compiled.engine.name == "compiled"
    for environment_id in ("Masked-v0", "Guarded-v0"):
        assert learned(compiled) == learned(trained(masked(environment_id, seed=4), agent, "gymnasium"))


@settings(max_examples=25)
@given(seed=st.integers(0, 1000), epsilon=st.floats(0, 1), algorithm=st.sampled_from(["q_learning", "expected_sarsa"]))
def test_the_documentation_alone_gives_the_same_table(seed: int, epsilon: float, algorithm: str) -> None:
    agent = make_agent(
        algorithm=algorithm, exploration=epsilon, learning_rate=0.5, initial_low=-1.0, initial_high=1.0, ties="lowest"
    )
    found = trained(masked("Masked-v0", seed=seed), agent, "compiled")
    environment, rng = Masked(seed), np.random.default_rng([5, 1])
    table = rng.uniform(-1.0, 1.0, size=(STATES, ACTIONS)).tolist()
    some = [[action for action in range(ACTIONS) if environment.masks[state][action]] for state in range(STATES)]

    def choose(state: int) -> int:
        if rng.random() < epsilon:
            return some[state][int(rng.random() * len(some[state]))]
        return max(some[state], key=lambda action: table[state][action])

    def to_come(state: int) -> float:
        values = [table[state][action] for action in some[state]]
        mean = sum(values) / len(values)
        return float(max(values) if algorithm == "q_learning" else epsilon * mean + (1 - epsilon) * max(values))

    for episode in range(EPISODES):
        state, _ = environment.reset(seed=5 if episode == 0 else None)
        terminated, action = False, choose(state) if algorithm == "expected_sarsa" else -1
        for _ in range(15):
            action = choose(state) if algorithm == "q_learning" else action
            after, reward, terminated, _, _ = environment.step(action)  # type: ignore[no-untyped-call]
            next_action = -1 if terminated or algorithm == "q_learning" else choose(after)
            target = reward + (0.0 if terminated else 0.9 * to_come(after))
            table[state][action] = 0.5 * table[state][action] + 0.5 * target
            state, action = after, next_action
            if terminated:
                break
    np.testing.assert_allclose(found.q_table, table, rtol=1e-9, atol=1e-12)
