"""Figures of studies: of one trial and of hundreds, of numbers and of texts, with failures and far outliers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.collections import LineCollection
from matplotlib.patches import Rectangle
from scipy.stats import qmc
from tabular.drawing.canvas import new_figure
from tabular.drawing.key_axis import KeyAxis, in_pieces
from tabular.drawing.style import FIGURE_STYLE
from tabular.figures.parallel_coordinates import BEST_SHARE, FAINT, draw_parallel_coordinates
from tabular.figures.parameter_study import draw_parameter_study
from tabular.figures.score_map import draw_score_map, score_texts
from tabular.figures.sensitivity import draw_sensitivity
from tabular.statistics.importance import importance
from tabular.statistics.parameter_study import is_parameter_study
from tabular.statistics.ranking import ranking
from tabular.statistics.sensitivity import score_map_of_most_important, sensitivity

from tests.helpers.figures import legend_of, mesh_of, outer_box, overlapping_texts, points_of
from tests.helpers.studies import grid, study_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from tabular.results.studies import Study

    Keys = dict[str, list[Any]]

SIZE = [680, 510]
SCORE = "mean return of the last half of the episodes"
ALGORITHMS = ["q_learning", "sarsa", "expected_sarsa"]
LONG = ["greedy_with_optimistic_values", "epsilon_greedy", "$x_{1}$", "averylongnamewithoutanyplacetobreakit"]


def steps() -> Study:
    """Return 19 step sizes of three algorithms, one of which fails and one of which diverges at the largest."""
    rng = np.random.default_rng(0)
    rates = [round(float(rate), 5) for rate in np.geomspace(0.005, 1.0, 19)]

    def score(one: Any, _: int) -> float:
        if one["agent.algorithm"] == "sarsa" and one["agent.learning_rate.start"] == 1.0:
            return -4000.0
        return float(-25 - 8 * (np.log10(one["agent.learning_rate.start"]) + 0.5) ** 2 + rng.normal())

    failing = {"agent.algorithm": "q_learning", "agent.learning_rate.start": 1.0}
    keys: Keys = {"agent.algorithm": ALGORITHMS, "agent.learning_rate.start": rates}
    return study_of(grid(keys), score, 5, lambda one: dict(one) == failing)


def three_ways() -> Study:
    keys: Keys = {
        "agent.learning_rate.start": [round(float(rate), 1) for rate in np.linspace(0.1, 1, 10)],
        "environment.bins": ["[5,5]", "[10,10]", "[20,20]", "[40,40]", "[20,40]"],
        "agent.behaviour": LONG,
    }
    return study_of(grid(keys), lambda one, seed: -100 + 9 * one["agent.learning_rate.start"] + seed, 2)


def at_random() -> Study:
    settings = [
        {"agent.learning_rate.start": float(10 ** (3 * a - 3)), "agent.discount": float(0.8 + 0.2 * b), "c": float(c),
         "d": float(int(1 + 49 * d))}
        for a, b, c, d in qmc.Sobol(4, rng=1).random(64)
    ]  # fmt: skip
    return study_of(settings, lambda one, seed: one["c"] + one["agent.learning_rate.start"] + seed / 9, 4)


def single() -> Study:
    keys: Keys = {"agent.learning_rate.start": [0.1], "agent.discount": [0.9], "agent.algorithm": ["sarsa"]}
    return study_of(grid(keys), lambda _, seed: float(seed), 3)


def with_failures() -> Study:
    keys: Keys = {"rate": [0.01, 0.1, 0.5], "tiles": ["[8,8]", "[16,16]"], "decay": [0.0, 0.5, 0.9]}
    return study_of(grid(keys), lambda one, _: one["rate"], 1, lambda one: one["rate"] == 0.5)


def many_keys() -> Study:
    """Return a study of nine keys, by successive halving."""
    rng = np.random.default_rng(4)
    settings = [{f"section.key_{number}": float(rng.integers(2, 5)) for number in range(9)} for _ in range(30)]
    return study_of(settings, lambda *_: rng.normal(), lambda one: 8 if one["section.key_0"] > 3 else 2)


def awkward() -> Study:
    """Return a study whose least important keys have long texts."""
    keys: Keys = {"agent.behaviour": LONG, "environment.options.reset_state": LONG[::-1], "rate": [0.1, 0.2]}
    return study_of(grid(keys), lambda one, _: one["rate"], 1)


STUDIES = {
    "steps": steps,
    "three ways": three_ways,
    "at random": at_random,
    "single": single,
    "failures": with_failures,
    "many keys": many_keys,
    "awkward": awkward,
}


def panels_of(study: Study) -> Figure:
    ranked = ranking(study, "mean")
    rows = sensitivity(study, ranked, "mean")
    return drawn(
        draw_sensitivity("t", score=SCORE, ranked=ranked, important=importance(study, "mean"), rows=rows, size=SIZE)
    )


def map_of(study: Study) -> Figure:
    ranked = ranking(study, "mean")
    scores = score_map_of_most_important(ranked, study.keys, importance(study, "mean"))
    return drawn(draw_score_map("t", SCORE, scores, ranked, SIZE))


def parallel(study: Study) -> Figure:
    return drawn(draw_parallel_coordinates("t", SCORE, study.keys, ranking(study, "mean"), SIZE))


def lines(study: Study) -> Figure:
    return drawn(draw_parameter_study("t", SCORE, study.keys, ranking(study, "mean"), SIZE))


def drawn(figure: Figure) -> Figure:
    figure.draw_without_rendering()
    return figure


@pytest.mark.parametrize("name", STUDIES)
@pytest.mark.parametrize("draw", [panels_of, map_of, parallel])
def test_no_text_lies_over_another_or_leaves_the_figure(name: str, draw: Any) -> None:
    figure = draw(STUDIES[name]())
    assert overlapping_texts(figure) == []
    width, height = figure.bbox.size
    boxes = [outer_box(axes) for axes in figure.axes if axes.get_visible()]
    for box in (*boxes, *(text.get_window_extent() for text in figure.texts)):
        assert box.x0 >= -1
        assert box.y0 >= -1
        assert box.x1 <= width + 1
        assert box.y1 <= height + 1


@pytest.mark.parametrize(
    ("keys", "is_one"),
    [
        ({"rate": [0.1, 0.2]}, True),
        ({"rate": [0.1, 0.2], "a": ["x", "y"], "b": ["1", "2", "3", "4"]}, True),
        ({"rate": [0.1, 0.2], "a": ["x", "y", "z"], "b": ["1", "2", "3"]}, False),
        ({"rate": [0.1, 0.2], "decay": [0.1, 0.2]}, False),
        ({"a": ["x", "y"]}, False),
    ],
)
def test_a_parameter_study_varies_one_number_and_at_most_eight_combinations(keys: Any, *, is_one: bool) -> None:
    assert is_parameter_study(study_of(grid(keys), lambda *_: 0.0).trials) == is_one


def test_a_parameter_study_has_a_line_for_each_combination() -> None:
    study = steps()
    figure = lines(study)
    assert overlapping_texts(figure) == []
    assert sorted(legend_of(figure)) == ["best trial", "expected_sarsa", "q_learning", "sarsa"]
    (axes,) = figure.axes
    assert axes.get_xscale() == "log"
    curves = {str(line.get_label()): points_of(line) for line in axes.lines if len(points_of(line)) > 1}
    ranked = ranking(study, "mean")
    for name in ALGORITHMS:
        own = ranked[(ranked["agent.algorithm"] == name) & (ranked["seeds"] > 0)].sort_values(
            "agent.learning_rate.start"
        )
        expected = own[["agent.learning_rate.start", "score"]].to_numpy(dtype=float)
        assert curves[name][: len(expected)].tolist() == expected.tolist()
    assert len(axes.collections) == 3, "a band each"
    assert axes.get_ylim()[0] > -60
    assert [text.get_text() for text in axes.texts] == ["some go down to −4,000"]
    title = "t (57 trials, 1 of them failed, 5 seeds, 95\N{NO-BREAK SPACE}% intervals)"
    assert figure.get_suptitle().replace("\n", " ") == title


def test_one_number_alone_has_one_line() -> None:
    figure = lines(study_of(grid({"agent.discount": [0.5, 0.9, 1.0]}), lambda one, seed: one["agent.discount"] + seed))
    assert legend_of(figure) == ["all trials", "best trial"]


def test_panels_come_in_order_of_importance_and_six_at_most() -> None:
    figure = panels_of(three_ways())
    shown = [axes.get_xlabel() for axes in figure.axes if axes.get_visible()]
    assert shown[0] == "agent.learning_rate.start"
    assert figure.axes[0].get_title(loc="left").startswith("importance 100 %")
    many = panels_of(many_keys())
    assert sum(axes.get_visible() for axes in many.axes) == 6
    assert "6 of 9 keys, the most important" in many.get_suptitle().replace("\n", " ")
    assert "2 to 8 seeds" in many.get_suptitle().replace("\n", " ")


def test_a_panel_has_the_best_and_the_mean_at_each_value() -> None:
    study = three_ways()
    ranked = ranking(study, "mean")
    rows = sensitivity(study, ranked, "mean")
    axes = panels_of(study).axes[0]
    own = rows[rows["key"] == "agent.learning_rate.start"]
    mean, best = (points_of(line) for line in axes.lines)
    assert best.tolist() == own[["value", "best"]].to_numpy(dtype=float).tolist()
    assert mean.tolist() == own[["value", "mean"]].to_numpy(dtype=float).tolist()


def test_the_map_frames_the_best_cell_and_writes_its_numbers() -> None:
    study = with_failures()
    figure = map_of(study)
    cells = mesh_of(figure)
    values = np.ma.masked_invalid(np.asarray(cells.get_array()))
    (frame,) = (patch for patch in figure.axes[0].patches if isinstance(patch, Rectangle))
    assert values[int(frame.get_y()), int(frame.get_x())] == values.max() == 0.1
    assert len(figure.axes[0].texts) == values.count()
    assert legend_of(figure) == ["best trial", "no trial with a score"]
    assert legend_of(map_of(many_keys()))[0] == "best trial of those with most seeds"


def test_numbers_that_have_no_room_are_left_out() -> None:
    wide = grid({"a": [float(number) for number in range(10)], "b": [float(number) for number in range(10)]})
    figure = map_of(study_of(wide, lambda one, _: 1e7 * one["a"] + one["b"]))
    assert len(figure.axes[0].texts) == 0
    assert overlapping_texts(figure) == []
    assert len(map_of(study_of(wide, lambda one, _: one["a"] + one["b"])).axes[0].texts) == 100


def test_bins_have_their_ends_between_cells() -> None:
    axes = map_of(at_random()).axes[0]
    assert axes.get_xticks().tolist() == [0, 1, 2, 3, 4, 5]


def test_scores_of_cells_are_told_apart() -> None:
    assert score_texts(np.array([-120.31, -119.52, -131.0])) == ["−120.3", "−119.5", "−131.0"]
    assert score_texts(np.array([0.5])) == ["0.5"]


def test_a_line_goes_through_the_values_of_a_trial_to_its_score() -> None:
    study = with_failures()
    ranked = ranking(study, "mean")
    axes = parallel(study).axes[0]
    (collection,) = (one for one in axes.collections if isinstance(one, LineCollection))
    segments = np.array(collection.get_segments())
    assert segments.shape == (12, 4, 2)
    best = segments[-1][:, 1]
    rate = (np.log(0.1) - np.log(0.01)) / (np.log(0.5) - np.log(0.01))
    place = {"[8,8]": 0.0, "[16,16]": 1.0}[ranked["tiles"][0]]
    assert best.tolist() == pytest.approx([rate, place, ranked["decay"][0] / 0.9, 1.0])
    opacity = np.asarray(collection.get_colors())[:, 3]
    assert opacity.tolist() == pytest.approx([FAINT] * 10 + [1.0] * 2)
    assert pytest.approx(0.1) == BEST_SHARE


@pytest.mark.parametrize(
    ("values", "is_logarithmic"),
    [([0.01, 0.3], True), ([0.01, 0.29], False), ([0.0, 1.0], False), ([-1.0, 100.0], False), ([1.0, 30.0], True)],
)
def test_positive_numbers_over_thirty_times_are_on_a_logarithmic_axis(
    values: list[float], *, is_logarithmic: bool
) -> None:
    axis = KeyAxis.of(values)
    assert axis.is_logarithmic == is_logarithmic
    assert axis.shares(values).tolist() == [0.0, 1.0]
    low, high = axis.limits()
    assert low < min(values) < max(values) < high


def test_few_values_have_all_their_ticks_and_many_have_round_ones() -> None:
    with mpl.rc_context(FIGURE_STYLE):
        figure = new_figure(SIZE)
        few = KeyAxis.of([0.5, 0.9, 0.0]).number_ticks(figure, 300, is_vertical=False)
        near = KeyAxis.of([0.98, 0.99, 0.0]).number_ticks(figure, 300, is_vertical=False)
        wide = KeyAxis.of(np.geomspace(0.001, 1, 20).tolist()).number_ticks(figure, 300, is_vertical=False)
    assert few == ([0.0, 0.5, 0.9], ["0", "0.5", "0.9"])
    assert near[1] == ["0.0", "0.2", "0.4", "0.6", "0.8"]
    assert wide[1] == ["0.001", "0.01", "0.1", "1"]


def test_names_are_broken_between_words_only() -> None:
    with mpl.rc_context(FIGURE_STYLE):
        figure = new_figure(SIZE)
        assert in_pieces(figure, "agent.learning_rate.start", 100, 14) == ["agent.", "learning_", "rate.start"]
        (cut,) = in_pieces(figure, "averylongnamewithoutanyplacetobreakit", 100, 14)
    assert "…" in cut
