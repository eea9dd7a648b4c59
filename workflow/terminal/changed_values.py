"""Which values of a job's parameters have changed since its files were made, and from what to what."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

LONGEST_VALUE = 40
"""Characters of a value that are shown."""

ABSENT: Any = object()
"""Stands for a key that is not there."""


def changed_values(before: Iterable[str], now: Mapping[str, Any]) -> list[str]:
    """Say what is different, a text for each value, such as `agent.discount 0.95 → 0.99`.

    Snakemake records the values of a job's parameters as Python writes them (`repr`), sorted and without their names.
    So a value that is gone belongs to the parameter of today that is the most like it.

    Args:
        before: the recorded values.
        now: today's values, by the parameters' names.
    """
    recorded = list(before)
    new: dict[str, Any] = {}
    for name, value in now.items():
        if repr(value) in recorded:
            recorded.remove(repr(value))
        else:
            new[name] = value
    gone = [_value(text) for text in recorded]
    texts = []
    for name, value in new.items():
        old = _most_alike(value, gone)
        if old is ABSENT:
            texts.append(f"{name} is new: {_shown(value)}")
        else:
            gone.remove(old)
            texts += [_change(path, one, other) for path, one, other in _differences(name, old, value)]
    return texts + [f"no longer a parameter: {_shown(value)}" for value in gone]


def _value(text: str) -> Any:  # noqa: ANN401 (any value of a configuration)
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError):
        return text


def _most_alike(value: object, candidates: Sequence[Any]) -> Any:  # noqa: ANN401 (any value of a configuration)
    """Return the candidate that most probably was the parameter's value: one with the most keys in common."""
    if isinstance(value, dict):
        mappings = [one for one in candidates if isinstance(one, dict)]
        return max(mappings, key=lambda one: len(one.keys() & value.keys()), default=ABSENT)
    return next((one for one in candidates if not isinstance(one, dict)), ABSENT)


def _differences(path: str, old: object, new: object) -> Iterator[tuple[str, Any, Any]]:
    """Yield the values that differ, each with its path, from two mappings in mappings."""
    if not (isinstance(old, dict) and isinstance(new, dict)):
        yield path, old, new
        return
    for key in sorted({*old, *new}, key=str):
        one, other = old.get(key, ABSENT), new.get(key, ABSENT)
        if repr(one) != repr(other):
            yield from _differences(f"{path}.{key}", one, other)


def _change(path: str, old: object, new: object) -> str:
    if old is ABSENT:
        return f"{path} is new: {_shown(new)}"
    if new is ABSENT:
        return f"{path} is gone, it was {_shown(old)}"
    return f"{path} {_shown(old)} → {_shown(new)}"


def _shown(value: object) -> str:
    text = "null" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
    text = " ".join(text.split())
    return text if len(text) <= LONGEST_VALUE else f"{text[: LONGEST_VALUE - 1]}…"
