"""YAML that is nested too deeply, or that aliases make too large: refused in one line, and at once."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from configuration.layers import UnreadableFileError, lay_over, read_file
from configuration.problems import ConfigurationError
from configuration.size import DEEPEST, MOST_VALUES, size_fault
from configuration.strict_yaml import RefusedYamlError, TooLargeError, read_yaml
from hypothesis import given
from hypothesis import strategies as st

from tests.helpers.configurations import PROJECT_CONFIG
from tests.helpers.running import ROOT, snakemake

if TYPE_CHECKING:
    from pathlib import Path

SECONDS = 5
"""What a message may take."""


def in_brackets(depth: int) -> str:
    return "[" * depth + "]" * depth


def in_braces(depth: int) -> str:
    return "{a: " * depth + "1" + "}" * depth


def indented(depth: int) -> str:
    return "".join(f"{' ' * level}a:\n" for level in range(depth))


def dashes(depth: int) -> str:
    return "- " * depth + "1"


NESTED = [in_brackets, in_braces, indented, dashes]


def bomb(levels: int, width: int, opening: str = "[", closing: str = "]", item: str = "*a{}") -> str:
    """Return aliases of aliases, each level `width` of the one before, the first of as many values."""
    parts = [f"a0: &a0 [{', '.join(['x'] * width)}]"]
    for level in range(1, levels):
        items = [f"k{number}: *a{level - 1}" if opening == "{" else item.format(level - 1) for number in range(width)]
        parts.append(f"a{level}: &a{level} {opening}{', '.join(items)}{closing}")
    return "\n".join(parts) + "\n"


BOMBS = {
    "lists": bomb(12, 9),
    "mappings": bomb(12, 9, "{", "}"),
    "merge keys": "a0: &a0 {x: 1, y: 2}\n"
    + "".join(f"a{level}: &a{level} {{<<: [{', '.join([f'*a{level - 1}'] * 9)}]}}\n" for level in range(1, 12)),
    "one long alias": f"a: &a [{', '.join('x' * 1000)}]\nb: [{', '.join(['*a'] * 1000)}]\n",
}

ENDLESS = ["a: &a [*a]", "a: &a {b: *a}", "a: &a [1, {b: [*a]}]", "a: &a {<<: *a}", "&a {run: *a}", "a: &a\n  ? [*a]\n"]


def message_of(text: str, folder: Path) -> str:
    """Return what is said about a file with this text, after checking that it is one line and comes at once."""
    path = folder / "config.yaml"
    path.write_text(text, encoding="utf-8")
    begin = time.process_time()  # whatever else the machine does
    with pytest.raises(UnreadableFileError) as raised:
        read_file(path)
    assert time.process_time() - begin < SECONDS
    message = str(raised.value)
    assert message.startswith(f"{path}, line ")
    assert "\n" not in message
    return message


@pytest.mark.parametrize("nested", NESTED)
@pytest.mark.parametrize("depth", [DEEPEST + 1, 1_000, 100_000])
def test_a_file_that_is_nested_too_deeply_is_refused(tmp_path: Path, nested: Any, depth: int) -> None:
    # A file grows with the square of its indents: 100,000 of them would be 5 GB.
    text = nested(min(depth, 3_000) if nested is indented else depth)
    assert f"nested more than {DEEPEST} deep" in message_of(text, tmp_path)


@pytest.mark.parametrize("nested", NESTED)
def test_as_deep_as_is_allowed_is_read(nested: Any) -> None:
    text = nested(DEEPEST)
    assert read_yaml(text) == yaml.safe_load(text)


def test_as_many_values_as_are_allowed_are_read() -> None:
    assert len(read_yaml(f"a: [{', '.join('x' * (MOST_VALUES - 2))}]")["a"]) == MOST_VALUES - 2


def test_one_value_more_than_is_allowed_is_refused() -> None:
    with pytest.raises(TooLargeError, match=f"more than {MOST_VALUES:,} values"):
        read_yaml(f"a: [{', '.join('x' * (MOST_VALUES - 1))}]\n")


def test_aliases_do_not_hide_how_deep_a_file_is(tmp_path: Path) -> None:
    text = f"a: &a {in_brackets(DEEPEST - 2)}\nb: &b [[[*a]]]\n"
    assert message_of(text, tmp_path).startswith(f"{tmp_path / 'config.yaml'}, line 2, column ")


@pytest.mark.parametrize("text", BOMBS.values(), ids=BOMBS)
def test_a_file_that_aliases_make_too_large_is_refused_at_once(tmp_path: Path, text: str) -> None:
    assert f"more than {MOST_VALUES:,} values" in message_of(text, tmp_path)


@pytest.mark.parametrize("text", ENDLESS)
def test_an_alias_inside_of_what_it_repeats_is_refused(tmp_path: Path, text: str) -> None:
    assert "the alias *a stands inside of what it repeats" in message_of(text, tmp_path)


@given(levels=st.integers(1, 7), width=st.integers(1, 12), brackets=st.sampled_from(["[]", "{}"]))
def test_exactly_what_has_too_many_values_once_aliases_are_followed_is_refused(
    levels: int, width: int, brackets: str
) -> None:
    values, in_file = 1 + width, 0
    for level in range(levels):
        if level:
            values = 1 + width * values
        in_file += values
    text = bomb(levels, width, *brackets)
    if 1 + in_file > MOST_VALUES:
        with pytest.raises(RefusedYamlError, match="aliases"):
            read_yaml(text)
    else:
        assert read_yaml(text) == yaml.safe_load(text)


def nested_value(depth: int) -> list[Any]:
    value: list[Any] = []
    for _ in range(depth - 1):
        value = [value]
    return value


def wide_value(levels: int) -> list[Any]:
    value: list[Any] = ["x"]
    for _ in range(levels):
        value = [value] * 9
    return value


def endless_value() -> dict[str, Any]:
    value: dict[str, Any] = {}
    value["a"] = value
    return value


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (nested_value(100_000), "nested more than"),
        (wide_value(12), "more than 100,000 values"),
        (endless_value(), "nested more than"),
        (in_brackets(100_000), "nested more than"),
        (in_braces(1_000), "nested more than"),
        (f"[{bomb(12, 9).splitlines()[0].removeprefix('a0: ')}, [{', '.join(['*a0'] * 20_000)}]]", "more than 100,000"),
        ("&a [*a]", "stands inside of what it repeats"),
    ],
    ids=["deep", "wide", "endless", "deep text", "deep text of mappings", "wide text", "endless text"],
)
@pytest.mark.parametrize("key", ["run", "defaults"])
def test_a_value_from_elsewhere_is_held_to_the_same_limits(key: str, value: object, reason: str) -> None:
    begin = time.process_time()
    with pytest.raises(ConfigurationError) as raised:
        lay_over([PROJECT_CONFIG, {key: value}])
    assert time.process_time() - begin < SECONDS
    (problem,) = raised.value.problems
    assert str(problem).startswith(f"{key}: ")
    assert reason in str(problem)


def test_an_argument_of_an_environment_that_looks_like_a_deep_list_stays_text() -> None:
    text = in_brackets(100_000)
    config = lay_over([PROJECT_CONFIG, {"defaults": {"environment": {"arguments": {"a": text}}}}])
    assert config["defaults"]["environment"]["arguments"]["a"] == text


def test_the_project_itself_is_far_from_the_limits() -> None:
    assert size_fault(nested_value(DEEPEST)) is None
    assert size_fault(["x"] * (MOST_VALUES - 1)) is None
    assert size_fault(PROJECT_CONFIG) is None


DRY_RUN = ("--snakefile", str(ROOT / "Snakefile"), "-n", "--cores", "1")


@pytest.mark.command_line
@pytest.mark.parametrize(
    ("arguments", "text", "said"),
    [
        ((), bomb(12, 9, "{", "}"), "config.yaml, line 6, column"),
        (("--configfile", "config.yaml"), bomb(12, 9), "config.yaml, line 6, column"),
        (("--config", f"run={in_brackets(1_000)}"), "", "- run: "),
        (("--config", f"defaults={in_braces(1_000)}"), "", "- defaults: "),
    ],
)
def test_snakemake_ends_in_a_message_and_no_traceback(
    tmp_path: Path, arguments: tuple[str, ...], text: str, said: str
) -> None:
    (tmp_path / "config.yaml").write_text(text, encoding="utf-8")
    output = snakemake(*DRY_RUN, *arguments, cwd=tmp_path, expect=1)
    assert said in output
    assert "Traceback" not in output
    assert "RecursionError" not in output
