"""The action values that the book's figures show of single trainings, and numbers about them."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from tabular.book.lines import AVERAGE_REWARD, WITH_BEST_ACTION, Line
from tabular.results.book import CELLS
from tabular.studies.tables_on_the_way import Time, tables_at
from tabular.studies.trial import training_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from tabular.book.figure import TableFigure
    from tabular.engines.engine import EngineName
    from tabular.q_tables.sampling import ShownValues
    from tabular.studies.tables_on_the_way import TableOnTheWay
    from tabular.studies.trial import TrialSettings


def train_tables(
    figure: TableFigure, trials: Mapping[str, TrialSettings], shown: Mapping[str, ShownValues], engine: EngineName
) -> tuple[pd.DataFrame, list[Line]]:
    """Train, and return the action values that a figure shows, and the lines that its statements are about.

    Args:
        figure: what is shown.
        trials: by experiment, what is trained.
        shown: by experiment, the cells that are shown.
        engine: what plays; every engine gives the same numbers.

    Returns:
        The columns `CELLS`, a panel for each experiment and time in their order; and the lines.
    """
    parts: list[pd.DataFrame] = []
    lines = []
    for experiment, name in figure.experiments.items():
        trial, cells = trials[experiment], shown[experiment]
        tables = tables_at(trial, figure.seed, [Time(*time) for time in figure.times.values()], engine)
        parts += [cell_table(len(parts) + number, table, cells) for number, table in enumerate(tables)]
        learned = np.array([[np.count_nonzero(has_best_action(cells.values(tables[-1].q_table)))]], dtype=np.float64)
        lines.append(Line.of(f"{WITH_BEST_ACTION}, {name}" if name else WITH_BEST_ACTION, [0.0], learned))
        if figure.average_rewards:
            rewards = [learned_average_reward(trial, seed, engine) for seed in range(figure.average_rewards)]
            lines.append(Line.of(AVERAGE_REWARD, [0.0], np.array([rewards])))
    return pd.concat(parts, ignore_index=True), lines


def cell_table(panel: int, table: TableOnTheWay, shown: ShownValues) -> pd.DataFrame:
    """Return the action values of a panel, in the columns `CELLS`."""
    view, actions = shown.view, shown.description.actions
    values = view.panels(shown.values(table.q_table))
    rows, columns = np.meshgrid(view.rows.centres, view.columns.centres, indexing="ij")
    is_agent = np.zeros(rows.size, dtype=np.int64)
    if table.state is not None:
        is_agent[table.state] = 1
    parts = [
        pd.DataFrame(
            {
                "panel": panel,
                "row": rows.ravel(),
                "column": columns.ravel(),
                "action": name,
                "value": of_action.ravel(),
                "is_agent": is_agent,
            }
        )
        for name, of_action in zip(actions, values, strict=True)
    ]
    return pd.concat(parts, ignore_index=True)[list(CELLS)]


def has_best_action(values: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Tell of which cells not all values are equal; of values of shape cells + (actions,)."""
    differ: NDArray[np.bool_] = values.max(axis=-1) > values.min(axis=-1)
    return differ


def learned_average_reward(trial: TrialSettings, seed: int, engine: EngineName) -> float:
    """Return the average reward that differential Sarsa has learned by the end of a training."""
    with closing(training_of(trial, seed, engine)) as training:
        for _ in training.run([trial.episodes]):
            training.require_finite(0, trial.episodes)
        return float(training.memory.estimate[0])
