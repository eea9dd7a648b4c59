"""Fixtures that several tests share."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Iterator

# No test depends on how busy the machine is. The profile keeps what Hypothesis chooses by itself where CI is set.
settings.register_profile("without deadlines", deadline=None)
settings.load_profile("without deadlines")


@pytest.fixture
def ctrl_c_is_heard() -> Iterator[None]:
    """Let processes that the test starts hear SIGINT, which a test run in the background of a shell ignores."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the tests that run Snakemake: they take longest, and short ones at the end keep all cores busy."""
    items.sort(key=lambda item: "workflow" not in item.path.parts)
