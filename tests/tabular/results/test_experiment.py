"""Results as a notebook reads them: all seeds at once, and the tables as a policy in the real environment."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import gymnasium
import numpy as np
import pandas as pd
import pytest
from describe_environment import describe_environment
from evaluate import evaluate
from tabular.environments.settings import EnvironmentSettings
from tabular.errors import UserError
from tabular.evaluation.acting import greedy_policy
from tabular.results.experiment import iterate_q_tables, read_episodes, read_q_tables, read_returns
from train import train

if TYPE_CHECKING:
    from pathlib import Path

AGENT = {
    "algorithm": "q_learning",
    "discount": 0.95,
    "initial_value": {"low": -2.0, "high": 0.0},
    "learning_rate": {"schedule": "constant", "start": 0.1},
    "behaviour": "epsilon_greedy",
    "epsilon": {"schedule": "constant", "start": 0.1},
    "ties": "lowest",
    "at_termination": "target",
    "at_truncation": "bootstrap",
}
ENVIRONMENTS: dict[str, dict[str, Any]] = {
    "car": {"id": "MountainCar-v0", "bins": (8, 6)},
    "pole": {"id": "CartPole-v1", "bins": (2, 2, 3, 3), "bounds": (None, (-3.0, 3.0), None, (-2.0, 2.0))},
    "lake": {"id": "FrozenLake-v1"},
    "cards": {"id": "Blackjack-v1"},
    "tiles": {"id": "MountainCar-v0", "tiling": {"tilings": 3, "tiles": (4, 5), "offsets": "asymmetric"}},
    "swinging": {
        "id": "Acrobot-v1",
        "time_limit": 100,
        "bounds": (None, None, (-7.0, 7.0), (-12.0, 12.0)),
        "angles": ((0, 1), (2, 3)),
        "tiling": {"tilings": 2, "tiles": (3, 3, 4, 4), "offsets": "uniform"},
    },
    "angle": {
        "id": "Acrobot-v1",
        "time_limit": 100,
        "bins": (3, 3, 2, 2),
        "angles": ((0, 1), (2, 3)),
    },
}
EPISODES, PLAYED, EVALUATION_SEED = 40, 5, 77


@pytest.fixture(scope="module", params=ENVIRONMENTS)
def experiment(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write what two seeds of an experiment leave."""
    environment = ENVIRONMENTS[request.param]
    folder: Path = tmp_path_factory.mktemp("results") / request.param
    settings = {"environment": environment, "agent": AGENT, "episodes": EPISODES, "snapshots": {"every": 15}}
    described = EnvironmentSettings(**environment)
    describe_environment(settings=described, actions=None, axes=None, path=folder / "environment.json")
    for seed in range(2):
        own = folder / f"seed-{seed}"
        train(
            settings=settings, seed=seed, window=10, engine="gymnasium", qtables=own / "qtables", digest=own / "digest",
            rewards=own / "rewards.parquet", visits=own / "visits.npy", first_updates=own / "first_updates.npy",
        )  # fmt: skip
        evaluate(
            qtables=own / "qtables", snapshots=[0, 39], episodes=EPISODES, seed=seed, path=own / "evaluation.parquet",
            settings={
                "environment": environment,
                "evaluation": {"episodes": PLAYED, "seed": EVALUATION_SEED, "max_steps": 100},
            },
        )  # fmt: skip
    return folder


def test_all_seeds_are_one_tidy_frame(experiment: Path) -> None:
    episodes, returns = read_episodes(experiment), read_returns(str(experiment))
    assert list(episodes) == ["seed", "episode", "return", "length", "epsilon", "learning_rate", "terminated"]
    assert list(returns) == ["seed", "snapshot", "evaluation_episode", "return", "length", "terminated"]
    assert (len(episodes), len(returns)) == (2 * EPISODES, 2 * 2 * PLAYED)
    for seed in range(2):
        raw = pd.read_parquet(experiment / f"seed-{seed}" / "rewards.parquet")
        assert episodes.loc[episodes["seed"] == seed, "return"].tolist() == raw["reward"].tolist()
        played = pd.read_parquet(experiment / f"seed-{seed}" / "evaluation.parquet")
        assert returns.loc[returns["seed"] == seed, "return"].tolist() == played["return"].tolist()


def test_tables_are_read_as_one_array_or_one_by_one(experiment: Path) -> None:
    episodes, tables = read_q_tables(experiment, seed=1)
    assert episodes.tolist() == [0, 15, 30, 39]
    for (episode, table), expected in zip(iterate_q_tables(experiment, seed=1), tables, strict=True):
        np.testing.assert_array_equal(table, expected)
        np.testing.assert_array_equal(table, np.load(experiment / "seed-1" / "qtables" / f"{episode:02d}.npy"))


def test_the_policy_plays_the_real_environment_as_the_evaluation_did(experiment: Path) -> None:
    description = ENVIRONMENTS[experiment.name]
    environment = gymnasium.make(str(description["id"]), max_episode_steps=description.get("time_limit"))
    policy = greedy_policy(experiment, environment, seed=1)
    returns = []
    for number in range(PLAYED):
        observation, _ = environment.reset(seed=EVALUATION_SEED if number == 0 else None)
        total, over = 0.0, False
        while not over:
            observation, reward, terminated, truncated, _ = environment.step(policy(observation))
            total, over = total + float(reward), terminated or truncated
        returns.append(total)
    played = read_returns(experiment).query("seed == 1 and snapshot == 39")
    assert returns == played["return"].tolist()


def test_what_is_not_there_is_said(experiment: Path, tmp_path: Path) -> None:
    shutil.copy(experiment / "environment.json", tmp_path)
    for read in (read_episodes, read_returns, read_q_tables):
        with pytest.raises(
            UserError, match=f"there is no .* build it with `snakemake --cores all results/{tmp_path.name}`"
        ):
            read(tmp_path)
    environment = gymnasium.make(str(ENVIRONMENTS[experiment.name]["id"]))
    with pytest.raises(ValueError, match="no table is kept of episode 17; kept are 0, 15, 30, 39"):
        greedy_policy(experiment, environment, episode=17)
