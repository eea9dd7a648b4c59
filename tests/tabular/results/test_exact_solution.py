"""The files of an exact solution: what is written is read, and what is damaged is refused."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from tabular.results.damage import DamagedFileError
from tabular.results.exact_solution import (
    BestReturn,
    read_best_return,
    read_optimal_values,
    write_best_return,
    write_optimal_values,
)
from tabular.results.experiment import NotBuiltError
from tabular.results.experiment import read_best_return as read_best_return_of
from tabular.results.experiment import read_optimal_values as read_optimal_values_of

if TYPE_CHECKING:
    from pathlib import Path

LAKE = BestReturn("FrozenLake-v1", 100, 0.7441902878292697, 0.7401648977587052, 0.99)


def test_the_returns_are_read_as_they_were_written(tmp_path: Path) -> None:
    write_best_return(tmp_path / "best_return.json", LAKE)
    assert read_best_return(tmp_path / "best_return.json") == LAKE
    assert read_best_return_of(tmp_path) == LAKE


def test_where_a_clock_is_no_use_there_is_one_reference() -> None:
    assert LAKE.references == {"best possible": 0.7441902878292697, "best found without a clock": 0.7401648977587052}
    assert BestReturn("Taxi-v4", 200, 7.93, 7.93, 0.99).references == {"best possible": 7.93}


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"steps": "many"}, "its steps is 'many'"),
        ({"best_possible": None}, "its best_possible is None"),
        ({"best_possible": float("nan")}, "its best_possible is nan"),
        ({"more": 1}, "it should have the keys environment, steps"),
    ],
)
def test_returns_that_cannot_be_are_refused(tmp_path: Path, changes: dict[str, Any], wrong: str) -> None:
    path = tmp_path / "best_return.json"
    path.write_text(json.dumps({**vars(LAKE), **changes}))
    with pytest.raises(DamagedFileError, match=rf"best_return.json: {wrong}.*; delete best_return.json and run"):
        read_best_return(path)


def test_infinite_values_are_read_and_undefined_ones_and_other_shapes_are_not(tmp_path: Path) -> None:
    path = tmp_path / "optimal_values.npy"
    values = np.array([[1.0, -np.inf], [np.inf, 0.0]])
    write_optimal_values(path, values)
    assert read_optimal_values(path, (2, 2)).tolist() == values.tolist()
    with pytest.raises(DamagedFileError, match=r"holds float64 \(2, 2\), not action values of float64 \(3, 2\)"):
        read_optimal_values(path, (3, 2))
    write_optimal_values(path, np.full((2, 2), np.nan))
    with pytest.raises(DamagedFileError, match="holds values that are not numbers"):
        read_optimal_values(path, (2, 2))
    path.write_bytes(path.read_bytes()[:-8])
    with pytest.raises(DamagedFileError, match=r"not a whole .npy file"):
        read_optimal_values(path, (2, 2))


@pytest.mark.parametrize("read", [read_optimal_values_of, read_best_return_of])
def test_an_experiment_without_an_exact_solution_says_so(tmp_path: Path, read: Any) -> None:
    with pytest.raises(NotBuiltError, match=r"there is no .*, which environments have whose transitions are all known"):
        read(tmp_path)
