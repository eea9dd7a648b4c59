"""The visits: each cell's count, and a colour bar that ends where the counts end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from matplotlib.colors import LogNorm
from tabular.figures.visits import draw_visits
from tabular.q_tables.projection import state_visits
from tabular.q_tables.view import choose_view

from tests.helpers.descriptions import MOUNTAIN_CAR
from tests.helpers.figures import SIZE, legend_of, made_up, mesh_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

VIEW = choose_view(MOUNTAIN_CAR, None, "mean", None)


def draw(counts: NDArray[np.int64]) -> Figure:
    figure = draw_visits(MOUNTAIN_CAR, VIEW, counts, "mine", SIZE)
    figure.canvas.draw()
    return figure


def test_visits_are_on_a_logarithmic_scale_and_none_is_no_colour() -> None:
    _, visits = made_up()
    mesh: Any = mesh_of(draw(state_visits(VIEW, visits)))
    totals = visits.sum(axis=-1).T
    np.testing.assert_array_equal(mesh.get_array().filled(0), totals)
    np.testing.assert_array_equal(np.ma.getmaskarray(mesh.get_array()), totals == 0)
    assert isinstance(mesh.norm, LogNorm)
    assert (mesh.norm.vmin, mesh.norm.vmax) == (totals[totals > 0].min(), totals.max())


@pytest.mark.parametrize(("least", "most"), [(3, 3), (3, 7), (1, 2), (5, 40), (1, 100_000)])
def test_the_bar_of_visits_ends_where_they_end(least: int, most: int) -> None:
    counts = np.full((20, 20), least)
    counts[3, 4] = most
    mesh: Any = mesh_of(draw(counts))
    bar = mesh.colorbar
    texts = [label.get_text() for label in bar.ax.get_yticklabels() if label.get_text()]
    if least == most:
        assert texts == ["3"]
    else:
        assert (mesh.norm.vmin, mesh.norm.vmax) == (least, most)
        assert isinstance(mesh.norm, LogNorm) == (most >= 10 * least)
        inside = [text for tick, text in zip(bar.get_ticks(), texts, strict=False) if least <= tick <= most]
        assert len(inside) == len(set(inside)) >= 2
        assert not any("." in text for text in inside)


def test_where_nothing_was_updated_all_is_hatched_and_there_is_no_bar() -> None:
    figure = draw(np.zeros((20, 20), dtype=np.int64))
    assert len(figure.axes) == 1
    assert legend_of(figure) == ["never updated"]
