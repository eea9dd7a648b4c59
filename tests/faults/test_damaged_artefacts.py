"""A file of a finished run is damaged: who reads it says so in one line, and the remedy in it mends everything."""

from __future__ import annotations

import json
import pickle
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow.parquet as pq
import pytest
from PIL import Image

from tests.faults.reliability_table import note
from tests.faults.small_run import TARGETS, assert_same, copied, run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.faults.conftest import Record

pytestmark = pytest.mark.slow


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-8])


def cut_in_half(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def halve(path: Path) -> None:
    np.save(path, np.load(path)[:-1])


def spoil_number(path: Path) -> None:
    table = np.load(path)
    table.flat[0] = np.nan
    np.save(path, table)


def put_objects(path: Path) -> None:
    np.save(path, np.array([{"a": 1}], dtype=object), allow_pickle=True)


def pickled(path: Path) -> None:
    path.write_bytes(pickle.dumps({"a": 1}))


def drop_column(path: Path) -> None:
    table = pq.read_table(path)
    changed = table.drop_columns([table.column_names[-1]])
    pq.write_table(changed.replace_schema_metadata(table.schema.metadata), path)


def drop_row(path: Path) -> None:
    table = pq.read_table(path)
    pq.write_table(table.slice(0, table.num_rows - 1), path)


def drop_key(path: Path) -> None:
    content = json.loads(path.read_text(encoding="utf-8"))
    del content["actions"]
    path.write_text(json.dumps(content), encoding="utf-8")


def cut_line(path: Path) -> None:
    path.write_text("".join(path.read_text(encoding="utf-8").splitlines(keepends=True)[:-1]), encoding="utf-8")


def resize(path: Path) -> None:
    with Image.open(path) as picture:
        picture.resize((100, 100)).save(path)


@dataclass(frozen=True)
class Damage:
    """A damaged file.

    Attributes:
        file: its path in results/.
        how: what is done with it, in words.
        damage: does it.
        read_for: what is made from it, in results/.
    """

    file: str
    how: str
    damage: Callable[[Path], None]
    read_for: str

    def __str__(self) -> str:
        """Return the test's name."""
        return f"{self.file} {self.how}"


LAKE = "lake/seed-0"
BOTH = "comparisons/both"
ROLLOUT, VIDEO = f"{LAKE}/rollout.mp4", f"{LAKE}/qtable.mp4"

DAMAGES = (
    Damage(f"{LAKE}/qtables/29.npy", "cut off", truncate, ROLLOUT),
    Damage(f"{LAKE}/qtables/29.npy", "empty", empty, f"{LAKE}/evaluation.parquet"),
    Damage(f"{LAKE}/qtables/15.npy", "of another shape", halve, f"{LAKE}/frames/15"),
    Damage(f"{LAKE}/qtables/29.npy", "with a NaN", spoil_number, f"{LAKE}/greedy_paths.parquet"),
    Damage(f"{LAKE}/qtables/29.npy", "with objects of Python", put_objects, ROLLOUT),
    Damage(f"{LAKE}/visits.npy", "cut off", truncate, "explorer.html"),
    Damage(f"{LAKE}/first_updates.npy", "pickled", pickled, f"{LAKE}/frames/00"),
    Damage(f"{LAKE}/rewards.parquet", "cut off", truncate, "lake/rewards.png"),
    Damage(f"{LAKE}/rewards.parquet", "without a column", drop_column, "summary.csv"),
    Damage(f"{LAKE}/evaluation.parquet", "with a row too few", drop_row, "summary.csv"),
    Damage(f"{LAKE}/greedy_paths.parquet", "empty", empty, "explorer.html"),
    Damage("lake/baselines.parquet", "without a column", drop_column, "summary.csv"),
    Damage("lake/environment.json", "cut off", truncate, "lake/rewards.png"),
    Damage("lake/environment.json", "without a key", drop_key, ROLLOUT),
    Damage(f"{LAKE}/frames/15/29.png", "cut off", cut_in_half, VIDEO),
    Damage(f"{LAKE}/frames/15/29.png", "of another size", resize, VIDEO),
    Damage("lake/best_return.json", "cut off", truncate, "summary.csv"),
    Damage(f"{BOTH}/batch-0.parquet", "cut off", truncate, f"{BOTH}/scores.csv"),
    Damage(f"{BOTH}/batch-1.parquet", "without a column", drop_column, f"{BOTH}/scores.csv"),
    Damage(f"{BOTH}/learning_curves.parquet", "cut off", truncate, f"{BOTH}/learning_curves.png"),
    Damage(f"{BOTH}/performance_profiles.parquet", "empty", empty, f"{BOTH}/learning_curves.png"),
    Damage(f"{BOTH}/improvement.csv", "with a line too few", cut_line, f"{BOTH}/improvement.png"),
    Damage(f"{BOTH}/scores.md", "with a line too few", cut_line, f"{BOTH}/comparison.md"),
)

UNREAD = (
    f"{LAKE}/qtables.sha256",
    f"{LAKE}/frames/00.sha256",
    ROLLOUT,
    VIDEO,
    "lake/rewards.png",
    "explorer.html",
    "summary.csv",
)
"""Files that no job reads, or only as a whole."""


def mend(path: Path, said: str) -> None:
    """Do what a message says is to be done."""
    if "delete the folder it is in" in said:
        shutil.rmtree(path.parent)
    elif said.endswith(f"(delete results/{LAKE}/frames)"):
        shutil.rmtree(path.parent.parent)
    else:
        assert f"; delete {path.name} and run the same command again" in said
        path.unlink()


@pytest.mark.parametrize("damaged", DAMAGES, ids=str)
def test_a_damaged_file_is_named_with_the_remedy_and_the_remedy_helps(
    damaged: Damage, tmp_path: Path, finished: Path, reference: dict[str, bytes], record_property: Record
) -> None:
    kind = damaged.file.rpartition(".")[2]
    note(
        record_property,
        f"a .{kind} file of a finished run is damaged: {damaged.how}",
        "one line with the file and the remedy; after the remedy, the same bytes",
    )
    folder = copied(finished, tmp_path / "run")
    path = folder / "results" / damaged.file
    damaged.damage(path)
    printed = run(folder, f"results/{damaged.read_for}", "--force", expect=1)
    assert "Traceback" not in printed
    (said,) = {line.strip() for line in printed.splitlines() if "Error: " in line}
    assert said.startswith(f"Error: results/{damaged.file}: ")
    mend(path, said)
    # Snakemake doesn't make again what is missing on the way to files that are there: it is asked for.
    run(folder, *TARGETS, f"results/{damaged.read_for}")
    assert_same(folder, reference)


@pytest.mark.parametrize("file", UNREAD)
def test_a_file_that_no_job_reads_is_made_again_once_it_is_deleted(
    file: str, tmp_path: Path, finished: Path, reference: dict[str, bytes], record_property: Record
) -> None:
    note(
        record_property,
        f"a .{file.rpartition('.')[2]} file that no job reads is damaged",
        "not noticed; after it is deleted, the same command ends in the same bytes",
    )
    folder = copied(finished, tmp_path / "run")
    empty(folder / "results" / file)
    run(folder, *TARGETS)
    assert (folder / "results" / file).stat().st_size == 0
    (folder / "results" / file).unlink()
    run(folder, *TARGETS, f"results/{file}")
    assert_same(folder, reference)
