"""Scores of experiments as a table: for programs (.csv), for reading (.md) and for papers (.tex)."""

from __future__ import annotations

import csv
import io
import math
from typing import TYPE_CHECKING, Any

from tabulate import tabulate

from tabular.artefacts import replacing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from tabular.statistics import Estimate

DIGITS = 4
"""Significant digits of the largest number of a column, in tables that people read."""


def write_csv(path: Path, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write rows that have the same keys, numbers in full; what is None or not a number stays empty."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows({key: "" if value != value else value for key, value in row.items()} for row in rows)  # noqa: PLR0124 (NaN)
    write_text(path, text.getvalue())


def markdown(rows: Sequence[Mapping[str, str]]) -> str:
    """Return a table in Markdown; the first column is text, all others are set like numbers."""
    # A number that was written with its interval is text, and stays as it was written.
    return tabulate(rows, headers="keys", tablefmt="pipe", disable_numparse=True, colalign=_alignment(rows))


def latex(rows: Sequence[Mapping[str, str]]) -> str:
    """Return a table in LaTeX, for the package booktabs."""
    table = tabulate(rows, headers="keys", tablefmt="latex_booktabs", disable_numparse=True, colalign=_alignment(rows))
    return f"{table.replace('−', '$-$')}\n"


def _alignment(rows: Sequence[Mapping[str, str]]) -> list[str]:
    return ["left", *["right"] * (len(rows[0]) - 1)]


def with_intervals(estimates: Sequence[Estimate | None], decimals: int | None = None) -> list[str]:
    """Write the numbers of a column, each with its 95 % interval where it has one; None is empty.

    Args:
        estimates: the column.
        decimals: digits after the point; None: as many as give the largest number four digits.
    """
    if decimals is None:
        decimals = _decimals([one for one in estimates if one is not None])
    return ["" if one is None else _with_interval(one, decimals) for one in estimates]


def _decimals(estimates: Sequence[Estimate]) -> int:
    ends = [abs(end) for one in estimates for end in (one.value, one.low, one.high) if math.isfinite(end)]
    largest = max(ends, default=0.0)
    return max(0, DIGITS - 1 - math.floor(math.log10(largest))) if largest > 0 else 0


def _with_interval(estimate: Estimate, decimals: int) -> str:
    value, low, high = (_number(end, decimals) for end in (estimate.value, estimate.low, estimate.high))
    return value if math.isnan(estimate.low) else f"{value} [{low}, {high}]"


def _number(value: float, decimals: int) -> str:
    # Rounded first, so that nothing becomes "−0".
    return f"{round(value, decimals) + 0.0:.{decimals}f}".replace("-", "−")


def write_text(path: Path, text: str) -> None:
    """Write a text, whole or not at all."""
    with replacing(path) as temporary:
        temporary.write_text(text, encoding="utf-8")
