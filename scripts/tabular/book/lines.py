"""The lines of a figure: from the results of studies, comparisons and runs to points with their intervals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from tabular.errors import UserError
from tabular.results.book import LINES
from tabular.statistics.intervals import interval
from tabular.statistics.metrics import mean

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from tabular.book.sources import ComparisonLines, Measure, StudyLines, UpdateLines
    from tabular.results.recordings import Recording


AVERAGE_REWARD = "average reward"
WITH_BEST_ACTION = "states with a best action"
"""Lines of a single point, at 0, that only statements are about."""


@dataclass(frozen=True)
class Line:
    """A line of a figure; every array but `values` has shape (points,).

    Attributes:
        name: what the legend says.
        x: ascending.
        mean: the mean over runs.
        low: lower end of its 95 % interval; not a number (NaN) with a single run.
        high: upper end, likewise.
        runs: how many runs there are, int64.
        values: of each run, shape (points, runs); None where only the means are known.
    """

    name: str
    x: NDArray[np.float64]
    mean: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    runs: NDArray[np.int64]
    values: NDArray[np.float64] | None = None

    @classmethod
    def of(cls, name: str, x: Sequence[float] | range, values: NDArray[np.float64]) -> Line:
        """Return the line of values of shape (points, runs)."""
        low, high = interval(mean, values)
        runs = np.full(len(values), values.shape[1], dtype=np.int64)
        return cls(name, np.array(x, dtype=np.float64), mean(values), low, high, runs, values)


def study_lines(lines: StudyLines, ranked: pd.DataFrame) -> list[Line]:
    """Return the lines of a study.

    Args:
        lines: which trials make which line.
        ranked: the trials, with the columns of the varied keys, `seeds`, `score`, `low` and `high`; trials that failed
            have no point.

    Raises:
        UserError: the study doesn't vary the keys that the figure shows, or has no score for a line.
    """
    missing = {lines.by, lines.over} - {*ranked}
    if missing:
        raise UserError(f"the study {lines.study} doesn't vary {', '.join(sorted(missing))}, which the figure shows")
    scored = ranked[ranked["seeds"] > 0]
    found = []
    for value, name in lines.names.items():
        points = scored[scored[lines.by] == value].sort_values(lines.over)
        if points.empty:
            raise UserError(f"the study {lines.study} has no score with {lines.by}: {value}, which the figure shows")
        x, score, low, high = (points[key].to_numpy(dtype=np.float64) for key in (lines.over, "score", "low", "high"))
        if lines.is_negated:
            score, low, high = -score, -high, -low
        found.append(Line(name, x, score, low, high, points["seeds"].to_numpy().astype(np.int64)))
    return found


def comparison_lines(lines: ComparisonLines, trainings: Mapping[str, Sequence[Recording]]) -> list[Line]:
    """Return the lines of a comparison.

    Args:
        lines: what is shown of which experiments.
        trainings: of each of them, in the order of their seeds.

    Raises:
        UserError: the comparison has another experiment in the place of one of them.
    """
    found = []
    for experiment, name in lines.names.items():
        if experiment not in trainings:
            raise UserError(f"the comparison {lines.comparison} doesn't have {experiment}, which the figure draws")
        values = np.column_stack([measured(lines.measure, one, lines.points) for one in trainings[experiment]])
        found.append(Line.of(name, lines.points, values))
    return found


def measured(measure: Measure, training: Recording, points: range) -> NDArray[np.float64]:
    """Return what a training has at some episodes, counted from 1, or at some time steps; shape (points,).

    Raises:
        UserError: it has fewer episodes, or fewer time steps.
    """
    if measure == "episodes_finished":
        ends = training.lengths.cumsum()
        if ends[-1] < points[-1]:
            raise UserError(
                f"seed {training.seed} has {ends[-1]:,} time steps, where {points[-1]:,} are shown; give the "
                "experiments of the comparison more episodes"
            )
        return np.searchsorted(ends, np.array(points), side="right").astype(np.float64)
    if len(training.returns) < points[-1]:
        raise UserError(
            f"seed {training.seed} has {len(training.returns):,} episodes, where {points[-1]:,} are shown; give the "
            "experiments of the comparison more episodes"
        )
    episodes = np.array(points) - 1
    if measure == "return":
        of_episodes: NDArray[np.float64] = training.returns[episodes]
        return of_episodes
    lengths: NDArray[np.float64] = training.lengths[episodes].astype(np.float64)
    return np.where(lengths > 1, 100.0, 0.0) if measure == "went_left" else lengths


def update_lines(lines: UpdateLines, runs: pd.DataFrame) -> list[Line]:
    """Return the lines of Example 8.4.

    Args:
        lines: the algorithms.
        runs: a row a run, with the columns `algorithm`, `states`, `seed`, `updates` and `found`; each algorithm and
            number of states has the same seeds.

    Raises:
        UserError: the solution of a run didn't become optimal, so that its number of updates isn't known.
    """
    if not runs["found"].all():
        lost = runs[~runs["found"]].iloc[0]
        raise UserError(
            f"{(~runs['found']).sum()} of {len(runs)} runs did not find the shortest way, the first of them "
            f"{lost['algorithm']} with {lost['states']} states and seed {lost['seed']}"
        )
    found = []
    for algorithm, name in lines.names.items():
        table = runs[runs["algorithm"] == algorithm].pivot_table(index="states", columns="seed", values="updates")
        found.append(Line.of(name, table.index.to_list(), table.to_numpy(dtype=np.float64)))
    return found


def line_table(panels: Sequence[Sequence[Line]]) -> pd.DataFrame:
    """Return the points of all lines of all panels, in the columns `LINES`."""
    parts = [
        pd.DataFrame({"panel": panel, "line": one.name, **{key: getattr(one, key) for key in LINES[2:]}})
        for panel, lines in enumerate(panels)
        for one in lines
    ]
    return pd.concat(parts, ignore_index=True)[list(LINES)]
