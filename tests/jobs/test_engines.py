"""The number that stands for an engine among a job's resources."""

from __future__ import annotations

from typing import get_args

from configuration import schema
from jobs.engines import ENGINES
from tabular.engines.engine import EngineName


def test_every_engine_has_a_number() -> None:
    assert get_args(EngineName) == ENGINES
    assert tuple(schema.schema()["$defs"]["experiment"]["properties"]["engine"]["enum"]) == ENGINES
