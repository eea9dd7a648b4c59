"""Lines of figures, from the results of studies and comparisons."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tabular.book.lines import comparison_lines, line_table, measured, study_lines, update_lines
from tabular.book.sources import ComparisonLines, StudyLines, UpdateLines
from tabular.errors import UserError
from tabular.results.recordings import Recording
from tabular.statistics.intervals import estimate
from tabular.statistics.metrics import mean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tabular.book.sources import Measure


def training(lengths: Sequence[int], seed: int = 0) -> Recording:
    """Return a training whose episodes return minus their lengths."""
    steps = np.array(lengths, dtype=np.int32)
    nothing = np.empty(0)
    return Recording("0" * 16, seed, -steps.astype(np.float64), steps, nothing.astype(np.int64), nothing, nothing, "")


@given(st.lists(st.integers(1, 9), min_size=1, max_size=12))
def test_an_episode_is_finished_at_its_last_step(lengths: list[int]) -> None:
    steps = [episode for episode, length in enumerate(lengths) for _ in range(length)]
    finished = measured("episodes_finished", training(lengths), range(len(steps) + 1))
    for time, count in enumerate(finished):
        # The episodes of which no step is still to come.
        assert count == len(lengths) - len(set(steps[time:]))


@pytest.mark.parametrize(("measure", "expected"), [("return", [-3, -1]), ("steps", [3, 1]), ("went_left", [100, 0])])
def test_episodes_are_counted_from_1_as_in_the_book(measure: Measure, expected: list[float]) -> None:
    assert measured(measure, training([5, 3, 1]), range(2, 4)).tolist() == expected


@pytest.mark.parametrize(("measure", "missing"), [("episodes_finished", "9 time steps"), ("steps", "3 episodes")])
def test_a_training_that_is_too_short_for_the_figure_is_refused(measure: Measure, missing: str) -> None:
    with pytest.raises(UserError, match=f"seed 7 has {missing}.*more episodes"):
        measured(measure, training([5, 3, 1], seed=7), range(1, 11))


def test_a_comparison_has_the_mean_of_its_runs_with_its_interval() -> None:
    trainings = {"a": [training([5, 3]), training([1, 7]), training([2, 2])], "b": [training([1, 1])]}
    (line,) = comparison_lines(ComparisonLines("c", "steps", range(1, 3), {"a": "A"}), trainings)
    for position, steps in enumerate([[5.0, 1.0, 2.0], [3.0, 7.0, 2.0]]):
        expected = estimate(mean, np.array(steps))
        found = [line.mean[position], line.low[position], line.high[position]]
        assert found == pytest.approx([expected.value, expected.low, expected.high])
    assert (line.name, line.runs.tolist()) == ("A", [3, 3])


def test_an_experiment_that_a_comparison_lacks_is_named() -> None:
    with pytest.raises(UserError, match="comparison c doesn't have a"):
        comparison_lines(ComparisonLines("c", "steps", range(1, 2), {"a": "A"}), {"b": [training([1])]})


RANKED = pd.DataFrame(
    {
        "steps": [1.0, 1.0, 2.0, 2.0],
        "alpha": [0.5, 0.1, 0.1, 0.5],
        "seeds": [9, 9, 9, 0],
        "score": [-3.0, -5.0, -2.0, np.nan],
        "low": [-3.5, -6.0, -2.1, np.nan],
        "high": [-2.9, -4.0, -1.9, np.nan],
    }
)

LINES = StudyLines("s", "alpha", "steps", {1.0: "one", 2.0: "two"}, is_negated=True)


def test_a_study_has_a_line_for_each_value_over_the_other_key() -> None:
    table = line_table([study_lines(LINES, RANKED)])
    assert table[["line", "x", "mean", "low", "high", "runs"]].to_numpy().tolist() == [
        ["one", 0.1, 5.0, 4.0, 6.0, 9],
        ["one", 0.5, 3.0, 2.9, 3.5, 9],
        ["two", 0.1, 2.0, 1.9, 2.1, 9],
    ]


def test_a_study_that_lacks_what_the_figure_shows_is_refused() -> None:
    with pytest.raises(UserError, match="study s doesn't vary steps"):
        study_lines(LINES, RANKED.drop(columns="steps"))
    with pytest.raises(UserError, match=r"study s has no score with steps: 2\.0"):
        study_lines(LINES, RANKED[RANKED["steps"] == 1.0])


RUNS = pd.DataFrame(
    [("a", states, seed, 10 * states + seed, True) for states in (47, 188) for seed in (0, 2)],
    columns=["algorithm", "states", "seed", "updates", "found"],
)


def test_updates_are_averaged_over_seeds_for_each_number_of_states() -> None:
    (line,) = update_lines(UpdateLines({"a": "A"}), RUNS)
    assert (line.x.tolist(), line.mean.tolist(), line.runs.tolist()) == ([47, 188], [471, 1881], [2, 2])


def test_a_run_that_never_found_the_way_is_named_and_not_averaged() -> None:
    with pytest.raises(UserError, match=r"1 of 4 runs .* a with 188 states and seed 0"):
        update_lines(UpdateLines({"a": "A"}), RUNS.assign(found=[True, True, False, True]))
