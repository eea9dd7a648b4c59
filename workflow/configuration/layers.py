"""Where a configuration comes from: files and the command line, each laid over the one before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

from configuration.experiments import Settings, merge
from configuration.schema import schema, typed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from yaml.nodes import MappingNode

NAMED = ("experiments", "comparisons")
"""Sections of things that have names."""

MERGE_KEY = "tag:yaml.org,2002:merge"


class UnreadableFileError(Exception):
    """A configuration file is no YAML; the message says the file, the line, the column and what is wrong."""


def read_file(path: Path) -> Settings:
    """Return the contents of a configuration file; an empty file is an empty mapping.

    Raises:
        UnreadableFileError: the file is missing, is not UTF-8 or not YAML, or its top level is not a mapping.
    """
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=_StrictLoader)  # noqa: S506 (a safe loader)
    except OSError as error:
        raise UnreadableFileError(f"{path}: the file can't be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        message = f"{path}, line {line}: the file is not UTF-8; save it in this encoding"
        raise UnreadableFileError(message) from error
    except yaml.MarkedYAMLError as error:
        raise UnreadableFileError(f"{path}{_place(error)}: {_reason(error)}") from error
    except yaml.reader.ReaderError as error:
        line = path.read_text(encoding="utf-8")[: error.position].count("\n") + 1
        message = f"{path}, line {line}: the character {chr(error.character)!r} is not allowed in YAML"
        raise UnreadableFileError(message) from error
    except (ValueError, RecursionError) as error:  # ValueError: a date that the calendar doesn't have
        raise UnreadableFileError(f"{path}: this is not valid YAML ({error})") from error
    if content is None:
        return {}
    if not isinstance(content, dict):
        kind = "a list" if isinstance(content, list) else "a single value"
        raise UnreadableFileError(f"{path}: the file is {kind}; allowed: a mapping with keys such as `run`")
    return content


def project_layers(root: Path) -> Iterator[Settings]:
    """Yield what the project brings: the library's files in the order of their names, and `config.yaml` over them."""
    for path in (*sorted((root / "library").glob("*.yaml")), root / "config.yaml"):
        yield read_file(path)


def lay_over(layers: Iterable[Mapping[str, Any]]) -> Settings:
    """Return one configuration: each layer overrides the ones before it key by key, deeply.

    As in an experiment, another environment, another kind of schedule or another way to choose snapshots replaces the
    whole mapping below it.
    """
    config: Any = {}
    for layer in layers:
        # A heading with nothing below it, where somebody will write an experiment, takes nothing away.
        given = {key: value for key, value in layer.items() if not (key in NAMED and value is None)}
        config = merge(config, typed(given, schema()))
    return dict(config)


class RepeatedKeyError(yaml.MarkedYAMLError):
    """A mapping has a key twice."""


class _StrictLoader(yaml.SafeLoader):
    """Reads YAML, and refuses a key that a mapping has twice: the first value would be lost without a word."""

    def compose_mapping_node(self, anchor: Any) -> MappingNode:  # noqa: ANN401 (text or None)
        """Return a mapping as it is written, before merge keys (`<<`) add to it."""
        node: MappingNode = super().compose_mapping_node(anchor)
        seen: dict[tuple[str, str], Any] = {}
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode) and key.tag != MERGE_KEY:
                first = seen.setdefault((key.tag, key.value), key)
                if first is not key:
                    line = first.start_mark.line + 1
                    problem = f'the key "{key.value}" stands here a second time; the first is in line {line}'
                    raise RepeatedKeyError(None, None, problem, key.start_mark)
        return node


def _place(error: yaml.MarkedYAMLError) -> str:
    mark = error.problem_mark or error.context_mark
    return "" if mark is None else f", line {mark.line + 1}, column {mark.column + 1}"


def _reason(error: yaml.MarkedYAMLError) -> str:
    """Return what is wrong, and the usual cause where YAML's own words don't tell it."""
    if isinstance(error, RepeatedKeyError):
        return str(error.problem)
    problem = error.problem or "the file ends too early"
    hint = ""
    if "'\\t'" in problem:
        hint = "; indent with spaces, not with tabs"
    elif "mapping values are not allowed" in problem or "<block" in problem:
        hint = "; check the indentation, and put text that contains a colon in quotes"
    context = f" {error.context}" if error.context else ""
    return f"this is not valid YAML{context}: {problem}{hint}"
