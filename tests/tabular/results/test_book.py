"""The files of the book's figures: what is cut off or spoiled is named, and never shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tabular.results.book import CELLS, FINDINGS, LINES, read_cells, read_findings, read_lines
from tabular.results.damage import DamagedFileError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pandas as pd

READERS: dict[str, tuple[Callable[[Path], pd.DataFrame], tuple[str, ...], str]] = {
    "lines": (read_lines, LINES, "0,Sarsa,1.0,-2.0,-3.0,,9"),
    "cells": (read_cells, CELLS, "0,1.0,2.0,up,-inf,1"),
    "findings": (read_findings, FINDINGS, "steps,≈ 14,14.5,,15.0,30,yes"),
}


@pytest.mark.parametrize("kind", READERS)
def test_a_row_comes_back_as_numbers_and_texts(tmp_path: Path, kind: str) -> None:
    read, columns, row = READERS[kind]
    path = tmp_path / "figure.csv"
    path.write_text(f"{','.join(columns)}\n{row}\n", encoding="utf-8")
    table = read(path)
    assert [*table.columns] == [*columns]
    found = ["" if value != value else value for value in table.iloc[0].tolist()]  # noqa: PLR0124 (NaN)
    expected = [
        float(cell) if isinstance(value, float) else cell for cell, value in zip(row.split(","), found, strict=True)
    ]
    assert [value if isinstance(value, float) else str(value) for value in found] == expected


@pytest.mark.parametrize("kind", READERS)
@pytest.mark.parametrize("cut", [3, 1])
def test_a_row_that_is_cut_off_is_named(tmp_path: Path, kind: str, cut: int) -> None:
    read, columns, row = READERS[kind]
    path = tmp_path / "figure.csv"
    path.write_text(f"{','.join(columns)}\n{row}\n{','.join(row.split(',')[:-cut])}\n", encoding="utf-8")
    with pytest.raises(DamagedFileError, match=r"figure\.csv: it has a row that is not whole; delete"):
        read(path)


@pytest.mark.parametrize("kind", ["lines", "cells"])
def test_a_table_without_rows_is_named(tmp_path: Path, kind: str) -> None:
    read, columns, _ = READERS[kind]
    path = tmp_path / "figure.csv"
    path.write_text(f"{','.join(columns)}\n", encoding="utf-8")
    with pytest.raises(DamagedFileError, match="it has no"):
        read(path)


def test_only_the_ends_of_intervals_may_be_empty(tmp_path: Path) -> None:
    path = tmp_path / "figure.csv"
    path.write_text(f"{','.join(LINES)}\n0,Sarsa,1.0,,-3.0,-1.0,9\n", encoding="utf-8")
    with pytest.raises(DamagedFileError, match="its column 'mean' has a row without a number"):
        read_lines(path)
