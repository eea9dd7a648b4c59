"""When values were updated for the first time, against the visits at every kept table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from tabular.environments.settings import EnvironmentSettings
from tabular.learning.agent import AgentSettings
from tabular.learning.training import Training
from tabular.q_tables.first_updates import first_updates_of_cells, first_updates_shown, known_cells
from tabular.q_tables.view import choose_view
from tabular.results.first_updates import NEVER, updated_by
from tabular.results.q_table import TableError, read_first_updates, write_table
from train import train

from tests.helpers.descriptions import CART_POLE
from tests.scripts.test_train import SETTINGS, paths

if TYPE_CHECKING:
    from pathlib import Path

    from tabular.q_tables.view import Reduction


def test_a_value_counts_from_the_first_kept_table_by_which_it_was_updated(tmp_path: Path) -> None:
    settings = {**SETTINGS, "episodes": 41, "snapshots": {"every": 10}}
    train(settings=settings, seed=3, window=50, **paths(tmp_path))
    shape = (20, 20, 3)
    found = read_first_updates(tmp_path / "first_updates.npy", shape)
    environment, agent = EnvironmentSettings(**settings["environment"]), AgentSettings.from_settings(settings["agent"])
    training = Training(environment, agent, 41, 3, "compiled")
    for stop in training.run([1, 11, 21, 31, 41]):
        np.testing.assert_array_equal(updated_by(found, stop - 1), training.visits > 0)
    assert set(np.unique(found)) == {NEVER, 0, 10, 20, 30, 40}
    np.testing.assert_array_equal(known_cells(updated_by(found, 40)), training.visits.any(axis=-1))


@pytest.mark.parametrize("reduction", ["mean", "middle"])
def test_cells_that_are_reduced_to_one_count_from_the_first_update_of_any(reduction: Reduction) -> None:
    rng = np.random.default_rng(5)
    first_updates = rng.integers(-1, 40, CART_POLE.table_shape, dtype=np.int32)
    first_updates[rng.random(CART_POLE.cells) < 0.9] = NEVER
    view = choose_view(CART_POLE, ["pole angle", "pole velocity"], reduction, None)
    for episode in (-1, 0, 20, 39):
        updated = updated_by(first_updates, episode)
        np.testing.assert_array_equal(
            updated_by(first_updates_shown(view, first_updates), episode), view.any_of(updated)
        )
        np.testing.assert_array_equal(updated_by(first_updates_of_cells(first_updates), episode), known_cells(updated))


def test_a_file_of_another_table_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    write_table(tmp_path / "first_updates.npy", np.zeros((4, 3), dtype=np.uint32))
    with pytest.raises(TableError, match=r"first_updates\.npy: holds uint32 .*run `train` again"):
        read_first_updates(tmp_path / "first_updates.npy", (4, 3))
