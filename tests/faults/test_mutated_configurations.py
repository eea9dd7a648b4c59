"""Configurations with random mistakes are either used or refused in words, within seconds, and write nothing."""

from __future__ import annotations

import resource
import signal
import traceback
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from configuration import loading
from configuration.layers import UnreadableFileError, lay_over, read_file
from configuration.problems import ConfigurationError
from hypothesis import HealthCheck, Phase, given, settings
from job_resources.machine import memory_of_machine

from tests.faults.mutations import changed_keys, changed_texts, changed_values, written
from tests.faults.reliability_table import note
from tests.faults.small_run import run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hypothesis.strategies import SearchStrategy

    from tests.faults.conftest import Record

pytestmark = pytest.mark.slow

LONGEST = 5.0
"""Seconds of the processor that one configuration may take."""

MEMORY = 4 * 1024**3
"""Bytes that one configuration may take, beyond what the process has."""

KINDS: dict[str, tuple[SearchStrategy[Any], int]] = {
    "another value": (changed_values(), 700),
    "up to eight other values": (changed_values(most=8), 300),
    "keys deleted, renamed or repeated": (changed_keys(), 400),
    "other characters": (changed_texts(), 600),
}
"""Mutations, and how many of each."""

OUTCOME = "used, or refused in words within 5 s; no traceback, and nothing is written"

IN_FULL = 100
"""Of so many configurations, one is given to Snakemake itself."""


class TakesTooLongError(BaseException):
    """A configuration took longer than it may."""


def refuse_to_wait(_number: int, _frame: object) -> None:
    raise TakesTooLongError


@contextmanager
def limited() -> Iterator[None]:
    """Limit the time and the memory of the block."""
    before = signal.signal(signal.SIGPROF, refuse_to_wait)
    limits = resource.getrlimit(resource.RLIMIT_AS)
    used = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + MEMORY, limits[1]))
    signal.setitimer(signal.ITIMER_PROF, LONGEST)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        resource.setrlimit(resource.RLIMIT_AS, limits)
        signal.signal(signal.SIGPROF, before)


def outcome_of(file: Path) -> str:
    """Return what the start of Snakemake says of a configuration; `accepted`, or what it fails with otherwise."""
    try:
        with limited():
            return _accepted_or_refused(file)
    except BaseException as error:  # noqa: BLE001 (whatever it is)
        place = traceback.extract_tb(error.__traceback__)[-1]
        return f"{type(error).__name__} in {Path(place.filename).name}, line {place.lineno}: {str(error)[:200]!r}"


def _accepted_or_refused(file: Path) -> str:
    try:
        loading.load(lay_over([read_file(file)]), make_environments=True, memory=memory_of_machine())
    except (ConfigurationError, UnreadableFileError) as error:
        str(error).encode()  # it can be printed
        return "refused"
    return "accepted"


def bytes_of(mutated: dict[str, Any] | bytes) -> bytes:
    return mutated if isinstance(mutated, bytes) else written(mutated).encode()


@pytest.mark.parametrize("kind", KINDS)
def test_a_mutated_configuration_is_accepted_or_refused_in_words(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, record_property: Record
) -> None:
    strategy, many = KINDS[kind]
    note(record_property, f"a configuration with {kind}, at random", OUTCOME, many)
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "config.yaml"
    seen: list[bytes] = []
    wrong: dict[str, bytes] = {}
    outcomes: dict[str, int] = {"accepted": 0, "refused": 0}

    @settings(
        max_examples=many,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def check(mutated: dict[str, Any] | bytes) -> None:
        file.write_bytes(bytes_of(mutated))
        seen.append(file.read_bytes())
        outcome = outcome_of(file)
        outcomes[outcome] = outcomes.get(outcome, 0) + 1
        if outcome not in {"accepted", "refused"}:
            wrong.setdefault(outcome, seen[-1])
        assert [path.name for path in tmp_path.iterdir()] == ["config.yaml"]

    check()
    assert len(seen) >= many
    assert outcomes["accepted"]
    assert outcomes["refused"]
    for text in seen[::IN_FULL]:
        file.write_bytes(text)
        printed = run(tmp_path, "--dry-run", expect=None)
        assert "Traceback" not in printed, printed
        assert {path.name for path in tmp_path.iterdir()} <= {"config.yaml", ".snakemake"}
    record_property("outcomes", str(outcomes))
    assert not wrong, "\n".join(f"{outcomes[what]} times {what}" for what in wrong)
