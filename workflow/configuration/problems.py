"""What is wrong with a configuration, in words that say what to do."""

from __future__ import annotations

import difflib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Problem:
    """One mistake.

    Attributes:
        path: where it is, from the top of the configuration.
        message: what was given, what is allowed, and what to do.
    """

    path: Path
    message: str

    def __str__(self) -> str:
        """Return both as one line."""
        return f"{dotted(self.path)}: {self.message}"


class ConfigurationError(Exception):
    """Everything that is wrong with a configuration, at once."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep each problem once, in the order in which they were found."""
        self.problems = list(dict.fromkeys(problems))
        count = "1 problem" if len(self.problems) == 1 else f"{len(self.problems)} problems"
        lines = "".join(f"\n  - {problem}" for problem in self.problems)
        super().__init__(f"The configuration has {count}; nothing was run:{lines}")


def dotted(path: Path) -> str:
    """Write a path as `experiments.fast.environment.bins[0]`."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text or "the configuration"


def shown(value: object) -> str:
    """Write a value as it could stand in the configuration, shortened where it is long."""
    try:
        text = json.dumps(value, ensure_ascii=False)
    except (TypeError, ValueError):
        text = repr(value)
    return text if len(text) <= 120 else f"{text[:117]}…"  # noqa: PLR2004


def wrong_value(path: Path, given: object, allowed: str) -> Problem:
    """Say that a value is not one of those that are allowed."""
    return Problem(path, f"{shown(given)} is not allowed; allowed: {allowed}")


def unknown_name(path: Path, given: str, known: Sequence[str], what: str) -> Problem:
    """Say that a name is not one of those that are known, and which is the nearest."""
    nearest = difflib.get_close_matches(given, known, n=1, cutoff=0.5)
    hint = f"did you mean {nearest[0]!r}? " if nearest else ""
    return Problem(path, f"unknown {what} {given!r}; {hint}allowed: {', '.join(sorted(known))}")


def allowed_by(schema: dict[str, Any]) -> str:
    """Say in words what a part of the schema allows."""
    if "enum" in schema:
        return ", ".join(str(value) for value in schema["enum"])
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    return " or ".join(_KINDS[kind](schema) for kind in kinds) or "another value"


def _allowed_number(schema: dict[str, Any]) -> str:
    noun = "a whole number" if "integer" in schema.get("type", []) else "a number"
    if schema.get("multipleOf") == 2:  # noqa: PLR2004
        noun = "an even whole number"
    low = f"more than {schema['exclusiveMinimum']}" if "exclusiveMinimum" in schema else None
    if "minimum" in schema:
        low = f"at least {schema['minimum']}"
    high = f"at most {schema['maximum']}" if "maximum" in schema else None
    limits = " and ".join(limit for limit in (low, high) if limit)
    return f"{noun}, {limits}" if limits else noun


def _allowed_list(schema: dict[str, Any]) -> str:
    smallest, largest = schema.get("minItems"), schema.get("maxItems")
    size = f"of {smallest}" if smallest == largest and smallest else f"of at least {smallest}" if smallest else ""
    items = f"each {allowed_by(schema['items'])}" if "items" in schema else ""
    distinct = "all different" if schema.get("uniqueItems") else ""
    return ", ".join(part for part in (f"a list {size}".strip(), items, distinct) if part)


def _allowed_text(schema: dict[str, Any]) -> str:
    patterns = {
        "^last$": "last",
        "\\.py$": "the path of a Python file (.py)",
        "^(#[0-9a-fA-F]{6}|[a-zA-Z]+)$": 'a colour: "#rrggbb" or a CSS colour name',
        "^[a-z0-9][a-z0-9_-]*$": "a name of lower-case letters, digits, _ and -, beginning with a letter or digit",
    }
    return patterns.get(schema.get("pattern", ""), "text")


def _allowed_mapping(schema: dict[str, Any]) -> str:
    keys = ", ".join(schema.get("properties", {}))
    return f"a mapping with the keys {keys}" if keys else "a mapping"


_KINDS = {
    "array": _allowed_list,
    "boolean": lambda _: "true or false",
    "integer": _allowed_number,
    "null": lambda _: "null",
    "number": _allowed_number,
    "object": _allowed_mapping,
    "string": _allowed_text,
}
