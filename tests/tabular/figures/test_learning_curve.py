"""The learning curve: what stands where, and a range that shows it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from matplotlib.figure import Figure
from tabular.figures.learning_curve import (
    ReferenceLine,
    draw_curves,
    draw_learning_curve,
    draw_lines,
    mark_far_returns,
    range_of_most,
    reference_lines,
)
from tabular.statistics.learning_curves import Curve, ExperimentResults, read_experiment_results

from tests.helpers.descriptions import MOUNTAIN_CAR
from tests.helpers.figures import SIZE, output_in, points_of
from tests.helpers.runs import EPISODES, WINDOW, write_experiment

if TYPE_CHECKING:
    from pathlib import Path

    from matplotlib.axes import Axes


def results_of(folder: Path, seeds: int, greedy: dict[int, float] | None = None) -> ExperimentResults:
    files = write_experiment(folder, seeds, greedy)
    return read_experiment_results("made_up", files["rewards"], files["evaluations"], WINDOW)


def curves(results: ExperimentResults) -> Axes:
    axes = Figure().subplots()
    draw_curves(axes, results, WINDOW)
    return axes


def test_a_point_is_the_mean_over_seeds_of_a_window_or_of_an_evaluation(tmp_path: Path) -> None:
    rng = np.random.default_rng(2)
    learned, greedy = [], []
    for _ in range(3):
        reward = rng.integers(-200, -100, EPISODES)
        learned.append([reward[start : start + 7].mean() for start in range(0, EPISODES, 7)])
        greedy.append([(-150.0 + rng.integers(-20, 20, 5)).mean() for _ in range(4)])
    axes = curves(results_of(tmp_path, seeds=3))
    training, evaluated = axes.lines[:2]
    assert points_of(training)[:, 0].tolist() == [6, 13, 20, 27, 29]
    np.testing.assert_allclose(points_of(training)[:, 1], np.mean(learned, axis=0))
    assert points_of(evaluated)[:, 0].tolist() == [0, 10, 20, 29]
    np.testing.assert_allclose(points_of(evaluated)[:, 1], np.mean(greedy, axis=0))


@pytest.mark.parametrize("seeds", [1, 4])
def test_a_band_is_around_the_mean_where_there_are_several_seeds(tmp_path: Path, seeds: int) -> None:
    results = results_of(tmp_path, seeds)
    axes = curves(results)
    band = axes.collections[0].get_paths()
    if seeds == 1:
        assert not [point for one in band for point in np.asarray(one.vertices) if np.isfinite(point).all()]
    else:
        heights = np.asarray(band[0].vertices)[:, 1]
        assert heights.min() == results.training.low.min() < results.training.mean.min()
        assert heights.max() == results.training.high.max() > results.training.mean.max()


def test_the_best_of_the_constant_actions_stands_for_all() -> None:
    baselines = {"random": -190.0, "push left": -200.0, "no push": -170.5, "push right": -180.0}
    lines = [(height, name) for height, name, _ in reference_lines(MOUNTAIN_CAR, baselines, -200.0, {})]
    assert lines == [
        (-190.0, "random actions"),
        (-170.5, "always “no push”"),
        (-110.0, "solved"),
        (-200.0, "time limit, 200 steps"),
    ]
    unsolvable = replace(MOUNTAIN_CAR, reward_threshold=None)
    assert len(reference_lines(unsolvable, baselines, None, {})) == 2


def test_exact_returns_have_lines_that_are_told_apart() -> None:
    exact = {"best possible": 0.744, "best found without a clock": 0.74}
    lines = reference_lines(MOUNTAIN_CAR, {"random": -190.0, "no push": -170.5}, None, exact)[2:4]
    assert {line.name: line.height for line in lines} == exact
    assert lines[0].style != lines[1].style


def test_a_line_far_from_the_curves_is_named_and_does_not_flatten_them() -> None:
    axes = Figure().subplots()
    lines = [ReferenceLine(-9723.15, "random actions", {}), ReferenceLine(-10.0, "solved", {})]
    draw_lines(axes, lines, -100.0, -20.0)
    low, high = axes.get_ylim()
    assert -120 < low < -100
    assert -10 < high < 0
    labels = [line.get_label() for line in axes.lines]
    assert labels == ["random actions: −9,723 (below)", "solved: −10"]
    assert len(points_of(axes.lines[0])[:, 0]) == 0


def test_a_greedy_return_that_is_far_away_is_marked_at_the_edge(tmp_path: Path) -> None:
    results = results_of(tmp_path, 1, greedy={0: -100_000.0})
    axes = curves(results)
    low, high = range_of_most(results)
    assert low >= -250
    assert high >= results.greedy.mean[-1]
    before = len(axes.lines)
    mark_far_returns(axes, results.greedy, low, high)
    (mark,) = axes.lines[before:]
    assert (points_of(mark)[:, 0].tolist(), points_of(mark)[:, 1].tolist()) == ([0], [0.0])
    words = str(mark.get_label())
    assert words.startswith(("greedy, below: down to −100,0", "greedy, below: down to −99,9"))


def test_all_that_is_usual_is_inside(tmp_path: Path) -> None:
    results = results_of(tmp_path, 4)
    low, high = range_of_most(results)
    for curve in (results.training, results.greedy):
        assert low <= curve.mean.min()
        assert high >= curve.mean.max()


def constant(value: float) -> ExperimentResults:
    none, returns = np.full(3, np.nan), np.full(3, value)
    curve = Curve(np.array([0, 10, 20]), returns, none, none)
    return ExperimentResults("mine", returns, returns, returns, curve, curve)


@pytest.mark.parametrize("value", [0.0, -200.0, 1.0, -1e-3, -123456.0])
def test_constant_returns_have_an_axis_around_them(value: float) -> None:
    axes = Figure().subplots()
    draw_lines(axes, [], *range_of_most(constant(value)))
    low, high = axes.get_ylim()
    assert low < value < high
    assert 0.05 * abs(value) <= high - value <= max(1.2, 0.2 * abs(value))
    assert value - low == pytest.approx(high - value)


def test_where_all_single_actions_tie_none_is_called_the_best() -> None:
    baselines = {"random": -200.0, "push left": -200.0, "no push": -200.0, "push right": -200.0}
    assert [name for _, name, _ in reference_lines(MOUNTAIN_CAR, baselines, None, {})][1] == "any single action"


def test_names_of_actions_are_text_and_no_formulas(tmp_path: Path) -> None:
    lines = reference_lines(MOUNTAIN_CAR, {"random": -190.0, "$x^2$ \\": -180.0}, None, {})
    output = output_in(tmp_path)
    output.save(draw_learning_curve(results_of(tmp_path, 1), lines, WINDOW, SIZE), "A caption.")
    assert r"always “$x^2$ \”: −180" in output.svg.read_text()
