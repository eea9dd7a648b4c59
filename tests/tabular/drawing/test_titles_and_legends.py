"""Titles, legends and names that fit into figures, however long they are."""

from __future__ import annotations

import matplotlib as mpl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from tabular.drawing.style import FIGURE_STYLE
from tabular.drawing.titles_and_legends import fitted_legend, shortened, write_title

NAMES = ["car", "mmmm_wwww_" * 8, "frozen_lake_with_a_name (mean of 20 seeds, 95 % intervals)", "i" * 150]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("width", [6.0, 6.8])
def test_a_title_stays_inside_the_figure_and_says_everything(name: str, width: float) -> None:
    with mpl.rc_context(FIGURE_STYLE):
        figure = Figure(figsize=(width, 4.5), dpi=100)
        FigureCanvasAgg(figure)
        write_title(figure, name)
        figure.canvas.draw()
        (title,) = figure.texts
        assert title.get_window_extent().x1 <= 100 * width
        assert "".join(title.get_text().split()) == "".join(name.split())


@pytest.mark.parametrize("count", [1, 2, 3, 5, 7])
def test_a_legend_stays_inside_the_figure_and_is_read_line_by_line(count: int) -> None:
    names = [f"experiment_{'x' * number}" for number in range(count)]
    with mpl.rc_context(FIGURE_STYLE):
        figure = Figure(figsize=(6.8, 5.1), dpi=100, layout="constrained")
        FigureCanvasAgg(figure)
        figure.subplots()
        legend = fitted_legend(figure, [Line2D([], [], label=name) for name in names], "outside upper left")
        figure.canvas.draw()
        assert legend.get_window_extent().x1 <= 680
        places = {text.get_text(): text.get_window_extent() for text in legend.get_texts()}
        assert sorted(names, key=lambda name: (-round(places[name].y0 / 10), places[name].x0)) == names


@given(name=st.text(), letters=st.integers(3, 60))
def test_a_shortened_name_begins_and_ends_as_the_name(name: str, letters: int) -> None:
    short = shortened(name, letters)
    assert len(short) <= letters
    if len(name) <= letters:
        assert short == name
    else:
        assert len(short) == letters
        begin, end = short.split("…", 1) if "…" not in name else (short[: letters // 2], short[letters // 2 + 1 :])
        assert name.startswith(begin)
        assert name.endswith(end)
