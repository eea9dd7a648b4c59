"""Configurations with something wrong in them: the project's own, with values, keys or characters changed at random."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import yaml
from configuration.layers import read_file
from hypothesis import strategies as st

from tests.helpers.running import ROOT

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

Path = tuple[str | int, ...]

DEEP = 2000
"""Levels of the deepest lists."""


def project() -> dict[str, Any]:
    """Return the project's `config.yaml` with experiments and comparisons of its library, all of them in `run`."""
    config = read_file(ROOT / "config.yaml")
    library = [read_file(ROOT / "library" / name) for name in ("frozen_lake.yaml", "cart_pole.yaml")]
    config["experiments"] = {name: value for one in library for name, value in one["experiments"].items()}
    config["comparisons"] = {name: value for one in library for name, value in one.get("comparisons", {}).items()}
    config["run"] = list(config["experiments"])[:3]
    return config


PROJECT = project()


def nested(depth: int, *, mapping: bool) -> Any:
    """Return lists in lists, or mappings in mappings."""
    value: Any = 1
    for _ in range(depth):
        value = {"a": value} if mapping else [value]
    return value


NUMBERS = st.sampled_from(
    [
        0, -1, 1, 2, 0.5, -0.5, 1e308, -1e308, 1e-320, 10**6, 10**9, 10**18, -(10**18), 10**400, 2**31, 2**63, 2**64,
        float("nan"), float("inf"), float("-inf"), True, False, None,
    ]
)  # fmt: skip

STRANGE = [
    "", " ", "null", "~", "1e3", "0x10", "1_000", "12:30:45", "2026-02-30", "=", "<<", "*a", "&a", "!!python/name:os",
    "../../etc", "/", "a/b", "a\x00b", "a\x1b[31mb", "a\nb", "{a}", "{{a}}", "%s", "a" * 10_000, "ä", "🎈", "\ud800",
    "FrozenLake-v1", "FrozenLake-v0", "MountainCar-v0", "no:such", "no.such:Thing-v0", "sarsa", "ucb", "h264",
]  # fmt: skip

TEXTS = st.one_of(st.sampled_from(STRANGE), st.text(max_size=8))

VALUES: SearchStrategy[Any] = st.one_of(
    NUMBERS,
    TEXTS,
    st.lists(st.one_of(NUMBERS, TEXTS), max_size=4),
    st.dictionaries(TEXTS, NUMBERS, max_size=3),
    st.builds(nested, st.sampled_from([1, 3, 50]), mapping=st.booleans()),
    st.builds(dict, schedule=TEXTS, start=NUMBERS, end=NUMBERS),
)

KEYS = st.one_of(TEXTS, NUMBERS, st.sampled_from(["seeds", "agent", "run"]))


def places(value: Any, path: Path = ()) -> list[Path]:
    """Return the paths to all values below one."""
    if isinstance(value, dict):
        items: list[tuple[Any, Any]] = list(value.items())
    elif isinstance(value, list):
        items = list(enumerate(value))
    else:
        return []
    return [place for key, below in items for place in ((*path, key), *places(below, (*path, key)))]


def parent_of(config: Any, path: Path) -> Any:
    """Return what holds the value at a path."""
    for part in path[:-1]:
        config = config[part]
    return config


@st.composite
def changed_values(draw: DrawFn, most: int = 2) -> dict[str, Any]:
    """Replace some values by others."""
    config = copy.deepcopy(PROJECT)
    for _ in range(draw(st.integers(1, most))):
        path = draw(st.sampled_from(places(config)))
        parent = parent_of(config, path)
        parent[path[-1]] = draw(st.one_of(VALUES, st.sampled_from(near(parent[path[-1]]))))
    return config


def near(value: Any) -> list[Any]:
    """Return values that are often as good as a value: other numbers and truth values, and anything else as it is."""
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int):
        return [value + 1, value - 1]
    return [value + 1, value / 2] if isinstance(value, float) else [copy.deepcopy(value)]


@st.composite
def changed_keys(draw: DrawFn) -> dict[str, Any]:
    """Delete a key, rename it, or put its value elsewhere too; sometimes twice."""
    config = copy.deepcopy(PROJECT)
    for _ in range(draw(st.integers(1, 2))):
        path = draw(st.sampled_from(places(config)))
        parent, last = parent_of(config, path), path[-1]
        how = draw(st.sampled_from(["delete", "rename", "copy"]))
        value = parent[last] if how == "copy" else parent.pop(last)
        if how == "rename" and isinstance(parent, dict):
            parent[draw(KEYS)] = value
        elif how == "copy":
            other = draw(st.sampled_from(places(config)))
            parent_of(config, other)[other[-1]] = copy.deepcopy(value)
    return config


def written(config: dict[str, Any]) -> str:
    """Return a configuration as YAML, also what can't be in UTF-8."""
    return yaml.safe_dump(config, sort_keys=False, allow_unicode=False)


@st.composite
def changed_texts(draw: DrawFn) -> bytes:
    """Edit the file itself: characters, lines, its end."""
    text = bytearray(written(PROJECT).encode())
    for _ in range(draw(st.integers(1, 3))):
        place = draw(st.integers(0, len(text) - 1))
        piece = draw(st.sampled_from(PIECES))
        match draw(st.sampled_from(["insert", "replace", "truncate", "line", "indent"])):
            case "insert":
                text[place:place] = piece
            case "replace":
                text[place : place + len(piece)] = piece
            case "truncate":
                del text[max(place, 1) :]
            case "line":
                start = text.rfind(b"\n", 0, place) + 1
                text[start:start] = piece + b"\n"
            case _:
                start = text.rfind(b"\n", 0, place) + 1
                text[start:start] = b" " * draw(st.integers(1, 5))
    return bytes(text)


PIECES = [
    *(bytes([number]) for number in (0, 1, 7, 8, 9, 11, 12, 13, 27, 127, 128, 255)),
    b"\xef\xbb\xbf", b"\xff\xfe", b"\xed\xa0\x80", "\u2028".encode(), "\x85".encode(), "ä".encode(),
    b":", b": ", b"- ", b"#", b"{", b"}", b"[", b"]", b"'", b'"', b"|", b">", b"%", b"@", b"`", b",", b"?", b"\t",
    b"&a ", b"*a", b"<<: *a", b"&a [*a]", b"--- ", b"...", b"!!set ", b"!!python/object:os.system ", b"!!binary a",
    b"a: &a [1, 1]\nb: &b [*a, *a]\nc: [*b, *b]", b"0o8", b"1e400", b"." * 3, b'"\\ud800"', b'"\\x00"', b"x: " * 50,
    b"[" * DEEP, b"{a: " * DEEP, b"[" * DEEP + b"]" * DEEP,
]  # fmt: skip
"""What is put into the file."""
