"""Algorithms learn every kind of environment with nothing given but what the environment needs.

What is learned is held against exact values: of a greedy policy, by dynamic programming over the environment's own
table of transitions; of CartPole, against the 500 steps of its time limit.
"""

from __future__ import annotations

import functools
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from tabular.environments.settings import EnvironmentSettings
from tabular.evaluation.evaluator import Evaluation, GreedyEvaluator
from tabular.evaluation.settings import EvaluationSettings
from tabular.learning.agent import AgentSettings
from tabular.learning.algorithms import registry
from tabular.learning.training import Training

from tests.helpers.exact_values import best_return_within, blackjack_return, exact_return, model_of

ROOT = Path(__file__).parents[1]
sys.path.append(str(ROOT / "workflow"))

from configuration import loading  # noqa: E402 (found by the path above)

if TYPE_CHECKING:
    from numpy.typing import NDArray

ALGORITHMS = [name for name in registry.ALGORITHMS if name != "differential_sarsa"]
"""Those of tasks that end; test_access_control.py has the one of tasks that don't."""

ENVIRONMENTS: dict[str, dict[str, Any]] = {
    "dry_lake": {"id": "FrozenLake-v1", "arguments": {"is_slippery": False}},
    "lake": {"id": "FrozenLake-v1"},
    "cliff": {"id": "CliffWalking-v1"},
    "taxi": {"id": "Taxi-v4"},
    "blackjack": {"id": "Blackjack-v1"},
    "cart_pole": {
        "id": "CartPole-v1",
        "bins": [4, 6, 10, 10],
        "bounds": [[-2.4, 2.4], [-3.0, 3.0], [-0.21, 0.21], [-3.0, 3.0]],
    },
}

CLIFF_STEPS = 100
"""Steps of the greedy policy that are counted: the environment has no time limit, and 13 are enough."""


@functools.cache
def settings() -> dict[str, dict[str, Any]]:
    """Return the complete settings of one experiment for each environment and algorithm."""
    config = yaml.safe_load((ROOT / "config.yaml").read_text(encoding="utf-8"))
    config["experiments"] = {
        f"{name}-{algorithm}": {"environment": environment, "agent": {"algorithm": algorithm}}
        for name, environment in ENVIRONMENTS.items()
        for algorithm in ALGORITHMS
    }
    config |= {"run": list(config["experiments"]), "comparisons": {}, "studies": {}}
    return loading.load(config, make_environments=False).experiments


MONTE_CARLO = ("monte_carlo", "off_policy_monte_carlo")
"""Their returns have all the noise of an episode, and where it is long, the off-policy one seldom learns from more than
its last steps (section 5.7, page 111): they would need more episodes where they are left out."""

MODEL_BASED = ("dyna_q", "dyna_q_plus", "prioritized_sweeping")
SELDOM = {*MONTE_CARLO, "dyna_q_plus", "prioritized_sweeping", "sarsa_lambda", "watkins_q_lambda"}


def all_but(*left_out: str) -> list[Any]:
    """Return the algorithms, but for some. Some are trained by the slow tests only."""
    marks: dict[str, Any] = dict.fromkeys(SELDOM, pytest.mark.slow)
    return [pytest.param(name, marks=marks.get(name, ())) for name in ALGORITHMS if name not in left_out]


def q_learning_first(*left_out: str, others: pytest.MarkDecorator = pytest.mark.slow) -> list[Any]:
    """Return the same. Plain `pytest` trains only Q-learning where it takes long, and compiling the others does."""
    marks: dict[str, Any] = {"q_learning": ()} | dict.fromkeys(SELDOM, pytest.mark.slow)
    return [pytest.param(name, marks=marks.get(name, others)) for name in ALGORITHMS if name not in left_out]


def environment_of(name: str) -> EnvironmentSettings:
    """Return an environment as an experiment that gives nothing else has it."""
    complete = settings()[f"{name}-q_learning"]["environment"]
    return EnvironmentSettings(**{key: value for key, value in complete.items() if key not in {"actions", "axes"}})


def learned(name: str, algorithm: str) -> NDArray[Any]:
    """Return the last table of seed 0."""
    experiment = settings()[f"{name}-{algorithm}"]
    agent = AgentSettings.from_settings(experiment["agent"])
    training = Training(environment_of(name), agent, experiment["episodes"], 0, "compiled")
    list(training.run([experiment["episodes"]]))
    assert training.engine.name == "compiled"
    return training.q_table


@pytest.mark.parametrize("algorithm", all_but())
def test_the_goal_of_a_lake_without_slipping_is_always_reached(algorithm: str) -> None:
    assert exact_return("FrozenLake-v1", learned("dry_lake", algorithm), is_slippery=False) == 1.0


LAKE = {**dict.fromkeys(ALGORITHMS, 0.9), "prioritized_sweeping": 0.85}
"""How often the goal of the slippery lake is reached at least, as a share of the best possible. Prioritized sweeping
learns from its model alone, which takes the environment for deterministic (section 8.4, page 169): of each action it
sweeping knows the last outcome only."""


@pytest.mark.parametrize("algorithm", q_learning_first(*MONTE_CARLO, others=pytest.mark.thorough))
def test_the_goal_of_a_slippery_lake_is_reached_nearly_as_often_as_can_be(algorithm: str) -> None:
    best = best_return_within(model_of("FrozenLake-v1"), 100)
    assert LAKE[algorithm] * best < exact_return("FrozenLake-v1", learned("lake", algorithm)) <= best


@pytest.mark.parametrize("algorithm", all_but("off_policy_monte_carlo"))
def test_the_cliff_is_passed(algorithm: str) -> None:
    """The shortest way has 13 steps, the safest 17, and some take a turn more; a fall would cost 100."""
    assert -19 <= exact_return("CliffWalking-v1", learned("cliff", algorithm), CLIFF_STEPS) <= -13


@pytest.mark.parametrize("algorithm", q_learning_first(*MONTE_CARLO))
def test_passengers_arrive_on_a_nearly_shortest_way(algorithm: str) -> None:
    best = best_return_within(model_of("Taxi-v4"), 200)
    assert best == pytest.approx(7.93)
    assert best - 0.2 < exact_return("Taxi-v4", learned("taxi", algorithm)) <= best + 1e-9


LOSS = {algorithm: 0.12 if algorithm in MODEL_BASED else 0.05 for algorithm in ALGORITHMS}
"""What may be lost per hand of Blackjack. With a constant step size, values keep the noise of single hands. A model
takes the environment for deterministic (section 8.2, page 164), which cards are not."""


@pytest.mark.parametrize("algorithm", q_learning_first())
def test_blackjack_is_played_nearly_as_well_as_can_be(algorithm: str) -> None:
    best = blackjack_return()
    assert best - LOSS[algorithm] < blackjack_return(learned("blackjack", algorithm)) <= best + 1e-12


POLE = {**dict.fromkeys(ALGORITHMS, 475), "monte_carlo": 440, "prioritized_sweeping": 300}
"""Steps for which the pole is balanced at least. The averages of on-policy Monte Carlo control still contain the
returns of the first policies. From a cell of CartPole's table, an action leads to several others: again, prioritized
sweeping knows the last outcome only."""


@pytest.mark.parametrize("algorithm", q_learning_first("off_policy_monte_carlo"))
def test_the_pole_is_balanced(algorithm: str) -> None:
    playing = EvaluationSettings(episodes=1000, seed=10**6, max_steps=1000)
    with GreedyEvaluator(environment_of("cart_pole"), playing, "auto") as evaluator:
        assert POLE[algorithm] <= Evaluation.of(evaluator.outcome(learned("cart_pole", algorithm))).mean <= 500
