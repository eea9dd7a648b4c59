"""What is wrong with a configuration, in words that say what to do."""

from __future__ import annotations

import difflib
import json
import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

KeyPath = tuple[str | int, ...]

LONGEST_VALUE = 120
"""Characters of a given value that are repeated in a message."""

MOST_NAMES = 40
"""Names that are listed as allowed; of more it is said how many."""

LAST_OF_FOUR_DIGITS = 0xFFFF
"""The last character whose number has four hexadecimal digits."""


@dataclass(frozen=True)
class Problem:
    """One mistake.

    Attributes:
        path: where it is, from the top of the configuration.
        message: what was given, what is allowed, and what to do.
    """

    path: KeyPath
    message: str

    def __str__(self) -> str:
        """Return both as one line, which any terminal shows."""
        return printable(f"{dotted(self.path)}: {self.message}")


class ConfigurationError(Exception):
    """Everything that is wrong with a configuration, at once."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep each problem once, in the order in which they were found."""
        self.problems = list(dict.fromkeys(problems))
        count = "1 problem" if len(self.problems) == 1 else f"{len(self.problems)} problems"
        lines = "".join(f"\n  - {problem}" for problem in self.problems)
        super().__init__(f"The configuration has {count}; nothing was run:{lines}")


def dotted(path: KeyPath) -> str:
    """Write a path as `experiments.fast.environment.bins[0]`, names that aren't plain words in quotes."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            name = part if re.fullmatch(r"[\w-]+", str(part)) else shown(part)
            text += f".{name}" if text else name
    return text or "the configuration"


def shown(value: object) -> str:
    """Write a value as it could stand in the configuration, on one line, shortened where it is long."""
    if isinstance(value, float) and not math.isfinite(value):
        return ".nan" if math.isnan(value) else ".inf" if value > 0 else "-.inf"
    try:
        text = json.dumps(value, ensure_ascii=False)
    except (TypeError, ValueError):
        text = str(value).replace("\n", " ")
    text = printable(text)
    return text if len(text) <= LONGEST_VALUE else f"{text[: LONGEST_VALUE - 3]}…"


def printable(text: str) -> str:
    """Write control characters, and whatever else no terminal or no encoding has, by their numbers, as YAML does."""
    return "".join(sign if sign.isprintable() else _numbered(sign) for sign in text)


def _numbered(sign: str) -> str:
    code = ord(sign)
    return f"\\u{code:04x}" if code <= LAST_OF_FOUR_DIGITS else f"\\U{code:08x}"


def wrong_value(path: KeyPath, given: object, allowed: str, meant: object = None) -> Problem:
    """Say that a value is not one of those that are allowed, and which one was probably meant."""
    return Problem(path, f"{not_allowed(given, meant)} allowed: {allowed}")


def not_allowed(given: object, meant: object = None) -> str:
    """Write the first half of the sentence about a wrong value; what is allowed follows."""
    hint = "" if meant is None else f" did you mean {shown(meant)}?"
    return f"{shown(given)} is not allowed;{hint}"


def unknown_name(path: KeyPath, given: str, known: Sequence[str], what: str) -> Problem:
    """Say that a name is not one of those that are known, and which is the nearest."""
    meant = nearest(given, known)
    hint = "" if meant is None else f"did you mean {shown(meant)}? "
    listed = sorted(known)[:MOST_NAMES]
    rest = f" and {len(known) - len(listed)} more" if len(known) > len(listed) else ""
    return Problem(path, f"unknown {what} {shown(given)}; {hint}allowed: {', '.join(listed)}{rest}")


def nearest(given: object, known: Iterable[str]) -> str | None:
    """Return the known name that `given` is probably a misspelling of, if there is one."""
    if not isinstance(given, str):
        return None
    by_lower_case = {name.lower(): name for name in known}
    matches = difflib.get_close_matches(given.lower(), by_lower_case, n=1, cutoff=0.6)
    return by_lower_case[matches[0]] if matches else None


def allowed_by(schema: dict[str, Any]) -> str:
    """Say in words what a part of the schema allows; its `title` says it where the keywords read badly."""
    if "title" in schema:
        return str(schema["title"])
    if "enum" in schema:
        return ", ".join(map(str, schema["enum"]))
    # null first, so that it doesn't seem to belong to the limits of a number or to the items of a list.
    kinds = sorted(kinds_of(schema), key=lambda kind: kind != "null")
    return " or ".join(_KINDS[kind](schema) for kind in kinds) or "another value"


def kinds_of(schema: dict[str, Any]) -> list[str]:
    """Return the types that a part of the schema allows; none where it doesn't say."""
    kinds = schema.get("type", [])
    return [kinds] if isinstance(kinds, str) else list(kinds)


def _allowed_number(schema: dict[str, Any]) -> str:
    noun = "a whole number" if "integer" in kinds_of(schema) else "a number"
    if schema.get("multipleOf") == 2:  # noqa: PLR2004
        noun = "an even whole number"
    if "minimum" in schema and "maximum" in schema:
        return f"{noun} from {schema['minimum']} to {schema['maximum']}"
    limits = [
        f"{words} {schema[keyword]}"
        for keyword, words in (
            ("minimum", "at least"),
            ("exclusiveMinimum", "more than"),
            ("maximum", "at most"),
        )
        if keyword in schema
    ]
    return f"{noun}, {' and '.join(limits)}" if limits else noun


def _allowed_list(schema: dict[str, Any]) -> str:
    smallest, largest = schema.get("minItems"), schema.get("maxItems")
    size = f"of {smallest}" if smallest == largest and smallest else f"of at least {smallest}" if smallest else ""
    items = f"each {allowed_by(schema['items'])}" if "items" in schema else ""
    distinct = "all different" if schema.get("uniqueItems") else ""
    return ", ".join(part for part in (f"a list {size}".strip(), items, distinct) if part)


def _allowed_mapping(schema: dict[str, Any]) -> str:
    keys = ", ".join(schema.get("properties", {}))
    return f"a mapping with the keys {keys}" if keys else "a mapping"


_KINDS: dict[str, Callable[[dict[str, Any]], str]] = {
    "array": _allowed_list,
    "boolean": lambda _: "true or false",
    "integer": _allowed_number,
    "null": lambda _: "null",
    "number": _allowed_number,
    "object": _allowed_mapping,
    "string": lambda _: "text",
}
