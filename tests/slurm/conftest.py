"""What the runs on a cluster share: the cluster, and the files of a run on this machine alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.faults.small_run import contents
from tests.slurm.runs import COMPARISON, SEEDS, TARGETS, new_folder, run_here
from tests.slurm.single_node import Slurm, started, why_there_is_none

if TYPE_CHECKING:
    from collections.abc import Iterator

    References = tuple[dict[str, bytes], dict[str, bytes], dict[str, bytes]]


@pytest.fixture(scope="session")
def slurm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Slurm]:
    """Give a SLURM of one node; it is ended with the tests."""
    reason = why_there_is_none()
    if reason is not None:
        pytest.skip(reason)
    with started(tmp_path_factory.mktemp("slurm")) as found:
        yield found


@pytest.fixture(scope="session")
def references(slurm: Slurm, tmp_path_factory: pytest.TempPathFactory) -> References:
    """Return the files of some seeds, of a comparison, and of all targets, that were made without a cluster."""
    del slurm  # without one, nothing is to be made
    made = []
    for name, targets in (("seeds", SEEDS), ("comparison", (COMPARISON,)), ("everything", TARGETS)):
        folder = new_folder(tmp_path_factory.mktemp("reference") / name)
        run_here(folder, *targets)
        made.append(contents(folder))
    return made[0], made[1], made[2]


@pytest.fixture
def seeds(references: References) -> dict[str, bytes]:
    """Return the files of the seeds of two experiments."""
    return references[0]


@pytest.fixture
def comparison(references: References) -> dict[str, bytes]:
    """Return the files of a comparison, with those that it is made from."""
    return references[1]


@pytest.fixture
def everything(references: References) -> dict[str, bytes]:
    """Return the files of all targets."""
    return references[2]
