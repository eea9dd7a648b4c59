"""What the book says, and when a number agrees with it."""

from __future__ import annotations

import math

import numpy as np
import pytest
from tabular.book.lines import Line
from tabular.book.statements import (
    MORE,
    At,
    Best,
    BestLine,
    Difference,
    FirstBelow,
    MeanOver,
    Range,
    StandardErrorOfBest,
    Statement,
    find_all,
    near,
)
from tabular.statistics.intervals import Estimate, estimate
from tabular.statistics.metrics import mean

VALUES = np.random.default_rng(3).normal(10.0, 2.0, size=(4, 50)) - np.array([[0.0], [3.0], [6.0], [1.0]])
FALLING = Line.of("falling", [1, 2, 3, 4], VALUES)
HIGHER = Line.of("higher", [1, 2, 3, 4], VALUES + 1.0)
KNOWN = {"falling": FALLING, "higher": HIGHER}


def test_a_point_has_the_mean_of_runs_or_the_range_of_single_runs() -> None:
    expected = estimate(mean, VALUES[1])
    found = At("falling", 2).find(KNOWN)
    assert [found.value, found.low, found.high] == pytest.approx([expected.value, expected.low, expected.high])
    single = At("falling", 2, of_single_runs=True).find(KNOWN)
    # 2.5 % of 50 runs are a little more than one, at either end.
    assert np.count_nonzero((single.low < VALUES[1]) & (VALUES[1] < single.high)) == 46
    with pytest.raises(ValueError, match=r"no point at 2\.5"):
        At("falling", 2.5).find(KNOWN)


def test_a_mean_over_points_and_a_difference_are_taken_run_by_run() -> None:
    assert MeanOver("falling", 2, 3).find(KNOWN) == estimate(mean, VALUES[1:3].mean(axis=0))
    difference = Difference("higher", "falling", 1, 4).find(KNOWN)
    assert [difference.value, difference.low, difference.high] == pytest.approx([1.0, 1.0, 1.0])


def test_the_best_point_is_the_highest_or_the_lowest_and_the_best_line_has_it() -> None:
    assert Best("falling").find(KNOWN) == At("falling", 1).find(KNOWN)
    assert Best("falling", is_lowest=True).find(KNOWN) == At("falling", 3).find(KNOWN)
    assert BestLine().find(KNOWN) == "higher"
    assert BestLine(is_lowest=True).find(KNOWN) == "falling"
    assert BestLine(among=("falling",)).find(KNOWN) == "falling"


def test_the_standard_error_follows_from_the_interval() -> None:
    many = np.random.default_rng(4).normal(0.0, 2.0, size=(1, 5000))
    found = StandardErrorOfBest("many").find({"many": Line.of("many", [0.0], many)})
    assert found.value == pytest.approx(many.std(ddof=1) / math.sqrt(5000))


def test_a_level_is_reached_where_the_mean_and_the_ends_of_the_band_are_below_it() -> None:
    middle = np.array([9.0, 5.0, 1.0])
    line = Line("line", np.arange(1.0, 4.0), middle, middle - 4.0, middle + 4.0, np.full(3, 2))
    assert FirstBelow("line", 5.0).find({"line": line}) == Estimate(2.0, 1.0, 3.0)
    assert FirstBelow("line", 0.5).find({"line": line}).value == math.inf


@pytest.mark.parametrize(
    ("wanted", "found", "agrees"),
    [
        (near(10, 1), Estimate(12.0, 10.9, 13.1), True),
        (near(10, 1), Estimate(12.0, 11.1, 12.9), False),
        (near(10, 1), Estimate(8.0, 7.0, 9.5), True),
        (near(10, 1), Estimate(10.5, math.nan, math.nan), True),
        (near(10, 1), Estimate(11.5, math.nan, math.nan), False),
        (MORE, Estimate(1.0, 0.1, 2.0), True),
        (MORE, Estimate(1.0, -0.1, 2.0), False),
        (Range(-math.inf, 0.0), Estimate(-1.0, -2.0, 0.1), False),
        (near(10, 1), "ten", False),
        (("ten", "nine"), "nine", True),
        (("ten", "nine"), "eight", False),
    ],
)
def test_what_agrees_is_within_the_interval_or_wholly_beyond_an_open_end(
    wanted: Range | tuple[str, ...],
    found: Estimate | str,
    agrees: bool,  # noqa: FBT001
) -> None:
    assert Statement("what", "book", At("falling", 1), wanted).agrees(found) is agrees


def test_a_finding_says_on_how_many_runs_it_rests() -> None:
    one = Line.of("one", [1.0], np.ones((1, 3)))
    statements = (Statement("a", "b", At("one", 1), near(1, 0)), Statement("a", "b", BestLine(), ("higher",)))
    assert [found.runs for found in find_all(statements, {**KNOWN, "one": one})] == [3, 50]
