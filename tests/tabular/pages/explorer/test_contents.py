"""What the explorer's page is given of an experiment."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tabular.pages.explorer.contents import ExperimentFiles, results
from tabular.results.exact_solution import BestReturn, write_best_return

from tests.helpers.runs import WINDOW, write_experiment

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("is_solved", [True, False])
def test_exact_returns_are_among_the_references(tmp_path: Path, is_solved: bool) -> None:  # noqa: FBT001 (a parameter)
    written = write_experiment(tmp_path, seeds=1)
    best = tmp_path / "best_return.json"
    write_best_return(best, BestReturn("MountainCar-v0", 200, -90.0, -90.0, 0.9))
    files = ExperimentFiles(
        qtables=[],
        rewards=written["rewards"],
        evaluations=written["evaluations"],
        visits=tmp_path,
        first_updates=tmp_path,
        baselines=written["baselines"],
        description=written["description"],
        paths=tmp_path,
        best_return=best if is_solved else None,
    )
    found = results("mine", {"window": WINDOW, "references": {"DQN": -100.8}}, files)["references"]
    assert found == ({"best possible": -90.0, "DQN": -100.8} if is_solved else {"DQN": -100.8})
