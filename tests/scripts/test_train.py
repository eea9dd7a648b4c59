"""The training, held against a plain re-statement of the tutorial's loop that shares no code with the project."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

import gymnasium
import numpy as np
import pyarrow.parquet as pq
import pytest
from gymnasium.envs.classic_control import MountainCarEnv
from tabular.errors import UserError
from tabular.results.episodes import read_history
from train import train

from tests.helpers.registering import register

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

EPISODES = 1200

SETTINGS: dict[str, Any] = {
    "environment": {"id": "MountainCar-v0", "bins": [20, 20]},
    "agent": {
        "algorithm": "q_learning",
        "behaviour": "epsilon_greedy",
        "ties": "lowest",
        "discount": 0.95,
        "initial_value": {"low": -2.0, "high": 0.0},
        "learning_rate": {"schedule": "constant", "start": 0.1},
        "epsilon": {"schedule": "linear", "start": 1.0, "end": 0.0, "from_episode": 1, "to_episode": None},
        "at_termination": "zero",
        "at_truncation": "skip",
    },
    "episodes": EPISODES,
    "snapshots": {"every": 100},
}


def tutorial(episodes: int, seed: int, *, textbook: bool) -> tuple[dict[int, NDArray[np.float64]], list[float]]:
    """Learn MountainCar as the tutorial does; give the table at the end of every 100th and the last episode."""
    env = gymnasium.make("MountainCar-v0")
    assert isinstance(env.observation_space, gymnasium.spaces.Box)
    low, high = env.observation_space.low, env.observation_space.high
    bin_width = (high - low) / [20, 20]
    rng = np.random.default_rng([seed, 1])
    q_table = rng.uniform(low=-2, high=0, size=(20, 20, 3))
    tables, rewards = {}, []
    for episode in range(episodes):
        epsilon = 1.0 + (0.0 - 1.0) * min(max((episode - 1) / (episodes // 2 - 1), 0), 1)
        observation, _ = env.reset(seed=seed) if episode == 0 else env.reset()
        state = tuple(np.clip(((observation - low) / bin_width).astype(int), 0, 19))
        done, total = False, 0.0
        while not done:
            action = int(rng.random() * 3) if rng.random() < epsilon else int(np.argmax(q_table[state]))
            observation, reward, terminated, truncated, _ = env.step(action)
            done = terminated or truncated
            new_state = tuple(np.clip(((observation - low) / bin_width).astype(int), 0, 19))
            total += float(reward)
            cell = (*state, action)
            if not done or (textbook and not terminated):
                future = np.max(q_table[new_state])
                q_table[cell] = (1 - 0.1) * q_table[cell] + 0.1 * (reward + 0.95 * future)
            elif terminated:
                q_table[cell] = (1 - 0.1) * q_table[cell] + 0.1 * float(reward) if textbook else 0
            state = new_state
        rewards.append(total)
        if episode % 100 == 0 or episode == episodes - 1:
            tables[episode] = q_table.copy()
    return tables, rewards


def run(settings: dict[str, Any], folder: Path, seed: int = 0) -> None:
    train(
        settings=settings,
        seed=seed,
        window=100,
        qtables=folder / "qtables",
        digest=folder / "qtables.sha256",
        rewards=folder / "rewards.parquet",
        visits=folder / "visits.npy",
        first_updates=folder / "first_updates.npy",
    )


@pytest.mark.parametrize("textbook", [False, True], ids=["tutorial", "textbook"])
def test_tables_and_rewards_are_those_of_the_plain_loop_byte_for_byte(tmp_path: Path, *, textbook: bool) -> None:
    settings = copy.deepcopy(SETTINGS)
    if textbook:
        settings["agent"] |= {"at_termination": "target", "at_truncation": "bootstrap"}
    run(settings, tmp_path, seed=7)
    tables, rewards = tutorial(EPISODES, seed=7, textbook=textbook)
    written = sorted(path.name for path in (tmp_path / "qtables").iterdir())
    assert written == [f"{episode:04d}.npy" for episode in tables]
    for episode, table in tables.items():
        assert np.load(tmp_path / "qtables" / f"{episode:04d}.npy").tobytes() == table.tobytes()
    columns = pq.read_table(tmp_path / "rewards.parquet")
    assert columns["reward"].to_pylist() == rewards
    assert sum(columns["terminated"].to_pylist()) > 20, "or the update at the goal would hardly have been tried"


def test_rewards_have_one_row_an_episode_with_the_contract_s_columns(tmp_path: Path) -> None:
    run({**SETTINGS, "episodes": 20, "snapshots": {"every": 20}}, tmp_path, seed=3)
    table = pq.read_table(tmp_path / "rewards.parquet")
    assert {field.name: str(field.type) for field in table.schema} == {
        "episode": "int64",
        "reward": "double",
        "length": "int32",
        "epsilon": "double",
        "learning_rate": "double",
        "terminated": "bool",
    }
    assert table["episode"].to_pylist() == list(range(20))
    metadata = {key.decode(): value.decode() for key, value in table.schema.metadata.items()}
    assert metadata["seed"] == "3"
    assert json.loads(metadata["settings"])["agent"] == SETTINGS["agent"]
    assert {"gymnasium", "numba", "numpy", "pyarrow", "python"} <= json.loads(metadata["versions"]).keys()


def test_the_same_seed_gives_the_same_bytes_and_another_seed_does_not(tmp_path: Path) -> None:
    settings = {**SETTINGS, "episodes": 30, "snapshots": {"every": 10}}
    for name, seed in (("first", 5), ("again", 5), ("other", 6)):
        run(settings, tmp_path / name, seed)
    files = ["rewards.parquet", "qtables.sha256", *(f"qtables/{episode:02d}.npy" for episode in (0, 10, 20, 29))]
    first, again, other = (
        [(tmp_path / name / file).read_bytes() for file in files] for name in ("first", "again", "other")
    )
    assert first == again
    assert all(one != another for one, another in zip(first, other, strict=True))


def test_the_log_has_a_line_a_window_and_the_first_goal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run({**SETTINGS, "episodes": 550}, tmp_path)
    lines = capsys.readouterr().out.splitlines()
    rewards = pq.read_table(tmp_path / "rewards.parquet")
    terminated = rewards["terminated"].to_pylist()
    windows = [line for line in lines if line.startswith("episodes ")]
    assert [line.split(":")[0] for line in windows] == [
        *(f"episodes {first} to {first + 99}" for first in range(0, 500, 100)),
        "episodes 500 to 549",
    ]
    average = np.mean(rewards["reward"].to_pylist()[500:])
    assert f"average {average:.2f}" in windows[-1]
    goals = [line for line in lines if line.startswith("episode ")]
    assert len(goals) == 1
    assert goals[0].startswith(f"episode {terminated.index(True)}: ")


def test_an_algorithm_without_a_learning_rate_shows_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    agent = {**SETTINGS["agent"], "algorithm": "off_policy_monte_carlo", "at_termination": "target"}
    del agent["learning_rate"]
    settings = {**SETTINGS, "agent": agent, "episodes": 9, "snapshots": {"every": 1}}
    train(settings=settings, seed=1, window=50, **paths(tmp_path), engine="gymnasium")
    assert np.isnan(read_history(tmp_path / "rewards.parquet").learning_rate).all()
    (window,) = (line for line in capsys.readouterr().out.splitlines() if line.startswith("episodes "))
    assert "epsilon" in window
    assert "learning rate" not in window


def test_values_that_grow_beyond_all_bounds_are_an_error_that_says_what_to_change(tmp_path: Path) -> None:
    settings = copy.deepcopy(SETTINGS)
    settings["episodes"] = 4
    settings["snapshots"] = {"every": 1}
    settings["agent"]["initial_value"] = {"low": 1.7e308, "high": 1.7e308}
    settings["agent"]["learning_rate"] = {"schedule": "constant", "start": 1.0}
    settings["agent"]["discount"] = 1.5
    settings["agent"]["epsilon"] = {"schedule": "constant", "start": 0.0}
    with pytest.raises(UserError, match=r"agent\.learning_rate"):
        run(settings, tmp_path)
    assert not (tmp_path / "rewards.parquet").exists()


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_both_engines_write_the_same_files_and_the_log_says_which_it_was(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = {**SETTINGS, "episodes": 60, "snapshots": {"every": 20}}
    written, said = [], []
    for engine in ("auto", "compiled", "gymnasium"):
        train(settings=settings, seed=1, window=50, **paths(tmp_path / engine), engine=engine)
        said.append(capsys.readouterr().out.splitlines())
        written.append(files(tmp_path / engine))
    assert len(written[0]) == 4 + 1 + 1 + 1 + 1, "tables, their digest, rewards, visits, first updates"
    assert written[0] == written[1] == written[2]
    assert [lines[0] for lines in said] == ["engine: compiled", "engine: compiled", "engine: gymnasium"]
    assert said[0][1:] == said[2][1:]


def paths(folder: Path) -> dict[str, Any]:
    return {
        "qtables": folder / "qtables",
        "digest": folder / "qtables.sha256",
        "rewards": folder / "rewards.parquet",
        "visits": folder / "visits.npy",
        "first_updates": folder / "first_updates.npy",
    }


class StickyCar(MountainCarEnv):
    """An environment without compiled dynamics."""


register("StickyCar-v0", StickyCar, max_episode_steps=20)


def test_the_log_says_why_an_environment_is_not_compiled(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    environment = {"id": "StickyCar-v0", "bins": [4, 4]}
    settings = {**SETTINGS, "environment": environment, "episodes": 10, "snapshots": {"every": 10}}
    train(settings=settings, seed=1, window=50, **paths(tmp_path), engine="compiled")
    first_line = capsys.readouterr().out.splitlines()[0]
    assert first_line.startswith("engine: gymnasium, because StickyCar has no compiled dynamics: ")


def test_long_trainings_pause_seldom_and_print_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = {**SETTINGS, "episodes": 645, "snapshots": {"count": 3}}
    said = []
    for most_reports in (1000, 2):
        monkeypatch.setattr("train.MOST_REPORTS", most_reports)
        train(settings=settings, seed=0, window=20, **paths(tmp_path / str(most_reports)))
        said.append(capsys.readouterr().out.splitlines())
    assert sum(line.startswith("episodes ") for line in said[0]) == 33
    assert said[0] == said[1]
    assert files(tmp_path / "1000") == files(tmp_path / "2")
