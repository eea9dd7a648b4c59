"""The table of docs/reliability.md: alike rows are counted, in the same order always, and the rest of the page stays."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from tests.faults.reliability_table import BEGINNING, END, FAILED, PAGE, Row, note, row_of, table, written_into

if TYPE_CHECKING:
    from collections.abc import Callable

ROWS = [
    Row("tests/faults/test_kills.py", "SIGKILL", "the same bytes", 1),
    Row("tests/faults/test_full_disk.py", "a full disk", "one line", 1),
    Row("tests/faults/test_kills.py", "SIGKILL", "the same bytes", 1),
    Row("tests/faults/test_kills.py", "SIGKILL", FAILED, 1),
    Row("tests/faults/test_mutated_configurations.py", "characters", "refused", 2000),
]

TABLE = """| fault | how often | outcome |
| --- | ---: | --- |
| a full disk | 1 | one line |
| SIGKILL | 1 | **fails** |
| SIGKILL | 2 | the same bytes |
| characters | 2,000 | refused |
"""


def report(**changes: Any) -> Any:
    said: list[tuple[str, object]] = []
    record: Callable[[str, object], None] = lambda name, value: said.append((name, value))  # noqa: E731
    note(record, "SIGKILL", "the same bytes")
    asked = {"when": "call", "skipped": False, "failed": False, "user_properties": said, "nodeid": "a/test_b.py::c[1]"}
    return SimpleNamespace(**asked | changes)


def test_alike_rows_are_counted_and_their_order_does_not_depend_on_when_they_ran() -> None:
    assert table(ROWS) == table(reversed(ROWS)) == TABLE


def test_only_the_table_of_the_page_is_written() -> None:
    page = f"before\n{BEGINNING}old\n{END}after\n"
    assert written_into(page, ROWS) == f"before\n{BEGINNING}{TABLE}{END}after\n"


def test_a_test_that_fails_is_a_row_that_says_so_and_a_skipped_one_is_none() -> None:
    assert row_of(report()) == Row("a/test_b.py", "SIGKILL", "the same bytes", 1)
    assert row_of(report(failed=True)) == Row("a/test_b.py", "SIGKILL", FAILED, 1)
    others: list[dict[str, Any]] = [{"skipped": True}, {"when": "setup"}, {"user_properties": []}]
    for other in others:
        assert row_of(report(**other)) is None


@pytest.mark.parametrize("sign", [BEGINNING, END])
def test_the_page_has_a_place_for_the_table(sign: str) -> None:
    assert PAGE.read_text(encoding="utf-8").count(sign) == 1
