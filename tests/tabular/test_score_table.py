"""Tables of scores, for programs, readers and papers."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING

import pytest
from tabular.score_table import latex, markdown, with_intervals, write_csv
from tabular.statistics import Estimate

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
    lines = markdown(ROWS).splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    assert cells[0] == ["experiment", "mean"]
    assert cells[2:] == [list(row.values()) for row in ROWS]
    assert re.fullmatch(r"\|:-+\|-+:\|", lines[1]), "names to the left, numbers to the right"


def test_latex_can_be_set_as_it_is() -> None:
    text = latex(ROWS)
    assert r"as\_tutorial" in text
    assert "$-$135.4 [$-$139.1, $-$131.4]" in text
    assert "−" not in text
    assert text.count(r"\toprule") == text.count(r"\bottomrule") == 1


def test_csv_has_numbers_in_full_and_nothing_where_there_is_none(tmp_path: Path) -> None:
    write_csv(tmp_path / "scores.csv", [{"name": "a", "mean": 1 / 3, "low": None, "high": NAN}])
    with (tmp_path / "scores.csv").open(newline="") as file:
        (row,) = csv.DictReader(file)
    assert row == {"name": "a", "mean": repr(1 / 3), "low": "", "high": ""}
