"""Holding a configuration against its schema, and giving its values the schema's types."""

from __future__ import annotations

import copy
import functools
import json
import math
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import yaml
from jsonschema import Draft202012Validator

from configuration.problems import (
    ConfigurationError,
    Problem,
    allowed_by,
    kinds_of,
    nearest,
    shown,
    unknown_name,
    wrong_value,
)
from configuration.strict_yaml import TooLargeError, read_yaml
from configuration.texts import ALLOWED, is_name, is_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from jsonschema import ValidationError

    from configuration.problems import KeyPath

SCHEMA_FILE = Path(__file__).parents[1] / "schemas" / "config.schema.yaml"

FORMER_KEYS = {
    "seeds_per_job": "this key is gone; remove it, and give many seeds to a comparison, which trains them in few jobs"
}
"""What to do about keys that the configuration had once."""

REPORTED: Final = object()
"""Stands where a value was that is already reported as wrong, so that nothing else is said because of it."""


@functools.cache
def schema() -> dict[str, Any]:
    """Return the whole schema, with its references resolved, so that every part stands where it is used."""
    text = yaml.safe_load(SCHEMA_FILE.read_text(encoding="utf-8"))
    resolved: dict[str, Any] = _resolve(text, text["$defs"])
    return resolved


def section_keys(name: str) -> list[str]:
    """Return the keys of the schema's definition `name`."""
    return list(schema()["$defs"][name]["properties"])


def with_defaults(value: dict[str, Any], name: str) -> dict[str, Any]:
    """Add what the schema's definition `name` has as `default` to `value`."""
    parts = schema()["$defs"][name]["properties"]
    return {**{key: part["default"] for key, part in parts.items() if "default" in part}, **value}


def typed(value: Any, part: dict[str, Any], path: KeyPath = ()) -> Any:  # noqa: ANN401 (any value of a configuration)
    """Return `value`, which stands at `path`, with the types that the schema gives it.

    Values from the command line are strings where the schema may want a number, and YAML reads `1e-3` as a string. A
    string that may not be one is read as the value that it looks like. Whole numbers become floats where the schema
    says `number`, so that 1 and 1.0 are the same setting, and text where only text is possible, such as a name.

    Raises:
        ConfigurationError: a text that is to be read is too large.
    """
    if isinstance(value, str) and not _may_be_text(part, value):
        value = _read_text(value, _kinds(part), path)
    if isinstance(value, dict):
        return _typed_mapping(value, part, path)
    if isinstance(value, list):
        return [typed(item, part.get("items", {}), (*path, index)) for index, item in enumerate(value)]
    return _typed_number(value, part) if isinstance(value, int | float) and not isinstance(value, bool) else value


def problems(config: dict[str, Any]) -> list[Problem]:
    """Return everything in `config` that the schema does not allow."""
    unusable = {problem.path: problem for problem in _unusable((), config)}
    errors = Draft202012Validator(schema()).iter_errors(config)
    described = [problem for error in errors for problem in _describe(error) if problem.path not in unusable]
    return sorted({*described, *unusable.values()}, key=lambda problem: [str(part) for part in problem.path])


def override_problems(override: dict[str, Any]) -> list[Problem]:
    """Return everything that the schema does not allow in what an experiment overrides; paths begin in it."""
    part = schema()["$defs"]["experiment"]
    errors = Draft202012Validator(part).iter_errors(typed(override, part))
    return [*_unusable((), override), *(problem for error in errors for problem in _describe(error))]


def marked(config: dict[str, Any], found: Iterable[Problem]) -> dict[str, Any]:
    """Return a copy of `config` with `REPORTED` wherever there is a problem, so that the rest can be checked."""
    copied = copy.deepcopy(config)
    for problem in found:
        *parents, last = problem.path
        place: Any = copied
        for part in parents:
            place = place[part] if place is not REPORTED else REPORTED
        if place is not REPORTED:
            place[last] = REPORTED
    return copied


def is_sound(value: object) -> bool:
    """Tell whether no part of `value` is already reported as wrong."""
    if isinstance(value, dict):
        return all(map(is_sound, value.values()))
    if isinstance(value, list):
        return all(map(is_sound, value))
    return value is not REPORTED


def _resolve(part: Any, definitions: dict[str, Any]) -> Any:  # noqa: ANN401 (any part of a schema)
    if isinstance(part, list):
        return [_resolve(item, definitions) for item in part]
    if not isinstance(part, dict):
        return part
    if "$ref" in part:
        return _resolve(definitions[part["$ref"].removeprefix("#/$defs/")], definitions)
    return {key: _resolve(item, definitions) for key, item in part.items()}


def _properties(part: dict[str, Any]) -> dict[str, Any]:
    """Return the schemas of a mapping's keys; where several apply, the first says the type."""
    alternatives = [part, *part.get("allOf", [])]
    return next((one["properties"] for one in alternatives if "properties" in one), {})


def _kinds(part: dict[str, Any]) -> list[str]:
    """Return the types that a part allows; where several apply, the first that says any."""
    alternatives = [part, *part.get("allOf", [])]
    return next((kinds for one in alternatives if (kinds := kinds_of(one))), [])


def _part_at(path: KeyPath) -> dict[str, Any]:
    """Return the part of the schema for the key at `path`, through mappings alone."""
    part = schema()
    for name in path:
        below: dict[str, Any] = _properties(part).get(str(name)) or part["additionalProperties"]
        part = below["allOf"][0] if "allOf" in below else below
    return part


def _may_be_text(part: dict[str, Any], text: str) -> bool:
    kinds = kinds_of(part)
    if "enum" in part and not kinds:
        return True
    # `last` beside numbers and null is the only text that stands for itself there.
    return "string" in kinds and (kinds == ["string"] or (text not in {"null", "~", ""} and not _is_number(text)))


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _read_text(text: str, kinds: list[str], path: KeyPath) -> object:
    """Read text as the value that it would have been in the file; keep it where that isn't what is wanted."""
    if not kinds:
        return _read_text_of_any_kind(text)
    if _is_number(text):
        return float(text) if {"integer", "number"} & {*kinds} else text
    try:
        value = read_yaml(text)
    except TooLargeError as error:
        raise ConfigurationError([Problem(path, f"{shown(text)} can't be read: {error.problem}")]) from error
    except (yaml.YAMLError, ValueError):  # ValueError: a date that the calendar doesn't have
        return text
    return text if isinstance(value, str) else value


def _read_text_of_any_kind(text: str) -> object:
    """Read only what is surely no text: 0101, yes and 2024-01-01 stay what they are."""
    if text.lstrip().startswith(("[", "{", '"')):  # a list, a mapping or text in quotes, however deep
        return text
    try:
        return json.loads(text.lower())
    except ValueError:
        return text


def _typed_mapping(value: dict[Any, Any], part: dict[str, Any], path: KeyPath) -> dict[Any, Any]:
    known = _properties(part)
    other = part.get("additionalProperties")
    rest = other if isinstance(other, dict) else {}
    # What the schema says nothing about, inside an environment's arguments, may have keys of any kind.
    return {
        key: typed(item, known.get(key, rest), (*path, key))
        for key, item in ((_name(key) if part else key, item) for key, item in value.items())
    }


def _name(key: object) -> str:
    """Return a key as text: YAML reads 2024 as a number and `on` as true."""
    return key if isinstance(key, str) else shown(key) if key is None or isinstance(key, bool) else str(key)


def _typed_number(value: float, part: dict[str, Any]) -> float | str:
    kinds = kinds_of(part)
    try:
        as_float = float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf
    if isinstance(value, int) and (kinds == ["string"] or str(value) in part.get("enum", ())):
        return str(value)
    if "number" in kinds:
        return as_float
    return int(value) if "integer" in kinds and as_float.is_integer() else value


def _describe(error: ValidationError) -> Iterator[Problem]:
    """Say what is wrong in words of the configuration instead of words of JSON schema."""
    path = tuple(error.absolute_path)
    given: Any = error.instance
    part: dict[str, Any] = error.schema if isinstance(error.schema, dict) else {}
    if "propertyNames" in error.absolute_schema_path:
        yield Problem((*path, given), f"this name is not allowed; allowed: {allowed_by(part)}")
    elif error.validator == "additionalProperties":
        known = list(part["properties"])
        for key in given:
            if key in FORMER_KEYS:
                yield Problem((*path, key), FORMER_KEYS[key])
            elif key not in known:
                yield unknown_name((*path, key), key, known, "key")
    elif error.validator == "required":
        missing = [(*path, key) for key in part["required"] if key not in given]
        yield from (Problem(key, f"this key is missing; add it: {allowed_by(_part_at(key))}") for key in missing)
    else:
        yield wrong_value(
            path, given, f"{allowed_by(part)}{_advice(part, given)}", nearest(given, map(str, part.get("enum", ())))
        )


def _advice(part: dict[str, Any], given: object) -> str:
    """Say what to do about values that YAML, or whoever wrote them, takes for something else."""
    kinds = kinds_of(part)
    if "string" in kinds and "integer" not in kinds and isinstance(given, bool | float | date | None):
        return "; to YAML this is no text, so write it in quotes if it is meant as it stands"
    if "array" in kinds and part.get("minItems", 0) <= 1 and isinstance(given, str | int) and given != "":
        return f"; a list of one is [{given if isinstance(given, str) else shown(given)}]"
    if "experiments" in part.get("properties", {}) and isinstance(given, list):
        return (
            f"; here {{experiments: [{', '.join(map(str, given))}], seeds: {part['properties']['seeds']['default']}}}"
        )
    return ""


def _unusable(path: KeyPath, value: object) -> Iterator[Problem]:
    """Find what the schema can't say: numbers without a value, text that can't be shown, and what only YAML knows."""
    if isinstance(value, str) and not is_text(value):
        yield wrong_value(path, value, ALLOWED)
    elif isinstance(value, float) and not math.isfinite(value):
        yield wrong_value(path, value, "a finite number")
    elif isinstance(value, dict):
        for key, item in value.items():
            if isinstance(key, str) and not is_name(key):
                yield Problem((*path, key), f"this name is not allowed; allowed: {ALLOWED}")
            else:
                yield from _unusable((*path, key), item)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _unusable((*path, index), item)
    elif not isinstance(value, str | int | float | None):
        kind = type(value).__name__
        allowed = (
            f"text, a number, true, false, null, a list or a mapping; to YAML this is a {kind}: write it in quotes"
        )
        yield wrong_value(path, value, allowed)
