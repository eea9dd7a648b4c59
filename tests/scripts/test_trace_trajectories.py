"""Paths of the greedy policy, held against a plain loop over Gymnasium."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import gymnasium
import numpy as np
import pyarrow.parquet as pq
import pytest
from tabular.environments.settings import EnvironmentSettings
from tabular.results.q_table import write_table
from tabular.results.trajectories import read_greedy_paths, read_trajectories
from trace_trajectories import trace_trajectories

from tests.helpers.plain_play import greedily

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray


def trace(folder: Path, environment: dict[str, Any], table: NDArray[np.float64], **evaluation: int) -> Path:
    write_table(folder / "qtables" / "0.npy", -table)
    write_table(folder / "qtables" / "9.npy", table)
    path = folder / "trajectories.parquet"
    trace_trajectories(
        qtables=folder / "qtables",
        episodes=10,
        snapshots=[0, 9],
        settings={"environment": environment, "evaluation": {"seed": 7, "max_steps": 40, **evaluation}},
        trajectories=3,
        seed=0,
        last=path,
        evaluated=folder / "greedy_paths.parquet",
    )
    return path


def plain_paths(
    environment: str, table: NDArray[np.float64], max_steps: int | None
) -> list[tuple[list[list[float]], float, str]]:
    choose = greedily(environment, table)
    env = gymnasium.make(environment)
    paths = []
    for episode in range(3):
        observation, _ = env.reset(seed=7) if episode == 0 else env.reset()
        observations, total, outcome = [np.ravel(observation).tolist()], 0.0, ""
        while not outcome:
            observation, reward, terminated, truncated, _ = env.step(choose(observation))
            observations.append(np.ravel(observation).tolist())
            total += float(reward)
            cut_off = len(observations) - 1 == max_steps
            outcome = "terminated" if terminated else "truncated" if truncated else "cut off" if cut_off else ""
        paths.append((observations, total, outcome))
    return paths


@pytest.mark.parametrize(
    ("environment", "bins", "shape", "max_steps"),
    [
        ("MountainCar-v0", (6, 5), (6, 5, 3), None),
        ("FrozenLake-v1", None, (16, 4), None),
        ("CliffWalking-v1", None, (48, 4), 40),
    ],
)
def test_a_path_is_that_of_a_plain_loop(
    tmp_path: Path, environment: str, bins: tuple[int, ...] | None, shape: tuple[int, ...], max_steps: int | None
) -> None:
    table = np.random.default_rng(1).random(shape)
    path = trace(tmp_path, vars(EnvironmentSettings(environment, bins=bins)), table)
    found = read_trajectories(path)
    assert [(one.observations.tolist(), one.total, one.outcome) for one in found] == plain_paths(
        environment, table, max_steps
    )
    evaluated = read_greedy_paths(tmp_path / "greedy_paths.parquet", [0, 9])
    for snapshot, its_table in ((0, -table), (9, table)):
        one = evaluated[snapshot]
        assert (one.observations.tolist(), one.total, one.outcome) == plain_paths(environment, its_table, max_steps)[0]


def test_the_environment_s_own_time_limit_is_gone_by_where_there_is_one(tmp_path: Path) -> None:
    settings = vars(EnvironmentSettings("MountainCar-v0", bins=(6, 5), time_limit=50))
    path = trace(tmp_path, settings, np.zeros((6, 5, 3)), max_steps=20)
    assert [(len(one.observations), one.outcome) for one in read_trajectories(path)] == [(51, "truncated")] * 3


def test_an_action_that_a_state_does_not_offer_is_not_taken(tmp_path: Path) -> None:
    from tabular.environments.sutton_barto.maximisation_bias import MaximisationBiasEnv  # noqa: PLC0415

    actions = MaximisationBiasEnv().action_counts
    table = np.zeros((len(actions), max(actions)))
    table[:, -1] = 9.0
    path = trace(tmp_path, vars(EnvironmentSettings("MaximisationBias-v0")), table)
    rows = pq.read_table(path).to_pylist()
    assert all(row["action"] is None or row["action"] < actions[int(row["place"][0])] for row in rows)


def test_the_file_says_what_made_it_and_has_a_row_for_every_state(tmp_path: Path) -> None:
    table = np.random.default_rng(1).random((16, 4))
    path = trace(tmp_path, vars(EnvironmentSettings("FrozenLake-v1")), table)
    written = pq.read_table(path)
    assert json.loads(written.schema.metadata[b"settings"])["trajectories"] == 3
    assert sum(len(one.observations) for one in read_trajectories(path)) == written.num_rows
    ends = [row for row in written.to_pylist() if row["outcome"] is not None]
    assert [row["evaluation_episode"] for row in ends] == [0, 1, 2]
    assert all(row["action"] is None for row in ends)
    assert trace(tmp_path / "again", vars(EnvironmentSettings("FrozenLake-v1")), table).read_bytes() == (
        path.read_bytes()
    )
