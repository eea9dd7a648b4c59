"""The baselines, from the environment's description to their file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
from evaluate_baselines import evaluate_baselines
from tabular.results.environment import write_description

from tests.helpers.descriptions import MOUNTAIN_CAR
from tests.helpers.plain_play import play

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from tabular.engines.engine import EngineName

SETTINGS: dict[str, Any] = {
    "environment": {"id": "MountainCar-v0", "bins": [20, 20]},
    "evaluation": {"episodes": 3, "seed": 77, "max_steps": 1000},
}


def run(folder: Path, name: str, engine: EngineName = "auto", settings: dict[str, Any] = SETTINGS) -> Path:
    write_description(folder / "environment.json", MOUNTAIN_CAR)
    evaluate_baselines(description=folder / "environment.json", settings=settings, path=folder / name, engine=engine)
    return folder / name


def test_rows_are_the_episodes_of_each_baseline_by_the_names_that_the_description_has(tmp_path: Path) -> None:
    found = pq.read_table(run(tmp_path, "baselines.parquet"))
    assert {field.name: str(field.type) for field in found.schema} == {
        "baseline": "string",
        "evaluation_episode": "int64",
        "return": "double",
        "length": "int32",
        "terminated": "bool",
    }
    names = ["random", "push left", "no push", "push right"]
    assert found["baseline"].to_pylist() == [name for name in names for _ in range(3)]
    assert found["evaluation_episode"].to_pylist() == [0, 1, 2] * 4
    right = play("MountainCar-v0", lambda _: 2, episodes=3, seed=77)
    rows = [tuple(row.values())[2:] for row in found.to_pylist() if row["baseline"] == "push right"]
    assert rows == right == [(-200.0, 200, False)] * 3
    metadata = found.schema.metadata
    assert json.loads(metadata[b"settings"]) == SETTINGS
    assert b"seed" not in metadata, "nothing was trained"


def test_both_engines_write_the_same_bytes_and_another_seed_plays_otherwise(tmp_path: Path) -> None:
    settings = {**SETTINGS, "environment": {"id": "FrozenLake-v1"}}
    other = {**settings, "evaluation": {**settings["evaluation"], "seed": 78}}
    compiled = run(tmp_path, "compiled", "compiled", settings).read_bytes()
    assert run(tmp_path, "again", "compiled", settings).read_bytes() == compiled
    assert run(tmp_path, "gymnasium", "gymnasium", settings).read_bytes() == compiled
    assert not pq.read_table(run(tmp_path, "other", "auto", other)).equals(pq.read_table(tmp_path / "compiled"))


def test_the_log_has_the_engine_and_a_line_a_baseline(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(tmp_path, "baselines.parquet")
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(":")[0] for line in lines] == ["engine", "random", "push left", "no push", "push right"]
    assert lines[-1].endswith(
        "mean return -200.00, standard deviation 0.00, minimum -200, maximum -200, terminated 0.0%"
    )
