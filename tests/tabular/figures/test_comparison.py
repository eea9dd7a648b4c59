"""Figures of a comparison, from few experiments with short names to many with long ones, and of returns all alike."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest
from matplotlib.transforms import Bbox
from tabular.figures.comparison import draw_curves, draw_profiles
from tabular.figures.improvement import draw_improvement
from tabular.formatting import subtitle, without_common_beginning, wrapped
from tabular.statistics.comparison import profiles
from tabular.statistics.learning_curves import Curve, ExperimentResults

from tests.helpers.figures import outer_box, overlapping_texts, points_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

SIZE = [680, 510]
LEAST_SHARE = 0.6


def long_names(count: int) -> list[str]:
    """Return names of 43 letters that differ in the middle, and in their first word."""
    names = [
        f"{'abcdefghij'[number % 10]}_experiment_number_{number:02d}_of_a_very_long_names" for number in range(count)
    ]
    assert {len(name) for name in names} == {43}
    return names


def made_up(name: str, scores: Sequence[float], greedy: Sequence[float] | None = None) -> ExperimentResults:
    """Return an experiment with these scores, whose greedy means over three tables end with their mean."""
    runs = np.array(scores)
    means = np.array([[-50.0] * len(runs), [-30.0] * len(runs), runs]) if greedy is None else np.array([greedy]).T
    episode = np.array([0, 50, 99]) if greedy is None else np.arange(len(means)) * 10
    curve = Curve.of(episode, means)
    return ExperimentResults(name, runs, runs, runs, curve, curve)


def frames(results: Sequence[ExperimentResults]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the two files' contents: learning curves, and performance profiles."""
    curves = [
        pd.DataFrame({"experiment": one.name, "play": play, **vars(curve)})
        for one in results
        for play, curve in (("training", one.training), ("greedy", one.greedy))
    ]
    shares = [
        pd.DataFrame({"experiment": one.name, **vars(profile)})
        for one, profile in zip(results, profiles(results), strict=True)
    ]
    return pd.concat(curves), pd.concat(shares)


def figures(results: Sequence[ExperimentResults], size: Sequence[int] = SIZE) -> list[Figure]:
    """Return the learning curves and the performance profiles, laid out."""
    experiments = {one.name: len(one.scores) for one in results}
    greedy = {one.name: float(one.scores.mean()) for one in results}
    curves, shares = frames(results)
    drawn = [draw_curves("t", experiments, curves, size), draw_profiles("t", experiments, greedy, shares, size)]
    for figure in drawn:
        figure.draw_without_rendering()
    return drawn


@pytest.mark.parametrize(("best", "drawn"), [(-19.0, ["best possible"]), (1000.0, [])])
def test_the_best_possible_return_is_drawn_unless_it_would_flatten_the_curves(best: float, drawn: list[str]) -> None:
    results = with_scores(["one", "two"])
    experiments = {one.name: len(one.scores) for one in results}
    figure = draw_curves("t", experiments, frames(results)[0], SIZE, best)
    figure.draw_without_rendering()
    for axes in figure.axes:
        assert [text.get_text() for text in axes.texts if "best" in text.get_text()] == drawn
        low, high = axes.get_ylim()
        assert (low < best < high) == bool(drawn)


def labels(figure: Figure) -> list[str]:
    return [text.get_text() for legend in figure.legends for text in legend.get_texts()]


def with_scores(names: Sequence[str], seeds: int = 2) -> list[ExperimentResults]:
    return [made_up(name, [-20.0 - place + seed for seed in range(seeds)]) for place, name in enumerate(names)]


@pytest.mark.parametrize("count", [3, 8, 20, 60])
def test_panels_have_at_least_three_fifths_of_the_figure_and_hide_nothing(count: int) -> None:
    for figure in figures(with_scores(long_names(count))):
        width, height = figure.bbox.size
        assert width == SIZE[0]
        assert SIZE[1] <= round(height) <= 2.6 * SIZE[1]
        panels = Bbox.union([outer_box(axes) for axes in figure.axes])
        assert panels.width * panels.height >= LEAST_SHARE * width * height
        (legend,) = figure.legends
        room = legend.get_window_extent()
        assert room.y1 <= panels.y0 + 1
        assert room.x0 >= 0
        assert room.x1 <= width


@pytest.mark.parametrize("count", [3, 12, 13, 20, 60])
def test_no_text_lies_over_another(count: int) -> None:
    short_names = [f"n{number}" for number in range(count)]
    for figure in (*figures(with_scores(long_names(count))), *figures(with_scores(short_names))):
        assert overlapping_texts(figure) == []


@pytest.mark.parametrize("count", [2, 20, 60])
def test_long_names_fit_into_the_narrowest_figure(count: int) -> None:
    for figure in figures(with_scores(long_names(count)), [400, 400]):
        (legend,) = figure.legends
        assert legend.get_window_extent().x1 <= 400
        assert legend.get_window_extent().y0 >= 0


def test_each_of_twenty_experiments_is_named_in_full() -> None:
    names = long_names(20)
    for figure in figures(with_scores(names)):
        assert [label.replace("\n", "") for label in labels(figure)] == names


def lines_of(axes: Axes) -> tuple[list[Any], list[Any]]:
    """Return the strong and the thin lines of a panel."""
    strong = [line for line in axes.lines if line.get_linewidth() >= 1.5]
    return strong, [line for line in axes.lines if line.get_linewidth() < 1.0]


def test_of_sixty_experiments_three_are_strong_and_the_legend_says_so() -> None:
    names = [f"n{number}" for number in range(60)]
    scores = [-30.0, *[-40.0 - number for number in range(58)], -10.0]
    for figure in figures([made_up(name, [score, score]) for name, score in zip(names, scores, strict=True)]):
        assert labels(figure) == [
            "n0 (first)", "n59 (best)", "n58 (worst)", "the 57 others (best and worst by greedy return)",
        ]  # fmt: skip
        for axes in figure.axes:
            strong, thin = lines_of(axes)
            assert (len(strong), len(thin)) == (3, 57)
            assert max(line.get_zorder() for line in thin) < min(line.get_zorder() for line in strong)


def tick_labels(axes: Axes, which: str) -> list[str]:
    axis = getattr(axes, f"{which}axis")
    low, high = axis.get_view_interval()
    return [
        label.get_text()
        for label, place in zip(axis.get_ticklabels(), axis.get_ticklocs(), strict=True)
        if low <= place <= high
    ]


@pytest.mark.parametrize("score", [-7.0, 0.0, -200.0, 0.7402])
@pytest.mark.parametrize("seeds", [1, 3])
def test_returns_that_are_all_the_same_have_an_axis(score: float, seeds: int) -> None:
    same = [made_up(name, [score] * seeds, greedy=[score]) for name in ("a", "b")]
    same = [ExperimentResults(one.name, one.scores, one.scores, one.scores, one.training, one.greedy) for one in same]
    curves, profile = figures(same)
    for axes, which in ((curves.axes[0], "y"), (curves.axes[1], "y"), (profile.axes[0], "x")):
        low, high = getattr(axes, f"get_{which}lim")()
        assert low < score < high
        assert high - low >= 0.01 * abs(score)
        assert high - low >= 0.1
        texts = tick_labels(axes, which)
        assert len(texts) == len(set(texts)) >= 2
    for axes in curves.axes:
        texts = tick_labels(axes, "x")
        assert len(texts) == len(set(texts))


def test_intervals_are_named_only_where_they_are_drawn() -> None:
    assert [subtitle(seeds, has_bands=True) for seeds in ([1, 1], [2, 2], [1, 3], [5])] == [
        " (1 seed)", " (2 seeds, 95 % intervals)", " (95 % intervals)", " (5 seeds, 95 % intervals)",
    ]  # fmt: skip
    assert subtitle([5, 5], has_bands=False) == " (5 seeds)"
    for count, bands in ((3, True), (8, False)):
        for figure in figures(with_scores([f"n{number}" for number in range(count)])):
            assert figure.get_suptitle().endswith("95 % intervals)") == bands
            assert bool(figure.axes[0].collections) == bands


def test_few_runs_far_away_do_not_flatten_the_profile() -> None:
    circling = [made_up("a", [-17.0] * 47 + [-1000.0] * 3), made_up("b", [-13.0] * 50)]
    _, profile = figures(circling)
    (axes,) = profile.axes
    low, high = axes.get_xlim()
    assert -25 < low < -17 < -13 < high < -10
    assert axes.get_title(loc="left") == "few runs lie further left, down to −1,000"
    many = [made_up("a", [-17.0] * 30 + [-1000.0] * 20), made_up("b", [-13.0] * 50)]
    (axes,) = figures(many)[1].axes
    assert axes.get_xlim()[0] < -1000, "four in ten are no exception"
    assert axes.get_title(loc="left") == ""


def test_few_returns_far_below_do_not_flatten_the_curves() -> None:
    greedy = [-13.0] * 20 + [-1000.0] + [-15.0] * 19
    curves, _ = figures([made_up(name, [-15.0], greedy=greedy) for name in ("a", "b")])
    for axes in curves.axes:
        assert axes.get_ylim()[0] > -30
        assert [text.get_text() for text in axes.texts] == ["few go down to −1,000"]


def test_who_is_better_is_a_row_for_each_but_the_first() -> None:
    names = long_names(20)
    rows = pd.DataFrame({"experiment": names[1:], "probability": 0.7, "low": 0.6, "high": 0.8})
    figure = draw_improvement("t", dict.fromkeys(names, -1.0), rows, SIZE)
    figure.draw_without_rendering()
    (axes,) = figure.axes
    assert [label.get_text().replace("\n", "") for label in axes.get_yticklabels()] == names[1:]
    assert axes.get_position().width >= LEAST_SHARE
    assert outer_box(axes).x0 >= 0
    boxes = [label.get_window_extent() for label in axes.get_yticklabels()]
    assert all(below.y1 <= above.y0 for above, below in pairwise(boxes)), "no name covers another"
    assert names[0] in figure.get_supxlabel().replace("\n", "")


def test_who_is_better_of_sixty_has_the_names_of_the_best_and_the_worst() -> None:
    names = long_names(60)
    greedy = {name: float(place or 30) for place, name in enumerate(names)}
    probabilities = np.arange(1, 60) / 60
    rows = pd.DataFrame({"experiment": names[1:], "probability": probabilities, "low": np.nan, "high": np.nan})
    figure = draw_improvement("t", greedy, rows, SIZE)
    figure.draw_without_rendering()
    (axes,) = figure.axes
    shown = [label.get_text().replace("\n", "") for label in axes.get_yticklabels()]
    assert shown == [f"{names[59]}(best)", f"{names[1]}(worst)"]
    assert axes.get_title(loc="left").startswith("small: the 57 others")
    assert figure.bbox.height <= 2 * SIZE[1]
    points = sorted(point for line in axes.lines if line.get_marker() == "o" for point in points_of(line).tolist())
    assert [x for x, _ in points] == pytest.approx([place / 60 for place in range(1, 60)])
    assert [y for _, y in points] == sorted((y for _, y in points), reverse=True)


def test_what_all_names_begin_with_is_left_out_of_the_legend() -> None:
    assert without_common_beginning(["car_a", "car_b_c"]) == {"car_a": "a", "car_b_c": "b_c"}
    assert without_common_beginning(["car", "car_b"]) == {"car": "car", "car_b": "car_b"}
    assert without_common_beginning(["cart", "car"]) == {"cart": "cart", "car": "car"}


def test_long_names_are_broken_and_not_cut_off() -> None:
    assert wrapped("q_learning", 24) == "q_learning"
    assert wrapped("double_q_learning_rate_07", 18) == "double_q_learning_\nrate_07"
    assert wrapped("a" * 10, 4) == "aaaa\naaaa\naa"
    assert wrapped("_a-b__c", 24) == "_a-b__c"
