"""Parquet files hold what was written, for every program that reads them, and cost no import of pandas."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st
from tabular.results.parquet import read_columns, writing_parquet

if TYPE_CHECKING:
    import pytest

SCRIPTS = Path(__file__).parents[3] / "scripts"

COLUMNS = {"whole": pa.int64(), "short": pa.int32(), "real": pa.float64(), "truth": pa.bool_(), "text": pa.string()}

ROWS = st.lists(
    st.tuples(
        st.integers(-(2**63), 2**63 - 1),
        st.integers(-(2**31), 2**31 - 1),
        st.floats(width=64),
        st.booleans(),
        st.none() | st.text(st.characters(codec="utf-8")),
    ),
    min_size=1,
    max_size=30,
)


@given(batches=st.lists(ROWS, min_size=1, max_size=3))
def test_columns_are_read_as_they_were_written(
    tmp_path_factory: pytest.TempPathFactory, batches: list[list[tuple[int, int, float, bool, str | None]]]
) -> None:
    path = tmp_path_factory.mktemp("parquet") / "rows.parquet"
    with writing_parquet(path, COLUMNS, {}) as write:
        for rows in batches:
            whole, short, real, truth, text = zip(*rows, strict=True)
            write(
                {
                    "whole": np.array(whole, dtype=np.int64),
                    "short": np.array(short, dtype=np.int32),
                    "real": np.array(real),
                    "truth": np.array(truth),
                    "text": list(text),
                }
            )
    flat = [row for rows in batches for row in rows]
    ours, theirs = read_columns(path, COLUMNS, nulls={"text"}, undefined={"real"}), pd.read_parquet(path)
    for position, name in enumerate(COLUMNS):
        expected = [row[position] for row in flat]
        if name == "text":
            assert ours[name] == expected
            assert [None if pd.isna(one) else one for one in theirs[name]] == expected
        else:
            np.testing.assert_array_equal(ours[name], np.array(expected))
            np.testing.assert_array_equal(theirs[name].to_numpy(), np.array(expected))


PROGRAM = """
import sys
from pathlib import Path

from tabular.results.episodes import read_rewards
from train import train

folder = Path(sys.argv[1])
agent = {"algorithm": "q_learning", "discount": 0.9, "initial_value": {"low": 0.0, "high": 0.0},
         "learning_rate": {"schedule": "constant", "start": 0.1}, "behaviour": "epsilon_greedy",
         "epsilon": {"schedule": "constant", "start": 0.1}, "ties": "lowest", "at_termination": "target",
         "at_truncation": "bootstrap"}
settings = {"environment": {"id": "FrozenLake-v1"}, "agent": agent, "episodes": 20, "snapshots": {"every": 10}}
train(settings=settings, seed=0, window=10, engine="gymnasium", qtables=folder / "qtables", digest=folder / "digest",
      rewards=folder / "rewards.parquet", visits=folder / "visits.npy", first_updates=folder / "first_updates.npy")
assert len(read_rewards(folder / "rewards.parquet").reward) == 20
assert "pandas" not in sys.modules
import render_qtable_frames
assert "pandas" not in sys.modules
"""


def test_neither_training_nor_drawing_frames_imports_pandas(tmp_path: Path) -> None:
    """PyArrow imports it by itself; that takes a third of the time of a short job."""
    command = [sys.executable, "-c", PROGRAM, str(tmp_path)]
    ended = subprocess.run(command, cwd=SCRIPTS, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
