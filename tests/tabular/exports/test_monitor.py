"""`monitor.csv` is what Stable-Baselines3 reads."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from tabular.exports import monitor
from tabular.results.episodes import read_history
from write_monitor import write_monitor

from tests.helpers.runs import write_experiment
from tests.tabular.exports.test_event_file import history

if TYPE_CHECKING:
    from pathlib import Path


def load_results(folder: Path) -> pd.DataFrame:
    """Read as `stable_baselines3.common.monitor.load_results` (2.9.2) does."""
    (path,) = folder.glob("*monitor.csv")
    with path.open() as file:
        first_line = file.readline()
        assert first_line[0] == "#"
        header = json.loads(first_line[1:])
        table = pd.read_csv(file, index_col=None)
    table["t"] += header["t_start"]
    assert header["env_id"] == "MountainCar-v0"
    return table.sort_values("t").reset_index()


def test_stable_baselines3_reads_every_episode_in_its_order(tmp_path: Path) -> None:
    rewards = write_experiment(tmp_path / "made_up", seeds=1)["rewards"][0]
    write_monitor(rewards=rewards, environment="MountainCar-v0", path=rewards.parent / "monitor.csv")
    table = load_results(rewards.parent)
    assert table.columns.tolist() == ["index", "r", "l", "t"]
    assert table["r"].tolist() == pd.read_parquet(rewards)["reward"].tolist()
    assert table["l"].tolist() == read_history(rewards).length.tolist()


@pytest.mark.parametrize("rows", [1, 7, 1000])
def test_times_are_steps_and_returns_are_exact_however_many_rows_are_written_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: int
) -> None:
    monkeypatch.setattr(monitor, "ROWS_AT_ONCE", rows)
    made = history(30)
    monitor.write_monitor_file(tmp_path / "monitor.csv", made, "MountainCar-v0")
    lines = (tmp_path / "monitor.csv").read_text(encoding="utf-8").splitlines()
    assert lines[:2] == ['#{"t_start": 0.0, "env_id": "MountainCar-v0"}', "r,l,t"]
    cells = [line.split(",") for line in lines[2:]]
    assert [float(cell[0]) for cell in cells] == made.returns.tolist()
    assert [int(cell[1]) for cell in cells] == made.length.tolist()
    assert [float(cell[2]) for cell in cells] == np.cumsum(made.length).tolist()


def test_the_bytes_are_the_same_the_next_time(tmp_path: Path) -> None:
    for name in ("first", "second"):
        monitor.write_monitor_file(tmp_path / name, history(30), "MountainCar-v0")
    assert (tmp_path / "first").read_bytes() == (tmp_path / "second").read_bytes()
