"""Holding a configuration against its schema, and giving its values the schema's types."""

from __future__ import annotations

import functools
import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from jsonschema import Draft202012Validator

from configuration.problems import Problem, allowed_by, unknown_name, wrong_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jsonschema import ValidationError

SCHEMA_FILE = Path(__file__).parents[1] / "schemas" / "config.schema.yaml"


@functools.cache
def schema() -> dict[str, Any]:
    """Return the whole schema, with its references resolved, so that every part stands where it is used."""
    text = yaml.safe_load(SCHEMA_FILE.read_text(encoding="utf-8"))
    resolved: dict[str, Any] = _resolve(text, text["$defs"])
    return resolved


def typed(value: Any, part: dict[str, Any]) -> Any:  # noqa: ANN401 (any value of a configuration)
    """Return `value` with the types that the schema gives it.

    Values from the command line are strings where the schema may want a number, and YAML reads `1e-3` as a string. A
    string that may not be one is read as YAML. Whole numbers become floats where the schema says `number`, so that
    1 and 1.0 are the same setting.
    """
    kinds = _kinds(part)
    if isinstance(value, str) and not _may_be_text(part, value):
        value = _read_scalar(value, kinds)
    if isinstance(value, dict):
        known = _properties(part)
        other = part.get("additionalProperties")
        rest = other if isinstance(other, dict) else {}
        return {key: typed(item, known.get(key, rest)) for key, item in value.items()}
    if isinstance(value, list):
        return [typed(item, part.get("items", {})) for item in value]
    if isinstance(value, bool):
        return value
    if isinstance(value, int) and "number" in kinds:
        return float(value)
    if isinstance(value, float) and value.is_integer() and "integer" in kinds and "number" not in kinds:
        return int(value)
    return value


def problems(config: dict[str, Any]) -> list[Problem]:
    """Return everything in `config` that the schema does not allow."""
    errors = Draft202012Validator(schema()).iter_errors(config)
    found = [problem for error in errors for problem in _describe(error)]
    return sorted({*found, *_not_finite((), config)}, key=lambda problem: [str(part) for part in problem.path])


def with_defaults(value: dict[str, Any], name: str) -> dict[str, Any]:
    """Add what the schema's definition `name` has as `default` to `value`."""
    parts = schema()["$defs"][name]["properties"]
    return {**{key: part["default"] for key, part in parts.items() if "default" in part}, **value}


def _resolve(part: Any, definitions: dict[str, Any]) -> Any:  # noqa: ANN401 (any part of a schema)
    if isinstance(part, list):
        return [_resolve(item, definitions) for item in part]
    if not isinstance(part, dict):
        return part
    if "$ref" in part:
        return _resolve(definitions[part["$ref"].removeprefix("#/$defs/")], definitions)
    return {key: _resolve(item, definitions) for key, item in part.items()}


def _kinds(part: dict[str, Any]) -> list[str]:
    kinds = part.get("type", [])
    return [kinds] if isinstance(kinds, str) else list(kinds)


def _properties(part: dict[str, Any]) -> dict[str, Any]:
    """Return the schemas of a mapping's keys; where several apply, the first says the type."""
    alternatives = [part, *part.get("allOf", [])]
    return next((one["properties"] for one in alternatives if "properties" in one), {})


def _may_be_text(part: dict[str, Any], value: str) -> bool:
    if "enum" in part:
        return True
    kinds = _kinds(part)
    # `last` beside numbers and null is the only text that stands for itself there.
    return "string" in kinds and (kinds == ["string"] or (value not in {"null", "~", ""} and not _is_number(value)))


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _read_scalar(text: str, kinds: list[str]) -> object:
    """Read a string as the YAML that it would have been in the file; keep it where that isn't what is wanted."""
    if _is_number(text):
        if not kinds or "integer" in kinds or "number" in kinds:
            return float(text) if not text.strip().lstrip("+-").isdigit() else int(text)
        return text
    try:
        value = yaml.safe_load(text)
    except yaml.YAMLError:
        return text
    return value if not isinstance(value, str) else text


def _describe(error: ValidationError) -> Iterator[Problem]:
    """Say what is wrong in words of the configuration instead of words of JSON schema."""
    path = tuple(error.absolute_path)
    given: Any = error.instance
    wanted: Any = error.validator_value
    part: dict[str, Any] = error.schema if isinstance(error.schema, dict) else {}
    match error.validator:
        case "additionalProperties":
            known = list(part["properties"])
            for key in given:
                if key not in known:
                    yield unknown_name((*path, key), str(key), known, "key")
        case "required":
            for key in wanted:
                if key not in given:
                    yield Problem(
                        (*path, key), "this key is missing; add it, with a value as in the project's config.yaml"
                    )
        case "propertyNames" | "pattern" if "propertyNames" in map(str, error.absolute_schema_path):
            yield Problem(
                (*path, str(given)), f"this name is not allowed; allowed: {allowed_by({**part, 'type': 'string'})}"
            )
        case _:
            yield wrong_value(path, given, allowed_by(part))


def _not_finite(path: tuple[str | int, ...], value: object) -> Iterator[Problem]:
    """Find numbers that no comparison with a limit finds."""
    if isinstance(value, float) and not math.isfinite(value):
        yield Problem(path, f"{value} is not allowed; allowed: a finite number")
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _not_finite((*path, key), item)
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _not_finite((*path, index), item)
