"""What is written is whole; what is read is what it should be; what is printed lands in the log."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tabular.results.atomic import replacing
from tabular.results.episodes import TrainingHistory, read_history, write_history
from tabular.results.parquet import writing_parquet
from tabular.results.q_table import TableError, read_table, write_table

SCRIPTS = Path(__file__).parents[3] / "scripts"


def test_a_file_is_replaced_only_when_the_new_one_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "figure.png"
    with replacing(path) as temporary:
        temporary.write_text("first")
        assert not path.exists()
        assert temporary.suffix == ".png"

    def stop_half_way() -> None:
        with replacing(path) as temporary:
            temporary.write_text("sec")
            raise RuntimeError("half way")

    with pytest.raises(RuntimeError, match="half way"):
        stop_half_way()
    assert path.read_text() == "first"
    assert [entry.name for entry in path.parent.iterdir()] == ["figure.png"]


def test_a_table_is_read_as_it_was_written(tmp_path: Path) -> None:
    table = np.random.default_rng(0).normal(size=(4, 5, 3))
    write_table(tmp_path / "0.npy", table)
    assert read_table(tmp_path / "0.npy", (4, 5, 3)).tobytes() == table.tobytes()
    assert np.load(tmp_path / "0.npy").flags.c_contiguous


def spoiled(kind: str, path: Path) -> None:
    good = np.zeros((4, 5, 3))
    match kind:
        case "truncated":
            np.save(path, good)
            path.write_bytes(path.read_bytes()[:-8])
        case "empty":
            path.write_bytes(b"")
        case "text":
            path.write_text("not a table")
        case "wrong shape":
            np.save(path, good[:3])
        case "wrong type":
            np.save(path, good.astype(np.float32))
        case "not finite":
            np.save(path, good + np.nan)
        case "pickled":
            np.save(path, np.array([{"a": 1}], dtype=object), allow_pickle=True)
        case "archive":
            with path.open("wb") as file:
                np.savez(file, table=good)


@pytest.mark.parametrize(
    "kind", ["missing", "truncated", "empty", "text", "wrong shape", "wrong type", "not finite", "pickled", "archive"]
)
def test_what_is_no_table_is_an_error_that_names_the_file_and_the_rule(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "000.npy"
    spoiled(kind, path)
    with pytest.raises(TableError) as raised:
        read_table(path, (4, 5, 3))
    assert str(path) in str(raised.value)
    assert "train" in str(raised.value)


def test_rewards_are_read_as_they_were_written(tmp_path: Path) -> None:
    written = TrainingHistory.before_training(np.array([1.0, 0.5]), np.array([0.1, 0.2]))
    written.returns[:] = [-3.0, -2.0]
    written.length[:] = [3, 2]
    written.terminated[:] = [False, True]
    write_history(tmp_path / "rewards.parquet", written, {"episodes": 2}, seed=0)
    found = read_history(tmp_path / "rewards.parquet")
    for name in ("returns", "length", "epsilon", "learning_rate", "terminated"):
        assert getattr(found, name).tolist() == getattr(written, name).tolist()


def test_rows_that_are_written_part_by_part_are_one_file_and_none_where_a_part_fails(tmp_path: Path) -> None:
    def write(path: Path, parts: list[list[int]]) -> None:
        with writing_parquet(path, {"a": pa.int64(), "b": pa.string()}, {"two": 2, "one": 1}, seed=4) as append:
            for part in parts:
                append({"b": [f"<{number}>" for number in part], "a": part})

    write(tmp_path / "rows.parquet", [[3, 1], [2]])
    found = pq.read_table(tmp_path / "rows.parquet")
    assert found.to_pydict() == {"a": [3, 1, 2], "b": ["<3>", "<1>", "<2>"]}
    assert found.schema.metadata[b"settings"] == b'{"one": 1, "two": 2}'
    assert found.schema.metadata[b"seed"] == b"4"
    with pytest.raises(OverflowError):
        write(tmp_path / "other.parquet", [[3, 1], [2**70]])
    assert [path.name for path in tmp_path.iterdir()] == ["rows.parquet"]


def run_job(body: str, log: Path) -> subprocess.CompletedProcess[str]:
    code = f"import sys; sys.path.append({str(SCRIPTS)!r})\nfrom jobs.log import logging_to\n"
    code += "from tabular.errors import UserError\nimport os\n"
    code += f"with logging_to({str(log)!r}):\n    {body}\n"
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("body", "returncode", "logged", "not_logged"),
    [
        ("print('to standard output'); print('to standard error', file=sys.stderr)", 0, ["output", "error"], []),
        ("os.write(2, b'from C')", 0, ["from C"], []),
        ("raise UserError('view.grid: wrong')", 1, ["Error: view.grid: wrong"], ["Traceback"]),
        ("raise ZeroDivisionError('a bug')", 1, ["Traceback", "a bug"], []),
        (
            "raise PermissionError(13, '', 'a.npy')",
            1,
            ["Error: a.npy: Permission denied; "],
            ["Traceback"],
        ),
    ],
)
def test_everything_a_job_says_is_in_its_log_and_nowhere_else(
    tmp_path: Path, body: str, returncode: int, logged: list[Any], not_logged: list[str]
) -> None:
    log = tmp_path / "logs" / "job.log"
    job = run_job(body, log)
    assert job.returncode == returncode
    assert job.stdout + job.stderr == ""
    text = log.read_text()
    assert all(words in text for words in logged)
    assert all(words not in text for words in not_logged)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no file that is always full")
@pytest.mark.parametrize("body", ["print('a line')", "raise UserError('view.grid: wrong')"])
def test_what_a_full_log_cannot_take_is_printed(body: str) -> None:
    job = run_job(body, Path("/dev/full"))
    assert job.returncode == 1
    said = "view.grid: wrong" if "wrong" in body else "/dev/full: No space left on device; make room there"
    assert f"Error: {said}" in job.stderr
    assert "Traceback" not in job.stderr
