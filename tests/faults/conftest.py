"""What all faults share: a run in which nothing went wrong, and the table that is made of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.faults.reliability_table import PAGE, Row, row_of, written_into
from tests.faults.small_run import FEW_TARGETS, TARGETS, contents, new_folder, run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Record = Callable[[str, object], None]

ROWS: pytest.StashKey[list[Row]] = pytest.StashKey()


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of a run in which nothing went wrong; nobody may change it."""
    folder = new_folder(tmp_path_factory.mktemp("reference") / "finished")
    run(folder, *TARGETS)
    return folder


@pytest.fixture(scope="session")
def reference(finished: Path) -> dict[str, bytes]:
    """Return all files of a run in which nothing went wrong."""
    return contents(finished)


@pytest.fixture(scope="session")
def few(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Return all files of a run of few targets in which nothing went wrong."""
    folder = new_folder(tmp_path_factory.mktemp("reference") / "few")
    run(folder, *FEW_TARGETS)
    return contents(folder)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option; pytest knows it only where this folder is given as an argument."""
    parser.addoption("--write-reliability-table", action="store_true", help=f"write the table of {PAGE.name}")


def pytest_configure(config: pytest.Config) -> None:
    """Begin without any row."""
    config.stash[ROWS] = []


class Collector:
    """Takes a row from each report, and counts how often Snakemake asked for `--unlock`."""

    def __init__(self, into: list[Row]) -> None:
        """Collect into a list."""
        self.into = into
        self.unlocked = 0

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Take what a test says of itself."""
        row = row_of(report)
        if row is not None:
            self.into.append(row)
            self.unlocked += ("unlocked", True) in [tuple(said) for said in report.user_properties]

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Say what isn't in the table, because it depends on moments."""
        if self.into:
            terminalreporter.write_line(f"Snakemake asked for --unlock {self.unlocked} times.")


def pytest_sessionstart(session: pytest.Session) -> None:
    """Collect rows."""
    session.config.pluginmanager.register(Collector(session.config.stash[ROWS]))


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Write the table, in the one process that sees the reports of all tests."""
    config = session.config
    if config.getoption("--write-reliability-table", default=False) and not hasattr(config, "workerinput"):
        collected = config.stash[ROWS]
        PAGE.write_text(written_into(PAGE.read_text(encoding="utf-8"), collected), encoding="utf-8")
