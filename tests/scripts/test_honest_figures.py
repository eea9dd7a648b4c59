"""What all figures of an experiment have in common: sane axes, names as they are, room for what is drawn."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.colors import LogNorm
from matplotlib.figure import Figure
from plot_cost_to_go import draw_surface, plot_cost_to_go
from plot_learning_curve import draw_lines, plot_learning_curve, range_of_most, reference_lines
from plot_policy import plot_policy
from plot_qtable import plot_qtable
from plot_rewards import plot_rewards
from plot_trajectories import plot_trajectories
from plot_value_function import draw_values, plot_value_function, value_label
from plot_visits import draw_visits, plot_visits
from tabular.drawing.style import FIGURE_STYLE
from tabular.q_tables.final import LastTable
from tabular.q_tables.projection import state_values
from tabular.q_tables.view import choose_view
from tabular.results.environment import write_description
from tabular.results.episodes import EpisodeRewards, write_rewards
from tabular.results.trajectories import write_trajectories
from tabular.statistics.comparison import Curve

from tests.helpers.descriptions import CART_POLE, CORRIDOR, FROZEN_LAKE, MOUNTAIN_CAR, TAXI
from tests.helpers.figures import STYLE, overlapping_texts
from tests.scripts.test_figures import MOMENTS, arguments_of, draw_from, legend_of, mesh_of
from tests.scripts.test_plot_learning_curve import experiment

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from matplotlib.axes import Axes
    from matplotlib.colorbar import Colorbar
    from numpy.typing import NDArray
    from tabular.drawing.heat_map import TableFigure
    from tabular.results.environment import EnvironmentDescription

CAR_VIEW = choose_view(MOUNTAIN_CAR, None, "mean", None)
EVERYWHERE = np.ones(MOUNTAIN_CAR.table_shape, dtype=np.uint32)


def tick_texts(axes: Axes) -> list[str]:
    """Return what is written at the ticks of the vertical axis that are seen."""
    low, high = axes.get_ylim()
    ticks = [tick for tick in axes.get_yticks() if low <= tick <= high]
    return axes.yaxis.get_major_formatter().format_ticks(ticks)


def bar_of(on: TableFigure) -> Colorbar:
    """Return the colour bar of a drawn figure."""
    on.figure.canvas.draw()
    bar: Colorbar = mesh_of(on).colorbar
    return bar


def constant(value: float) -> Curve:
    none = np.full(3, np.nan)
    return Curve(np.array([0, 10, 20]), np.full(3, value), none, none)


@pytest.mark.parametrize("value", [0.0, -200.0, 1.0, -1e-3, -123456.0])
def test_a_learning_curve_of_constant_returns_has_an_axis_around_them(value: float) -> None:
    learned: Any = SimpleNamespace(training=constant(value), greedy=constant(value))
    axes = Figure().subplots()
    draw_lines(axes, [], *range_of_most(learned))
    low, high = axes.get_ylim()
    assert low < value < high
    assert 0.05 * abs(value) <= high - value <= max(1.2, 0.2 * abs(value))
    assert value - low == pytest.approx(high - value)


@pytest.mark.parametrize("value", [0.0, -200.0])
@pytest.mark.parametrize("episodes", [1, 40])
def test_constant_returns_while_learning_have_ticks_that_differ(tmp_path: Path, value: float, episodes: int) -> None:
    learned = EpisodeRewards.before_training(np.zeros(episodes), np.zeros(episodes))
    learned.reward[:] = value
    learned.terminated[:] = True
    write_rewards(tmp_path / "rewards.parquet", learned, {"episodes": episodes}, 0)
    write_description(tmp_path / "environment.json", replace(MOUNTAIN_CAR, reward_threshold=None))
    figures: list[Figure] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("plot_rewards.save_figure", lambda figure, *_: figures.append(figure))
        plot_rewards(
            rewards=[tmp_path / "rewards.parquet"], description=tmp_path / "environment.json", name="mine", window=7,
            style=STYLE, png=tmp_path / "figure.png", svg=tmp_path / "figure.svg",
        )  # fmt: skip
    texts = tick_texts(figures[0].axes[0])
    assert 2 <= len(texts) == len(set(texts))
    low, high = figures[0].axes[0].get_ylim()
    assert low < value < high
    assert high - low >= 0.1
    first, last = figures[0].axes[-1].get_xlim()
    seen = [tick for tick in figures[0].axes[-1].get_xticks() if first <= tick <= last]
    assert seen
    assert all(tick == round(tick) for tick in seen), "there is no half of an episode"


def car(values: NDArray[np.float64], updated: NDArray[np.bool_]) -> LastTable:
    return LastTable(MOUNTAIN_CAR, CAR_VIEW, values, updated, state_values(CAR_VIEW, values, updated))


@pytest.mark.parametrize("value", [0.0, -7.0, -7.123456789])
def test_a_constant_value_function_has_one_colour_and_one_number(value: float) -> None:
    table = car(np.full(MOUNTAIN_CAR.table_shape, value), EVERYWHERE > 0)
    bar = bar_of(draw_values(table, "title", "value", STYLE["size"]))
    assert [label.get_text() for label in bar.ax.get_yticklabels()] == [f"{value:.4g}".replace("-", "−")]
    assert len({tuple(color) for color in bar.cmap(np.linspace(0, 1, 9)).tolist()}) == 1


def test_values_that_are_nearly_the_same_have_ticks_that_differ() -> None:
    values = np.full(MOUNTAIN_CAR.table_shape, -7.0)
    values[3, 4] = -6.9995
    bar = bar_of(draw_values(car(values, EVERYWHERE > 0), "title", "value", STYLE["size"]))
    texts = [label.get_text() for label in bar.ax.get_yticklabels()]
    assert 3 <= len(texts) == len(set(texts))
    assert (bar.vmin, bar.vmax) == (-7.0, -6.9995)


@pytest.mark.parametrize(("least", "most"), [(3, 3), (3, 7), (1, 2), (5, 40), (1, 100_000)])
def test_the_bar_of_visits_ends_where_they_end(least: int, most: int) -> None:
    counts = np.full((20, 20), least)
    counts[3, 4] = most
    on = draw_visits(MOUNTAIN_CAR, CAR_VIEW, counts, "title", STYLE["size"])
    bar = bar_of(on)
    texts = [label.get_text() for label in bar.ax.get_yticklabels() if label.get_text()]
    if least == most:
        assert texts == ["3"]
    else:
        assert (mesh_of(on).norm.vmin, mesh_of(on).norm.vmax) == (least, most)
        assert isinstance(mesh_of(on).norm, LogNorm) == (most >= 10 * least)
        seen = [text for tick, text in zip(bar.get_ticks(), texts, strict=False) if least <= tick <= most]
        assert len(seen) == len(set(seen)) >= 2
        assert not any("." in text for text in seen)


def test_where_nothing_was_updated_all_is_hatched_and_there_is_no_bar() -> None:
    never = np.zeros(MOUNTAIN_CAR.table_shape, dtype=np.uint32)
    values = draw_values(car(np.zeros(never.shape), never > 0), "title", "value", STYLE["size"])
    visits = draw_visits(MOUNTAIN_CAR, CAR_VIEW, never.sum(axis=-1), "title", STYLE["size"])
    for on in (values, visits):
        assert len(on.figure.axes) == 1
        assert legend_of(on.figure) == ["never updated"]
    empty = np.ma.masked_array(np.zeros((20, 20)), mask=True)
    draw_surface(CAR_VIEW, empty, "title", "cost", STYLE["size"]).canvas.draw()


def test_a_constant_cost_has_a_height_to_stand_at() -> None:
    for value in (0.0, 7.0):
        cost = np.ma.masked_array(np.full((20, 20), value), mask=False)
        figure = draw_surface(CAR_VIEW, cost, "title", "cost", STYLE["size"])
        low, high = figure.axes[0].get_zlim()  # type: ignore[attr-defined]
        assert low <= 0
        assert high >= max(value, 1.0)


def test_only_a_discounted_value_is_called_so(tmp_path: Path) -> None:
    assert (value_label(0.99), value_label(1.0)) == ("value (discounted return)", "value (expected return)")
    for discount, words in ((0.99, "cost to go (discounted)"), (1.0, "cost to go")):
        arguments = arguments_of(plot_cost_to_go, tmp_path, MOUNTAIN_CAR)
        draw_from(plot_cost_to_go, arguments | {"discount": discount})
        assert f">{words}</text>" in arguments["svg"].read_text()


def test_where_all_single_actions_tie_none_is_called_the_best() -> None:
    baselines = {"random": -200.0, "push left": -200.0, "no push": -200.0, "push right": -200.0}
    assert [name for _, name, _ in reference_lines(MOUNTAIN_CAR, baselines, None)][1] == "any single action"


ODD_NAMES = [r"$x^2$ & \alpha", "_{left} <b>", "100 % $"]


@pytest.mark.parametrize(
    "draw", [plot_value_function, plot_visits, plot_policy, plot_qtable, plot_cost_to_go, plot_trajectories]
)
def test_names_are_text_and_no_formulas(tmp_path: Path, draw: Callable[..., None]) -> None:
    odd = replace(MOUNTAIN_CAR, actions=ODD_NAMES, axes=[r"$\frac{1}{2}", "{velocity}$^2$"])
    arguments = arguments_of(draw, tmp_path, MOUNTAIN_CAR)
    write_description(tmp_path / "environment.json", odd)
    draw_from(draw, arguments)
    written = html.unescape(" ".join(re.findall(r"<text[^>]*>([^<]*)</text>", arguments["svg"].read_text())))
    for name in odd.axes:
        assert name in written
    if draw in {plot_policy, plot_qtable, plot_trajectories}:
        for name in ODD_NAMES:
            assert name in written


def test_names_of_actions_are_text_in_the_learning_curve_too(tmp_path: Path) -> None:
    arguments = experiment(tmp_path, seeds=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("plot_learning_curve.read_baseline_means", lambda _: {"random": -190.0, "$x^2$ \\": -180.0})
        plot_learning_curve(**arguments)
    assert r"always “$x^2$ \”: −180" in arguments["svg"].read_text()


def long(count: int) -> list[str]:
    """Return different names of 43 letters."""
    return [f"{number} {'a long name that goes on and on and on and on'[:41]}" for number in range(count)]


@pytest.mark.parametrize("draw", [plot_policy, plot_qtable, plot_trajectories, plot_value_function])
@pytest.mark.parametrize("description", [MOUNTAIN_CAR, CART_POLE, FROZEN_LAKE], ids=["car", "cart", "lake"])
def test_long_names_leave_room_for_what_is_drawn(
    tmp_path: Path, draw: Callable[..., None], description: EnvironmentDescription
) -> None:
    if draw is plot_trajectories and description is CART_POLE:
        pytest.skip("its made-up path has two dimensions")
    shape = [*description.table_shape[:-1], 8]
    named = replace(description, actions=long(8), axes=long(len(description.axes)), table_shape=shape)
    figures: list[Figure] = []
    arguments = arguments_of(draw, tmp_path, named)
    if draw is plot_trajectories and description is MOUNTAIN_CAR:
        write_trajectories(arguments["trajectories"], MOMENTS, {"trajectories": 1}, 0)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(f"{draw.__module__}.save_figure", lambda figure, *_: figures.append(figure))
        draw_from(draw, arguments)
    (figure,) = figures
    with mpl.rc_context(FIGURE_STYLE):
        figure.canvas.draw()
        for text in (*figure.legends, *figure.texts, *(axes.yaxis.label for axes in figure.axes)):
            extent = text.get_window_extent()
            assert extent.width <= figure.bbox.width + 1
            assert -1 <= extent.y0 <= extent.y1 <= figure.bbox.height + 1
        panels = [axes.get_window_extent() for axes in figure.axes if axes.get_label() != "<colorbar>"]
    top, bottom = max(panel.y1 for panel in panels), min(panel.y0 for panel in panels)
    assert top - bottom >= 0.45 * figure.bbox.height


@pytest.mark.parametrize("draw", [plot_policy, plot_qtable, plot_value_function, plot_visits])
@pytest.mark.parametrize("name", ["car", "cart", "lake", "taxi", "corridor"])
def test_no_text_of_a_figure_lies_over_another(tmp_path: Path, draw: Callable[..., None], name: str) -> None:
    known = {"car": MOUNTAIN_CAR, "cart": CART_POLE, "lake": FROZEN_LAKE, "taxi": TAXI, "corridor": CORRIDOR}
    figures: list[Figure] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(f"{draw.__module__}.save_figure", lambda figure, *_: figures.append(figure))
        draw_from(draw, arguments_of(draw, tmp_path, known[name]))
    (figure,) = figures
    with mpl.rc_context(FIGURE_STYLE):
        figure.canvas.draw()
        assert overlapping_texts(figure) == []
