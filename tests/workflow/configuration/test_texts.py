"""Text that no document can show, wherever it stands in the configuration: refused, in a line for any terminal."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import Any

import pytest
from configuration.problems import Problem, printable, shown
from configuration.texts import is_name, is_text
from hypothesis import given
from hypothesis import strategies as st

from tests.helpers.configurations import load, of, problems
from tests.helpers.running import ROOT, snakemake

FORBIDDEN = [
    *map(chr, (0, 7, 8, 0x0B, 0x0C, 0x1B, 0x1F, 0x7F, 0x80, 0x85, 0x9F)),
    "\u2028",
    "\u2029",
    "\ud800",
    "\udfff",
    "\ufdd0",
    "\ufffe",
    "\uffff",
    "\U0010ffff",
]

ALLOWED = "text without control characters"


@pytest.mark.parametrize("sign", FORBIDDEN, ids=ascii)
def test_a_name_with_it_is_refused_in_one_line_that_any_terminal_shows(sign: str) -> None:
    (line,) = problems({"defaults.environment.actions": [f"a{sign}", "b", "c"]})
    line.encode("utf-8")
    assert line.isprintable()
    assert line == f"defaults.environment.actions[0]: {shown(f'a{sign}')} is not allowed; allowed: {ALLOWED}"


PLACES: list[tuple[Any, str]] = [
    ({"references": {"best\x07": 1}}, r'references."best\u0007"'),
    ({"defaults.environment.axes": ["a", "b\x07"]}, "defaults.environment.axes[1]"),
    ({"defaults.environment.id": "Mine\x07-v0"}, "defaults.environment.id"),
    ({"defaults.environment.module": "mine\x07.py"}, "defaults.environment.module"),
    ({"defaults.environment.arguments": {"a": {"b": ["c\x07"]}}}, "defaults.environment.arguments.a.b[0]"),
    ({"defaults.environment.arguments": {"a": {"b\x07": 1}}}, r'defaults.environment.arguments.a."b\u0007"'),
    ({"defaults.agent.algorithm": "sarsa\x07"}, "defaults.agent.algorithm"),
    ({"run": ["taxi\x07"]}, "run[0]"),
    ({"view.axes": ["position", "velocity\x07"]}, "view.axes[1]"),
    ({"rollout.constant_action": "left\x07"}, "rollout.constant_action"),
    ({"qtable_plot.markers.best": "o\x07"}, "qtable_plot.markers.best"),
    ({"qtable_plot.colors.best": "red\x07"}, "qtable_plot.colors.best"),
    ({"experiments.mine\x07": {}}, r'experiments."mine\u0007"'),
    ({"comparisons.mine\x07": {"experiments": ["taxi", "taxi_rmax"]}}, r'comparisons."mine\u0007"'),
    ({"mine\x07": 1}, r'"mine\u0007"'),
    (of({"references": {"best\x07": 1}}), r'experiments.mine.references."best\u0007"'),
]


@pytest.mark.parametrize(("changes", "place"), PLACES, ids=[place for _, place in PLACES])
def test_every_text_of_the_configuration_is_held_to_it(changes: dict[str, Any], place: str) -> None:
    (line,) = problems(changes)
    assert line.startswith(f"{place}: ")
    assert line.endswith(f"allowed: {ALLOWED}")


def test_an_argument_of_an_environment_may_have_lines_and_a_name_may_not() -> None:
    (line,) = problems({"defaults.environment.arguments": {"map": "SF\nFG\t\r\n"}})
    assert ALLOWED not in line, "MountainCar takes no map, and that is all"
    for sign in "\t\n\r":
        (line,) = problems({"defaults.environment.actions": [f"a{sign}b", "b", "c"]})
        assert "without line breaks" in line


@given(st.text(st.characters() | st.sampled_from(FORBIDDEN)))
def test_what_is_allowed_can_stand_in_xml_and_in_a_file(text: str) -> None:
    assert not is_name(text) or is_text(text)
    if is_text(text):
        element = ET.Element("text", {"name": text})
        element.text = text
        read = ET.fromstring(ET.tostring(element, encoding="utf-8"))  # noqa: S314 (written one line before)
        assert read.get("name") == text
        assert read.text is None if not text else read.text is not None
    if is_name(text):
        assert len(text.splitlines()) <= 1


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp", "Cn"])))
def test_all_other_text_is_allowed(text: str) -> None:
    assert is_name(text)


@given(st.text(st.characters() | st.sampled_from(FORBIDDEN)))
def test_whatever_a_message_repeats_is_printable_text(text: str) -> None:
    printable(text).encode("utf-8")
    assert printable(text).isprintable()
    assert printable(printable(text)) == printable(text)
    assert shown({"a": [text]}).isprintable()
    if text.isprintable():
        assert printable(text) == text


def test_what_an_environment_says_cannot_harm_the_message() -> None:
    problem = Problem(("environment", "id"), "no window\x1b[2J\ud800 on\ntwo lines")
    assert str(problem) == r"environment.id: no window\u001b[2J\ud800 on\u000atwo lines"


def test_a_name_with_letters_of_all_kinds_is_accepted() -> None:
    names = ["←", "$x$ \\frac{ <b>", "👩‍🔬 مرحبا"]
    settings = load({"defaults.environment.actions": names}).experiments["mountain_car_tutorial"]
    assert settings["environment"]["actions"] == names


DRY_RUN = ("--snakefile", str(ROOT / "Snakefile"), "-n", "--cores", "1")


@pytest.mark.command_line
@pytest.mark.parametrize(
    "given", ['references={"a\\ud800": 1}', 'references={"a\\u0007": 1}', "references={a\udcff: 1}"]
)
def test_snakemake_ends_in_this_line(tmp_path: Any, given: str) -> None:
    output = snakemake(*DRY_RUN, "--config", given, cwd=tmp_path, expect=1)
    assert f"not allowed; allowed: {ALLOWED}" in output
    assert "Traceback" not in output
