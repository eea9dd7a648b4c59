"""The evaluation of a training's tables, from its tables to its file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow.parquet as pq
import pytest
from evaluate import evaluate
from tabular.results.q_table import TableError, write_table

from tests.helpers.plain_play import greedily, play

if TYPE_CHECKING:
    from pathlib import Path

    from tabular.engines.engine import EngineName

SETTINGS: dict[str, Any] = {
    "environment": {"id": "MountainCar-v0", "bins": [4, 4]},
    "evaluation": {"episodes": 6, "seed": 77, "max_steps": 1000},
}

SNAPSHOTS = [0, 50, 119]


@pytest.fixture
def qtables(tmp_path: Path) -> Path:
    """Write tables that play differently: along with the velocity, against it, and at random."""
    along = np.zeros((4, 4, 3))
    along[:, :2, 0] = along[:, 2:, 2] = 1.0
    tables = (along, -along, np.random.default_rng(5).random((4, 4, 3)))
    for snapshot, table in zip(SNAPSHOTS, tables, strict=True):
        write_table(tmp_path / "qtables" / f"{snapshot:03d}.npy", table)
    return tmp_path / "qtables"


def run(qtables: Path, path: Path, **changes: Any) -> None:
    arguments = {"snapshots": SNAPSHOTS, "episodes": 120, "settings": SETTINGS, "seed": 2, **changes}
    evaluate(qtables=qtables, path=path, **arguments)


@pytest.mark.parametrize("engine", ["compiled", "gymnasium"])
def test_rows_are_the_episodes_of_each_snapshot_with_the_contract_s_columns(
    tmp_path: Path, qtables: Path, engine: EngineName
) -> None:
    run(qtables, tmp_path / "evaluation.parquet", engine=engine)
    found = pq.read_table(tmp_path / "evaluation.parquet")
    assert {field.name: str(field.type) for field in found.schema} == {
        "snapshot": "int64",
        "evaluation_episode": "int64",
        "return": "double",
        "length": "int32",
        "terminated": "bool",
    }
    expected = []
    for snapshot in SNAPSHOTS:
        choose = greedily("MountainCar-v0", np.load(qtables / f"{snapshot:03d}.npy"))
        episodes = play("MountainCar-v0", choose, episodes=6, seed=77)
        expected += [(snapshot, number, *episode) for number, episode in enumerate(episodes)]
    assert [tuple(row.values()) for row in found.to_pylist()] == expected
    terminated = found["terminated"].to_pylist()
    assert all(terminated[:6]), "pushing along with the velocity brings the car up"
    assert not any(terminated[6:12])


def test_the_metadata_say_what_the_rows_depend_on(tmp_path: Path, qtables: Path) -> None:
    run(qtables, tmp_path / "evaluation.parquet")
    metadata = pq.read_schema(tmp_path / "evaluation.parquet").metadata
    assert json.loads(metadata[b"settings"]) == SETTINGS
    assert metadata[b"seed"] == b"2"
    assert {"gymnasium", "numba", "numpy", "pyarrow", "python"} <= json.loads(metadata[b"versions"]).keys()


def test_both_engines_write_the_same_bytes_whatever_else_is_evaluated(tmp_path: Path, qtables: Path) -> None:
    ways: dict[str, dict[str, Any]] = {
        "compiled": {"engine": "compiled"},
        "again": {"engine": "compiled"},
        "gymnasium": {"engine": "gymnasium"},
        "only the last": {"snapshots": SNAPSHOTS[2:]},
        "another training": {"seed": 3},
    }
    for name, changes in ways.items():
        run(qtables, tmp_path / name, **changes)
    written = (tmp_path / "compiled").read_bytes()
    assert (tmp_path / "again").read_bytes() == (tmp_path / "gymnasium").read_bytes() == written
    rows = pq.read_table(tmp_path / "compiled")
    assert pq.read_table(tmp_path / "only the last").equals(rows.slice(12)), "no table changes another's starts"
    assert pq.read_table(tmp_path / "another training").equals(rows), "the seed of the training does not matter"


def test_the_log_has_the_engine_and_a_line_a_snapshot(
    tmp_path: Path, qtables: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(qtables, tmp_path / "evaluation.parquet")
    engine, *lines = capsys.readouterr().out.splitlines()
    assert engine == "engine: compiled"
    returns = pq.read_table(tmp_path / "evaluation.parquet")["return"].to_numpy()[:6]
    assert lines[0] == (
        f"snapshot 0: mean return {returns.mean():.2f}, standard deviation {returns.std():.2f}, "
        f"minimum {returns.min():g}, maximum {returns.max():g}, terminated 100.0%"
    )
    assert [line.split(":")[0] for line in lines] == ["snapshot 0", "snapshot 50", "snapshot 119"]


def test_a_table_of_another_shape_is_an_error_that_names_it_and_leaves_no_file(tmp_path: Path, qtables: Path) -> None:
    write_table(qtables / "119.npy", np.zeros((4, 5, 3)))
    with pytest.raises(TableError, match=r"119\.npy: holds float64 \(4, 5, 3\), not .*\(4, 4, 3\); run `train` again"):
        run(qtables, tmp_path / "results" / "evaluation.parquet")
    assert [*(tmp_path / "results").iterdir()] == []
