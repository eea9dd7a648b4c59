"""Tables of scores, for programs, readers and papers."""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from tabular.pages.tables import latex, markdown, markdown_text, with_intervals, write_csv
from tabular.statistics.intervals import Estimate
from write_comparison_page import settings_table

from tests.helpers.awkward_texts import AWKWARD, PIECES

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


def shown(text: str) -> list[str]:
    """Return what a reader sees of each cell of a Markdown table, and nothing else than text in it."""
    parser = MarkdownIt("commonmark", {"html": True})
    cells = []
    for token in parser.enable(["table", "strikethrough"]).parse(text):
        if token.type == "inline":
            assert token.children is not None
            assert {child.type for child in token.children} <= {"text"}
            cells.append("".join(child.content for child in token.children))
    return cells


@given(AWKWARD, AWKWARD, AWKWARD)
def test_markdown_shows_texts_as_they_are(key: str, name: str, value: str) -> None:
    table = markdown(pd.DataFrame([{"experiment": name, f"a{key}": value}]))
    assert shown(table) == ["experiment", *(" ".join(text.split()) for text in (f"a{key}", name, value))]


@given(st.lists(st.dictionaries(AWKWARD, AWKWARD, max_size=3), min_size=1, max_size=3))
def test_the_settings_of_a_comparison_stand_on_its_page_as_they_are(differ: list[dict[str, str]]) -> None:
    experiments = {f"e_{number}": {"seeds": 1, "differ": one} for number, one in enumerate(differ)}
    paths = list(dict.fromkeys(path for one in differ for path in one))
    cells = ["experiment", *paths]
    for name, one in zip(experiments, differ, strict=True):
        cells += [name, *(one.get(path, "—") for path in paths)]
    expected = [" ".join(cell.split()) for cell in cells]
    assert shown(settings_table(experiments)) == (
        expected if paths else ["They differ in no setting that is learned with."]
    )


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


@given(
    AWKWARD,
    st.sampled_from(["", "=", "+", "-", "@", "\t", "\r"]).flatmap(lambda sign: AWKWARD.map(lambda text: sign + text)),
)
def test_csv_has_every_text_and_no_formula(tmp_path_factory: pytest.TempPathFactory, key: str, value: str) -> None:
    path = tmp_path_factory.mktemp("csv") / "scores.csv"
    write_csv(path, pd.DataFrame([{"experiment": "mine", f"{value}{key}": value, "mean": -91.2}]))
    with path.open(newline="") as file:
        (header, row) = csv.reader(file)
    assert (header[0], header[2], row[0], row[2]) == ("experiment", "mean", "mine", "-91.2")
    for written, text in ((header[1], f"{value}{key}"), (row[1], value)):
        assert written in {text, f"'{text}"}
        assert not written.startswith(("=", "+", "-", "@", "\t", "\r")) or re.fullmatch(r"[+-][0-9.e+-]+", written)


LATEX = {
    r"\&": "&", r"\%": "%", r"\$": "$", r"\#": "#", r"\_": "_", r"\{": "{", r"\}": "}", r"\^{}": "^",
    r"\textasciitilde{}": "~", r"\textbackslash{}": "\\",
    r"\ensuremath{<}": "<", r"\ensuremath{>}": ">", "$-$": "−",
}  # fmt: skip
"""What LaTeX sets for what stands in a table; no other sign with a meaning may be there."""


@given(AWKWARD, AWKWARD)
def test_latex_sets_every_text_as_it_is(key: str, value: str) -> None:
    lines = latex(pd.DataFrame([{"experiment": "mine", f"a{key}": value}])).splitlines()
    parts = re.compile("|".join(re.escape(code) for code in LATEX) + r"|(?P<other>[^&%$#_{}^~\\<>])|(?P<live>.)")
    for line, first, text in ((lines[2], "experiment", f"a{key}"), (lines[4], "mine", value)):
        cell = line.strip().removeprefix(first).strip().removeprefix("&").removesuffix("\\\\").strip()
        found = [*parts.finditer(cell)]
        assert not any(part["live"] for part in found)
        assert "".join(part["other"] or LATEX[part[0]] for part in found) == text.strip()


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="pdflatex is not installed")
def test_pdflatex_sets_awkward_texts(tmp_path: Path) -> None:
    table = latex(pd.DataFrame([{"experiment": name, "mean": "−1.0 [−2.0, 0.0]"} for name in PIECES]))
    document = f"\\documentclass{{article}}\\usepackage{{booktabs}}\\begin{{document}}{table}\\end{{document}}"
    (tmp_path / "table.tex").write_text(document, encoding="utf-8")
    command = ["pdflatex", "-halt-on-error", "-interaction=nonstopmode", "table.tex"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_latex_has_no_live_letters() -> None:
    text = latex(pd.DataFrame([{"experiment": r"a_b%c&d#e$f{g}\h", "x": "1"}]))
    assert r"a\_b\%c\&d\#e\$f\{g\}" in text
    assert r"\h" not in text.replace(r"\hline", "")
