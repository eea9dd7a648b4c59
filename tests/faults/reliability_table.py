"""The table of docs/reliability.md, from what the tests say of themselves."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.helpers.running import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import pytest

PAGE = ROOT / "docs" / "reliability.md"

BEGINNING, END = "<!-- table: begin -->\n", "<!-- table: end -->\n"
"""What stands around the table."""

FAILED = "**fails**"
"""The outcome of a test that failed."""


@dataclass(frozen=True)
class Row:
    """What came of a fault.

    Attributes:
        place: the file with the test.
        fault: what was done.
        outcome: what came of it.
        times: how often it was done.
    """

    place: str
    fault: str
    outcome: str
    times: int


def row_of(report: pytest.TestReport) -> Row | None:
    """Return what a finished test says by `note`; None where it says nothing, or was skipped."""
    said: dict[str, Any] = dict(report.user_properties)
    if report.when != "call" or report.skipped or "fault" not in said:
        return None
    outcome = FAILED if report.failed else str(said["outcome"])
    return Row(report.nodeid.partition("::")[0], str(said["fault"]), outcome, int(said.get("times", 1)))


def note(record_property: Callable[[str, object], None], fault: str, outcome: str, times: int = 1) -> None:
    """Let a test say at its beginning what it does, and what comes of it unless it fails."""
    record_property("fault", fault)
    record_property("outcome", outcome)
    record_property("times", times)


def table(rows: Iterable[Row]) -> str:
    """Return the table in Markdown: alike faults with alike outcomes as one row, always in the same order."""
    counted: Counter[tuple[str, str, str]] = Counter()
    for row in rows:
        counted[row.place, row.fault, row.outcome] += row.times
    lines = ["| fault | how often | outcome |", "| --- | ---: | --- |"]
    lines += [
        f"| {fault} | {counted[place, fault, outcome]:,} | {outcome} |" for place, fault, outcome in sorted(counted)
    ]
    return "\n".join(lines) + "\n"


def written_into(page: str, rows: Iterable[Row]) -> str:
    """Return a page with this table in the place of the one it has."""
    before, rest = page.split(BEGINNING)
    after = rest.split(END)[1]
    return f"{before}{BEGINNING}{table(rows)}{END}{after}"
