"""Scores of experiments as a table: for programs (.csv), for reading (.md) and for papers (.tex)."""

from __future__ import annotations

import csv
import io
import math
import re
from typing import TYPE_CHECKING, Any

from tabulate import tabulate

from tabular.results.atomic import write_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    import pandas as pd

    from tabular.statistics.intervals import Estimate

DIGITS = 4
"""Significant digits of the largest number of a column, in tables that people read."""


FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a text must not begin with in a .csv file: spreadsheets would take it for a formula and compute it."""

NUMBER = re.compile(r"[+-]?(([0-9]+\.?[0-9]*|\.[0-9]+)(e[+-]?[0-9]+)?|inf|nan)", re.IGNORECASE)
"""What is a number to every program, and so may begin with a sign."""

MARKDOWN = re.compile(
    r"""[\\`*|~$<>&]             # code, emphasis, cells, formulas, HTML
    | (?<![^\W_])_|_(?![^\W_])   # underscores inside a word are no emphasis
    | (?<=\])(?=[(\[])           # links""",
    re.VERBOSE,
)
"""What has a meaning in Markdown, or none where it stands: in front of it comes a backslash."""


def write_csv(path: Path, table: pd.DataFrame) -> None:
    """Write a table without its index, numbers in full; None and what is not a number (NaN) stay empty."""
    # As texts, because pandas makes 8.0 of an 8 in a column where another number is missing.
    texts = [table.columns.to_list(), *table.astype(object).itertuples(index=False, name=None)]
    write_text(path, "".join(_csv_line(map(_csv_text, line)) for line in texts))


def _csv_line(cells: Iterable[str]) -> str:
    # Only where lines end with both signs does Python put texts with either of them in quotes.
    line = io.StringIO(newline="")
    csv.writer(line, lineterminator="\r\n").writerow(cells)
    return line.getvalue().removesuffix("\r\n") + "\n"


def _csv_text(value: Any) -> str:  # noqa: ANN401 (whatever a cell has)
    if value is None or value != value:  # noqa: PLR0124 (NaN)
        return ""
    # An apostrophe is how spreadsheets mark text as text.
    is_formula = isinstance(value, str) and value.startswith(FORMULA) and not NUMBER.fullmatch(value)
    return f"'{value}" if is_formula else str(value)


def markdown(table: pd.DataFrame, *, numbers: bool = True) -> str:
    """Return a table of texts in Markdown, without its index. All texts stand as they are.

    Args:
        table: the columns' names are texts, too.
        numbers: whether all columns but the first one are set like numbers, to the right.
    """
    escaped = table.map(markdown_text).rename(columns=markdown_text)
    # A number that was written with its interval is text, and stays as it was written.
    return escaped.to_markdown(index=False, disable_numparse=True, colalign=_alignment(table, numbers=numbers))


def markdown_text(text: str) -> str:
    """Return a text so that Markdown shows it as it is, on one line."""
    return MARKDOWN.sub(lambda match: f"\\{match[0]}", " ".join(text.split()))


def latex(table: pd.DataFrame) -> str:
    """Return a table of texts in LaTeX, for the package booktabs, without its index."""
    # pandas writes LaTeX with Jinja, and escapes the names of columns only on demand.
    text = tabulate(
        table.to_dict("list"), headers="keys", tablefmt="latex_booktabs", disable_numparse=True,
        colalign=_alignment(table),
    )  # fmt: skip
    return f"{text.replace('−', '$-$')}\n"


def _alignment(table: pd.DataFrame, *, numbers: bool = True) -> list[str]:
    return ["left", *["right" if numbers else "left"] * (len(table.columns) - 1)]


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
