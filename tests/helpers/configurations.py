"""The project's configuration, changed, and what is said about it."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from configuration import loading
from configuration.layers import lay_over, project_layers
from configuration.problems import ConfigurationError

from tests.helpers.running import ROOT

PROJECT_CONFIG: dict[str, Any] = lay_over(project_layers(ROOT))

REMOVED = object()
"""Stands for the value of a key that is taken away."""


def changed(changes: dict[Any, Any]) -> dict[str, Any]:
    """Return the project's configuration with other values at some paths, written `a.b.c` or as tuples."""
    config = copy.deepcopy(PROJECT_CONFIG)
    for path, value in changes.items():
        *parents, last = path.split(".") if isinstance(path, str) else path
        place = config
        for part in parents:
            place = place[part]
        if value is REMOVED:
            del place[last]
        else:
            place[last] = value
    return config


def load(changes: dict[Any, Any]) -> loading.Configuration:
    return loading.load(changed(changes), make_environments=True)


def problems(changes: dict[Any, Any]) -> list[str]:
    """Return what is said about the project's configuration with these changes, one string a problem."""
    with pytest.raises(ConfigurationError) as raised:
        load(changes)
    header, *lines = str(raised.value).splitlines()
    count = len(raised.value.problems)
    assert header == f"The configuration has {count} problem{'s' * (count > 1)}; nothing was run:"
    assert len(lines) == count, "one line a problem"
    assert all(line.startswith("  - ") for line in lines)
    return [line.removeprefix("  - ") for line in lines]


def of(experiment: dict[str, Any] | None) -> dict[str, Any]:
    """Return the changes that add an experiment `mine` and run nothing else."""
    return {"experiments.mine": experiment, "run": ["mine"]}
