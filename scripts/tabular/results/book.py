"""The files of the book's figures: points of lines, cells of tables, and what the book says and what was found."""

from __future__ import annotations

import csv
import math
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from tabular.results.damage import DamagedFileError, reading

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

LINES = ("panel", "line", "x", "mean", "low", "high", "runs")
"""The columns of a figure of lines: a row a point; `panel` from 0 on, the ends of the mean's 95 % interval."""

CELLS = ("panel", "row", "column", "action", "value", "is_agent")
"""The columns of a figure of action values: a row a cell and action of each panel; `row` and `column` are the cell's
centre, in the units of the environment, and `is_agent` is 1 where the agent is, else 0."""

FINDINGS = ("what", "book", "here", "low", "high", "runs", "agrees")
"""The columns of `{figure}_numbers.csv`: a row a statement of the book; `agrees` is `yes` or `no`."""

INTERVALS = ("low", "high")
"""Columns that may be empty."""


def read_numbers(path: Path, columns: Sequence[str], *, texts: Sequence[str]) -> pd.DataFrame:
    """Read a table of the book's figures.

    Args:
        path: the file.
        columns: its columns, in their order.
        texts: those of them that are texts; the others are numbers.

    Raises:
        DamagedFileError: the file is missing or damaged, or has other columns.
    """
    # Not by pandas.read_csv, which takes a row that is cut off for one without an interval.
    with reading(path, "table"), path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file, strict=True)
        if next(reader, []) != list(columns):
            raise DamagedFileError(path, f"its columns should be {', '.join(columns)}")
        rows = list(reader)
        if any(len(row) != len(columns) for row in rows):
            raise DamagedFileError(path, "it has a row that is not whole")
        table = pd.DataFrame(rows, columns=list(columns), dtype=object)
        numbers = [name for name in columns if name not in texts]
        table = table.astype(dict.fromkeys(texts, object))
        table[numbers] = table[numbers].replace("", "nan").astype(np.float64)
    for name in numbers:
        if name not in INTERVALS and table[name].map(math.isnan).any():
            raise DamagedFileError(path, f"its column {name!r} has a row without a number")
    return table


def read_lines(path: Path) -> pd.DataFrame:
    """Read the points of a figure of lines, the columns `LINES`.

    Raises:
        DamagedFileError: the file is missing or damaged, or has no points.
    """
    table = read_numbers(path, LINES, texts=["line"])
    if table.empty:
        raise DamagedFileError(path, "it has no points")
    return table.astype({"panel": np.int64, "runs": np.int64})


def read_cells(path: Path) -> pd.DataFrame:
    """Read the action values of a figure, the columns `CELLS`.

    Raises:
        DamagedFileError: the file is missing or damaged, or has no cells.
    """
    table = read_numbers(path, CELLS, texts=["action"])
    if table.empty:
        raise DamagedFileError(path, "it has no cells")
    return table.astype({"panel": np.int64, "is_agent": np.int64})


def read_findings(path: Path) -> pd.DataFrame:
    """Read what the book says of a figure beside what was found: the columns `FINDINGS`, `here` as text.

    Raises:
        DamagedFileError: the file is missing or damaged.
    """
    return read_numbers(path, FINDINGS, texts=["what", "book", "here", "agrees"]).astype({"runs": np.int64})
