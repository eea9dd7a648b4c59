"""Tables of scores, for programs, readers and papers."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tabular.pages.tables import latex, markdown, markdown_text, with_intervals, write_csv
from tabular.statistics.intervals import Estimate

if TYPE_CHECKING:
    from pathlib import Path

NAN = float("nan")


@pytest.mark.parametrize(
    ("column", "written"),
    [
        ([Estimate(-135.4321, -139.06, -131.449)], ["−135.4 [−139.1, −131.4]"]),
        ([Estimate(0.74021, 0.7, 0.78), None], ["0.7402 [0.7000, 0.7800]", ""]),
        ([Estimate(7.93, NAN, NAN)], ["7.930"]),
        ([Estimate(0.0, 0.0, 0.0)], ["0 [0, 0]"]),
        ([Estimate(-0.00001, -0.00001, 100.0)], ["0.0 [0.0, 100.0]"]),
    ],
)
def test_numbers_have_four_digits_and_their_interval(column: list[Estimate | None], written: list[str]) -> None:
    assert with_intervals(column) == written


ROWS = [{"experiment": "as_tutorial", "mean": "−135.4 [−139.1, −131.4]"}, {"experiment": "sarsa", "mean": "−13.0"}]


def test_markdown_has_a_row_an_experiment_with_its_numbers_as_they_were_written() -> None:
    lines = markdown(pd.DataFrame(ROWS)).splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    assert cells[0] == ["experiment", "mean"]
    assert cells[2:] == [list(row.values()) for row in ROWS]
    assert re.fullmatch(r"\|:-+\|-+:\|", lines[1]), "names to the left, numbers to the right"


def test_latex_can_be_set_as_it_is() -> None:
    text = latex(pd.DataFrame(ROWS))
    assert r"as\_tutorial" in text
    assert "$-$135.4 [$-$139.1, $-$131.4]" in text
    assert "−" not in text
    assert text.count(r"\toprule") == text.count(r"\bottomrule") == 1


def test_csv_has_numbers_in_full_and_nothing_where_there_is_none(tmp_path: Path) -> None:
    row = {"name": "a", "mean": 1 / 3, "low": None, "high": NAN, "seeds": 3}
    write_csv(tmp_path / "scores.csv", pd.DataFrame([row], dtype=object))
    with (tmp_path / "scores.csv").open(newline="") as file:
        (read,) = csv.DictReader(file)
    assert read == {"name": "a", "mean": repr(1 / 3), "low": "", "high": "", "seeds": "3"}


def test_a_missing_number_changes_no_other_number_of_its_column(tmp_path: Path) -> None:
    write_csv(tmp_path / "scores.csv", pd.DataFrame({"solved_from": [8, None, 0.5]}, dtype=object))
    assert (tmp_path / "scores.csv").read_text().splitlines() == ["solved_from", "8", '""', "0.5"]


AWKWARD = st.text(st.sampled_from('ab _*|`~<>&[](){}!#-+=.:$\\\n1"'), max_size=12)


def shown(text: str) -> list[str]:
    """Return what a reader sees of each cell of a Markdown table, and nothing else than text in it."""
    # The parser is no dependency of the project's own: rich, which draws the progress bars, brings it along.
    parser = pytest.importorskip("markdown_it").MarkdownIt("commonmark", {"html": True})
    cells = []
    for token in parser.enable(["table", "strikethrough"]).parse(text):
        if token.type == "inline":
            assert token.children is not None
            assert {child.type for child in token.children} <= {"text"}
            cells.append("".join(child.content for child in token.children))
    return cells


@settings(deadline=None)  # the first table imports tabulate
@given(AWKWARD, AWKWARD, AWKWARD)
def test_markdown_shows_texts_as_they_are(key: str, name: str, value: str) -> None:
    table = markdown(pd.DataFrame([{"experiment": name, f"a{key}": value}]))
    assert shown(table) == ["experiment", *(" ".join(text.split()) for text in (f"a{key}", name, value))]


@pytest.mark.parametrize(
    "name", ["q_learning", "[20, 20]", "-0.5", "a.b_c.d", "linear from 1 to 0", "−13.0 [−14, −12]"]
)
def test_plain_texts_stay_readable_in_the_source(name: str) -> None:
    assert markdown_text(name) == name


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+left", "'+left"),
        ("-left", "'-left"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-0.5", "-0.5"),
        ("best possible: -97.7", "best possible: -97.7"),
        ('a,"b"\nc', 'a,"b"\nc'),
        (-0.5, "-0.5"),
        (float("-inf"), "-inf"),
    ],
)
def test_no_text_in_csv_is_a_formula(tmp_path: Path, value: object, cell: str) -> None:
    write_csv(tmp_path / "scores.csv", pd.DataFrame([{"=key": value}]))
    with (tmp_path / "scores.csv").open(newline="") as file:
        (row,) = csv.DictReader(file)
    assert row == {"'=key": cell}


def test_latex_has_no_live_letters() -> None:
    text = latex(pd.DataFrame([{"experiment": r"a_b%c&d#e$f{g}\h", "x": "1"}]))
    assert r"a\_b\%c\&d\#e\$f\{g\}" in text
    assert r"\h" not in text.replace(r"\hline", "")
