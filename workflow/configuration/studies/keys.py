"""The keys of an experiment that a study can vary, by their dotted names."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from configuration.schema import schema

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SECTIONS = ("environment", "agent", "episodes")
"""The keys of an experiment on which its returns depend."""

NAMES = frozenset({"environment.actions", "environment.axes"})
"""Keys in these sections that are only for pictures."""

FREE = "environment.arguments."
"""What the keys begin with that only the environment knows."""


@functools.cache
def variable_keys() -> dict[str, dict[str, Any]]:
    """Return all keys that a study can vary, each with its part of the schema."""
    parts = schema()["$defs"]["experiment"]["properties"]
    return {key: part for section in SECTIONS for key, part in _below(section, parts[section]) if key not in NAMES}


def is_variable(key: str) -> bool:
    """Tell whether a study can vary a key."""
    return key in variable_keys() or (key.startswith(FREE) and all(key.split(".")))


def is_whole(key: str) -> bool:
    """Tell whether a key takes whole numbers only."""
    kinds = variable_keys().get(key, {}).get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    return "integer" in kinds and "number" not in kinds


def is_number(key: str) -> bool:
    """Tell whether a key can be a number, so that a range has a meaning."""
    kinds = variable_keys().get(key, {}).get("type", [])
    return key.startswith(FREE) or bool({"integer", "number"} & {*([kinds] if isinstance(kinds, str) else kinds)})


def nested(assignment: Mapping[str, Any]) -> dict[str, Any]:
    """Return values by dotted key as an experiment has them: `agent.discount: 1` as `{agent: {discount: 1}}`."""
    override: dict[str, Any] = {}
    for key, value in assignment.items():
        *parents, last = key.split(".")
        place = override
        for part in parents:
            place = place.setdefault(part, {})
        place[last] = value
    return override


def _below(key: str, part: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    yield key, part
    for name, below in part.get("properties", {}).items():
        yield from _below(f"{key}.{name}", below)
