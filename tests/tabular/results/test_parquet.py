"""Parquet files hold what was written, for every program that reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st
from tabular.results.parquet import read_columns, writing_parquet

if TYPE_CHECKING:
    import pytest

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
