"""The library's experiments give the numbers that are known: from the book, or computed exactly."""

from __future__ import annotations

import functools
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from tabular.environments.settings import EnvironmentSettings
from tabular.learning.agent import AgentSettings
from tabular.learning.training import Training

from tests.helpers.exact_values import blackjack_return, exact_return, greedy, model_of

ROOT = Path(__file__).parents[1]
sys.path.append(str(ROOT / "workflow"))

from configuration import loading  # noqa: E402 (found by the path above)
from configuration.layers import lay_over, project_layers  # noqa: E402

if TYPE_CHECKING:
    from numpy.typing import NDArray


@functools.cache
def library() -> dict[str, dict[str, Any]]:
    """Return the complete settings of the experiments in the project's configuration."""
    return loading.load(lay_over(project_layers(ROOT)), make_environments=False).experiments


def trained(experiment: str, seed: int, **agent: Any) -> Training:
    """Train one seed of an experiment to its end, maybe with other settings of its agent."""
    settings = library()[experiment]
    environment = {key: value for key, value in settings["environment"].items() if key not in {"actions", "axes"}}
    environment["action_mask"] = settings["agent"]["action_mask"]
    agent_settings = AgentSettings.from_settings({**settings["agent"], **agent})
    training = Training(EnvironmentSettings(**environment), agent_settings, settings["episodes"], seed, "compiled")
    list(training.run([settings["episodes"]]))
    assert training.engine.name == "compiled"
    return training


CLIFF_RUNS = 200


@functools.cache
def cliff(experiment: str) -> tuple[float, list[NDArray[np.float64]]]:
    """Return the mean reward of episodes 100 to 499 while learning, over many runs, and their last tables."""
    runs = [trained(experiment, seed) for seed in range(CLIFF_RUNS)]
    return float(np.mean([run.rewards.returns[100:] for run in runs])), [run.q_table for run in runs]


def steps_to_the_goal(table: NDArray[np.float64]) -> int | None:
    """Return how many steps the greedy policy takes along the cliff; None if it falls or never arrives."""
    reward = exact_return("CliffWalking-v1", table, 100)
    return -round(reward) if reward > -100 else None


def test_along_the_cliff_q_learning_has_50_less_and_sarsa_25_less_while_they_learn() -> None:
    """The curves of Example 6.6, page 132, are drawn; these are what can be read off them."""
    assert cliff("cliff_walking_q_learning")[0] == pytest.approx(-50, abs=4)
    assert cliff("cliff_walking_sarsa")[0] == pytest.approx(-25, abs=4)
    assert cliff("cliff_walking_expected_sarsa")[0] > cliff("cliff_walking_sarsa")[0] + 3


def test_q_learning_walks_along_the_cliff_and_sarsa_a_longer_safer_way() -> None:
    lengths = {
        name: [steps_to_the_goal(table) for table in cliff(f"cliff_walking_{name}")[1]] for name in ALONG_THE_CLIFF
    }
    assert set(lengths["q_learning"]) == {13}
    assert set(lengths["expected_sarsa"]) == {15}
    arriving = [length for length in lengths["sarsa"] if length is not None]
    assert len(arriving) > 0.7 * CLIFF_RUNS, "with a step size of 0.5, Sarsa's last table isn't always one that arrives"
    assert min(arriving) > 13
    assert np.median(arriving) == 17


ALONG_THE_CLIFF = ("q_learning", "sarsa", "expected_sarsa")


@pytest.mark.parametrize(
    "experiment", ["frozen_lake", pytest.param("frozen_lake_8x8", marks=pytest.mark.thorough), "taxi"]
)
def test_what_is_learned_is_worth_what_the_best_policy_is(experiment: str) -> None:
    least = {"frozen_lake": 0.7402 - 0.0005, "frozen_lake_8x8": 0.8857, "taxi": 7.93 - 0.01}[experiment]
    most = {"frozen_lake": 0.7402 + 0.0005, "frozen_lake_8x8": 0.9132, "taxi": 7.93 + 0.01}[experiment]
    identity = library()[experiment]["environment"]["id"]
    for seed in range(5):
        assert least < exact_return(identity, trained(experiment, seed).q_table) < most


def test_with_masks_taxi_is_learned_in_fewer_steps_and_as_well() -> None:
    plain, masked = trained("taxi", 0), trained("taxi_masked", 0)
    first = 500
    assert masked.rewards.length[:first].mean() < 0.8 * plain.rewards.length[:first].mean()
    assert masked.rewards.returns[:first].mean() > 0.3 * plain.rewards.returns[:first].mean(), "returns are negative"
    available = np.where(masked.available, masked.q_table, -np.inf)
    assert exact_return("Taxi-v4", available) == pytest.approx(7.93, abs=0.01)


def test_with_patience_the_large_lake_is_crossed_as_by_the_policy_that_always_crosses_it() -> None:
    table = trained("frozen_lake_8x8", 0, discount=0.999).q_table
    assert exact_return("FrozenLake8x8-v1", table) == pytest.approx(0.8857, abs=5e-4)


def test_blackjack_is_played_as_well_as_can_be_but_for_close_decisions() -> None:
    best = blackjack_return()
    for seed in range(3):
        learned = blackjack_return(trained("blackjack", seed).q_table)
        assert best - 0.001 < learned <= best + 1e-12
    assert learned > -0.046


MAXIMISATION_RUNS = 1000
EPSILON, STEP_SIZE = 0.1, 0.1


@functools.cache
def share_of_left(algorithm: str) -> NDArray[np.float64]:
    """Return in which share of the runs each episode went left: that takes a second step."""
    experiment = f"maximisation_bias_{algorithm}"
    lengths = [trained(experiment, seed).rewards.length for seed in range(MAXIMISATION_RUNS)]
    share: NDArray[np.float64] = (np.array(lengths) == 2).mean(axis=0)
    return share


def plain_share_of_left(tables: int, runs: int, episodes: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """Learn Example 6.7 by Q-learning (one table) or Double Q-learning (two), for all runs at the same time."""
    of_a, of_b = np.zeros((tables, runs, 2)), np.zeros((tables, runs, 10))
    run = np.arange(runs)

    def best(values: NDArray[np.float64]) -> NDArray[np.int64]:
        drawn = np.where(values == values.max(axis=1, keepdims=True), rng.random(values.shape), -1.0)
        largest: NDArray[np.int64] = drawn.argmax(axis=1)
        return largest

    def chosen(values: NDArray[np.float64]) -> NDArray[np.int64]:
        return np.where(rng.random(runs) < EPSILON, rng.integers(0, values.shape[1], runs), best(values))

    shares = np.zeros(episodes)
    for episode in range(episodes):
        action = chosen(of_a.sum(axis=0))
        left = action == 0
        shares[episode] = left.mean()
        table = rng.integers(0, tables, runs)
        target = np.where(left, of_b[tables - 1 - table, run, best(of_b[table, run])], 0.0)
        of_a[table, run, action] += STEP_SIZE * (target - of_a[table, run, action])
        action, table = chosen(of_b.sum(axis=0)), rng.integers(0, tables, runs)
        updated = table[left], run[left], action[left]
        of_b[updated] += STEP_SIZE * (rng.normal(-0.1, 1.0, runs)[left] - of_b[updated])
    return shares


@pytest.mark.parametrize(("algorithm", "tables"), [("q_learning", 1), ("double_q_learning", 2)])
def test_the_curves_of_maximisation_bias_are_those_of_figure_6_5(algorithm: str, tables: int) -> None:
    """The curves (page 135) are drawn, not printed: the book's description, simulated, gives their numbers."""
    shares = share_of_left(algorithm)
    expected = plain_share_of_left(tables, 10_000, len(shares), np.random.default_rng(6))
    errors = np.sqrt(expected * (1 - expected) * (1 / MAXIMISATION_RUNS + 1 / 10_000))
    assert np.abs((shares - expected) / errors).max() < 5.5, "standard errors; of 300 normal ones, 1 in 80,000 has more"
    assert abs((shares - expected).mean()) < 0.01


def test_double_q_learning_soon_goes_left_less_often_than_q_learning() -> None:
    q_learning, double = share_of_left("q_learning"), share_of_left("double_q_learning")
    assert q_learning[:30].max() > 0.85
    assert double[20:30].mean() < 0.3
    assert (double[5:] < q_learning[5:]).all()
    assert double[-50:].mean() == pytest.approx(0.07, abs=0.015), "the least possible is epsilon / 2 = 0.05"


def test_the_table_of_sarsa_keeps_away_from_the_cliff() -> None:
    """Its greedy policy is in fewer cells beside the cliff, on its way, than Q-learning's."""
    beside_the_cliff = np.arange(25, 35)
    world = model_of("CliffWalking-v1")

    def cells_beside_it(table: NDArray[np.float64]) -> int:
        reached, cells = world.start, set()
        onward = np.einsum("sa,san->sn", greedy(table), world.onward)
        for _ in range(60):
            reached = reached @ onward
            cells |= set(np.flatnonzero(reached))
        return len(cells & set(beside_the_cliff))

    assert all(cells_beside_it(table) == 10 for table in cliff("cliff_walking_q_learning")[1])
    assert np.mean([cells_beside_it(table) for table in cliff("cliff_walking_sarsa")[1]]) < 1
