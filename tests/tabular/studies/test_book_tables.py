"""The action values that figures of the book show, and the numbers about them, beside the trainings by themselves."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from tabular.book.figure import TableFigure
from tabular.environments.describe import describe
from tabular.q_tables.sampling import ShownValues
from tabular.q_tables.view_settings import ViewSettings
from tabular.studies.book_tables import train_tables
from tabular.studies.tables_on_the_way import Time, tables_at
from tabular.studies.trial import TrialSettings, training_of

from tests.helpers.trials import AGENT, EVALUATION

VIEW = ViewSettings(axes=None, reduce="mean", grid=None)


def trial_of(environment: dict[str, Any], agent: dict[str, Any], episodes: int) -> TrialSettings:
    settings = {
        "environment": environment,
        "agent": {**AGENT, **agent},
        "episodes": episodes,
        "evaluation": EVALUATION,
    }
    return TrialSettings.from_settings("trial", settings)


def shown_by(trial: TrialSettings) -> ShownValues:
    return ShownValues.of(describe(trial.environment, None, None), VIEW)


@pytest.mark.parametrize("seed", [0, 3])
def test_each_panel_has_the_values_and_the_place_of_the_agent_at_its_time(seed: int) -> None:
    trial = trial_of({"id": "DynaMaze-v0"}, {"algorithm": "dyna_q", "planning_steps": 1, "discount": 0.95}, 3)
    times: dict[str, Any] = {"halfway": (1, "half"), "in the end": (3, 0)}
    figure = TableFigure(title="title", about="about", experiments={"maze": "a maze"}, times=times, seed=seed)
    cells, (line,) = train_tables(figure, {"maze": trial}, {"maze": shown_by(trial)}, "gymnasium")
    halfway, end = tables_at(trial, seed, [Time(1, "half"), Time(3)], "gymnasium")
    for panel, expected in enumerate((halfway, end)):
        table = cells[cells["panel"] == panel].pivot_table(index=["row", "column"], columns="action", values="value")
        actions = describe(trial.environment, None, None).actions
        np.testing.assert_array_equal(table[actions].to_numpy(), expected.q_table)
    place = cells[(cells["panel"] == 0) & (cells["is_agent"] == 1)][["row", "column"]].drop_duplicates()
    assert halfway.state is not None
    assert place.to_numpy().tolist() == [[float(part) for part in divmod(halfway.state, 9)]]
    assert not cells.loc[cells["panel"] == 1, "is_agent"].any()
    assert line.name == "states with a best action, a maze"
    assert line.mean.tolist() == [sum(len(set(values)) > 1 for values in end.q_table.tolist())]


def test_the_average_rewards_are_those_that_trainings_end_with() -> None:
    trial = trial_of(
        {"id": "AccessControl-v0", "time_limit": 100},
        {"algorithm": "differential_sarsa", "average_reward_step_size": 0.1},
        2,
    )
    figure = TableFigure(title="title", about="about", experiments={"queue": ""}, times={"": (2, 0)}, average_rewards=3)
    _, lines = train_tables(figure, {"queue": trial}, {"queue": shown_by(trial)}, "gymnasium")
    expected = []
    for seed in range(3):
        training = training_of(trial, seed, "gymnasium")
        list(training.run([2]))
        expected.append(training.memory.estimate[0])
    (found,) = (line for line in lines if line.name == "average reward")
    assert found.values is not None
    assert found.values.tolist() == [expected]
    assert len(set(expected)) == 3


def test_rows_and_columns_are_in_the_units_of_the_environment() -> None:
    trial = trial_of({"id": "MountainCar-v0", "time_limit": 50, "bins": (4, 3)}, {"algorithm": "sarsa"}, 1)
    figure = TableFigure(title="title", about="about", experiments={"car": ""}, times={"end": (1, 0)})
    cells, _ = train_tables(figure, {"car": trial}, {"car": shown_by(trial)}, "gymnasium")
    assert sorted({*cells["column"]}) == pytest.approx([-1.2 + 0.45 * (cell + 0.5) for cell in range(4)])
    assert sorted({*cells["row"]}) == pytest.approx([-0.07 + 0.14 / 3 * (cell + 0.5) for cell in range(3)])
