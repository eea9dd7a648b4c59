"""Where a configuration comes from: files and the command line, each laid over the one before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

from configuration.experiments import Settings, merge
from configuration.problems import ConfigurationError, Problem, printable
from configuration.schema import schema, typed
from configuration.size import size_fault
from configuration.strict_yaml import RefusedYamlError, read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

NAMED = ("experiments", "comparisons", "studies")
"""Sections of things that have names."""


class UnreadableFileError(Exception):
    """A configuration file is no YAML; the message says the file, the line, the column and what is wrong."""

    def __str__(self) -> str:
        """Return the message so that any terminal shows it."""
        return printable(super().__str__())


def read_file(path: Path) -> Settings:
    """Return the contents of a configuration file; an empty file is an empty mapping.

    Raises:
        UnreadableFileError: the file is missing, is not UTF-8 or not YAML, or its top level is not a mapping.
    """
    try:
        content = read_yaml(path.read_text(encoding="utf-8"))
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
    except ValueError as error:  # a date that the calendar doesn't have
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

    Raises:
        ConfigurationError: a key of a layer is too large to be read.
    """
    config: Any = {}
    for layer in layers:
        _refuse_too_large(layer)
        # A heading with nothing below it, where somebody will write an experiment, takes nothing away.
        given = {key: value for key, value in layer.items() if not (key in NAMED and value is None)}
        config = merge(config, typed(given, schema()))
    return dict(config)


def _refuse_too_large(layer: Mapping[str, Any]) -> None:
    """Refuse what Snakemake read by itself, from the command line or for a workflow that imports this one."""
    faults = {key: size_fault(value) for key, value in layer.items()}
    if any(faults.values()):
        raise ConfigurationError(Problem((key,), fault) for key, fault in faults.items() if fault)


def _place(error: yaml.MarkedYAMLError) -> str:
    mark = error.problem_mark or error.context_mark
    return "" if mark is None else f", line {mark.line + 1}, column {mark.column + 1}"


def _reason(error: yaml.MarkedYAMLError) -> str:
    """Return what is wrong, and the usual cause where YAML's own words don't tell it."""
    if isinstance(error, RefusedYamlError):
        return str(error.problem)
    problem = error.problem or "the file ends too early"
    hint = ""
    if "'\\t'" in problem:
        hint = "; indent with spaces, not with tabs"
    elif "mapping values are not allowed" in problem or "<block" in problem:
        hint = "; check the indentation, and put text that contains a colon in quotes"
    context = f" {error.context}" if error.context else ""
    return f"this is not valid YAML{context}: {problem}{hint}"
