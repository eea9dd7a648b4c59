"""The script that solves an environment, and those that show what it found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from describe_environment import describe_environment
from plot_optimality import plot_optimality
from solve import solve
from tabular.environments.settings import EnvironmentSettings
from tabular.exact.model import NoExactSolutionError
from tabular.q_tables.final import read_final_q_table
from tabular.q_tables.view_settings import ViewSettings
from tabular.results.experiment import read_best_return, read_optimal_values
from tabular.results.q_table import write_table

from tests.helpers.figures import output_in, smallest_type_in_a_column

if TYPE_CHECKING:
    from pathlib import Path

SOLVED = {"FrozenLake-v1": (16, 4), "Blackjack-v1": (32, 11, 2, 2), "Taxi-v4": (500, 6)}


def solved(folder: Path, environment_id: str, discount: float = 0.9) -> Path:
    """Solve an environment into a folder, and describe it."""
    settings = EnvironmentSettings(environment_id)
    describe_environment(settings=settings, actions=None, axes=None, path=folder / "environment.json")
    solve(
        settings=settings,
        discount=discount,
        max_steps=1000,
        optimal_values=folder / "optimal_values.npy",
        best_return=folder / "best_return.json",
    )
    return folder


@pytest.mark.parametrize("environment_id", SOLVED)
def test_a_solution_has_the_shape_of_the_tables_and_always_the_same_bytes(environment_id: str, tmp_path: Path) -> None:
    one, other = (solved(tmp_path / name, environment_id) for name in ("one", "other"))
    assert read_optimal_values(one).shape == SOLVED[environment_id]
    assert read_best_return(one).discount == 0.9
    for file in ("optimal_values.npy", "best_return.json"):
        assert (one / file).read_bytes() == (other / file).read_bytes()


def test_what_the_discount_does_not_change_stays(tmp_path: Path) -> None:
    one, other = (solved(tmp_path / str(discount), "FrozenLake-v1", discount) for discount in (0.9, 1.0))
    assert read_best_return(one).references == read_best_return(other).references
    assert read_optimal_values(one)[0].max() < 0.1 < read_optimal_values(other)[0].max()


def test_an_environment_that_cannot_be_solved_leaves_no_file(tmp_path: Path) -> None:
    with pytest.raises(NoExactSolutionError, match="AccessControl-v0 can't be solved exactly: it has no table"):
        solved(tmp_path, "AccessControl-v0")
    assert [path.name for path in tmp_path.iterdir()] == ["environment.json"]


@pytest.mark.parametrize("environment_id", SOLVED)
def test_a_table_of_optimal_values_differs_nowhere(environment_id: str, tmp_path: Path) -> None:
    folder = solved(tmp_path, environment_id)
    optimal = read_optimal_values(folder)
    (folder / "qtables").mkdir()
    write_table(folder / "qtables/9.npy", optimal)
    write_table(folder / "visits.npy", np.ones(optimal.shape, dtype=np.uint32))
    q_table = read_final_q_table(
        qtables=folder / "qtables",
        visits=folder / "visits.npy",
        description=folder / "environment.json",
        episodes=10,
        view=ViewSettings(None, "mean", None),
    )
    output = output_in(folder)
    drawn = []
    for _ in range(2):
        plot_optimality(
            q_table=q_table,
            optimal_values=folder / "optimal_values.npy",
            discount=0.9,
            name="mine",
            output=output,
        )
        drawn.append((output.png.read_bytes(), output.svg.read_bytes()))
    assert drawn[0] == drawn[1]
    assert smallest_type_in_a_column(drawn[0][1]) >= 6
    caption = output.caption.read_text(encoding="utf-8")
    assert "The difference goes from 0 to 0." in caption
    assert "compared cells, the greedy action is optimal." in caption
