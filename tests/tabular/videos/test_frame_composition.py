"""Frames looked up, against the same frames drawn by Matplotlib."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from PIL import Image
from tabular.drawing.action_panels import HEADER_HEIGHT, MarkStyle, draw_marks, hatch_panels
from tabular.drawing.style import STYLE
from tabular.q_tables.view import choose_view
from tabular.videos.frame_composition import TEXT_TOP, make_template, write_frame
from tabular.videos.frame_picture import MARGIN, draw_panels

from tests.helpers.descriptions import CART_POLE, CORRIDOR, FINE_MOUNTAIN_CAR, FROZEN_LAKE, MOUNTAIN_CAR, TAXI
from tests.helpers.figures import outer_box

if TYPE_CHECKING:
    from pathlib import Path

    from tabular.drawing.action_panels import Panels
    from tabular.results.environment import EnvironmentDescription

SMALL_BOUND = 4
"""Steps of 255 that rounding to a palette may change a channel by."""

BLUE_AND_VERMILLION = MarkStyle(
    {"best": "#0072B2", "other": "#D55E00"}, {"best": "o", "other": "x"}, {"best": 1.0, "other": 0.4}
)
GREEN_AND_RED = MarkStyle({"best": "green", "other": "red"}, {"best": "o", "other": "o"}, {"best": 1.0, "other": 0.3})

SHAPES = {
    "two dimensions": MOUNTAIN_CAR,
    "cells too small for marks": FINE_MOUNTAIN_CAR,
    "map": FROZEN_LAKE,
    "wrapped rows": TAXI,
    "one dimension": CORRIDOR,
    "four dimensions": CART_POLE,
}


def panels_of(description: EnvironmentDescription, style: MarkStyle) -> Panels:
    return draw_panels(description, choose_view(description, None, "mean", None), style, (1200, 900))


def drawn(panels: Panels) -> np.ndarray[Any, np.dtype[np.int64]]:
    panels.figure.canvas.draw()
    return np.asarray(panels.figure.canvas.buffer_rgba())[..., :3].astype(np.int64)  # type: ignore[attr-defined]


def test_a_long_line_that_says_what_is_shown_stands_below_the_name_of_the_direction() -> None:
    view = choose_view(CART_POLE, ["pole angle", "pole velocity"], "mean", None)
    panels = draw_panels(CART_POLE, replace(view, note=view.note * 4), BLUE_AND_VERMILLION, (1200, 900))
    (text,) = [text for text in panels.figure.texts if "shown: " in text.get_text()]
    name, note = text.get_text().split("\n")
    assert (name, note[:27]) == ("pole angle", "shown: mean over updated ce")
    extent = text.get_window_extent()
    assert extent.x0 > 0
    assert extent.x1 < 1200
    assert extent.y0 >= 0
    assert all(outer_box(panel).y0 >= extent.y1 for panel in panels.axes)


def test_the_line_that_says_what_is_shown_covers_no_other_text() -> None:
    """As the configuration has Taxi: the name of the columns is long and stands below the panels."""
    panels = draw_panels(TAXI, choose_view(TAXI, None, "mean", [25, 20]), BLUE_AND_VERMILLION, (1200, 900))
    (note,) = [text for text in panels.figure.texts if text.get_text().startswith("shown: ")]
    names = [panel.xaxis.label for panel in panels.axes if panel.get_xlabel()]
    assert len(names) == 1
    assert not any(note.get_window_extent().overlaps(name.get_window_extent()) for name in names)


@pytest.mark.parametrize("style", [BLUE_AND_VERMILLION, GREEN_AND_RED], ids=["default", "tutorial"])
@pytest.mark.parametrize("description", SHAPES.values(), ids=SHAPES)
def test_a_composed_frame_is_the_drawn_one(description: EnvironmentDescription, style: MarkStyle) -> None:
    panels = panels_of(description, style)
    template = make_template(panels)
    view = panels.view
    shape = (len(panels.axes), view.rows.cells, view.columns.cells)
    best = np.random.default_rng(1).random(shape) < 0.4
    best[:, [0, -1]] = True  # both marks at all four edges
    best[:, :, [0, -1]] = False
    updated = np.random.default_rng(2).random(shape) < 0.7
    updated[:, :, 0] = False  # and the hatch at one
    composed = np.asarray(template.compose(best, updated, "").convert("RGB")).astype(np.int64)
    hatch_panels(panels)
    draw_marks(panels, best, updated)
    assert np.abs(composed - drawn(panels)).max() <= SMALL_BOUND
    assert len(template.palette) <= 256


def test_both_marks_are_seen_in_their_places() -> None:
    panels = panels_of(MOUNTAIN_CAR, BLUE_AND_VERMILLION)
    best = np.zeros((3, 20, 20), dtype=bool)
    best[1, 2, 5] = True
    frame = np.asarray(make_template(panels).compose(best, np.ones_like(best), "").convert("RGB"))
    x, y = panels.axes[1].transData.transform((panels.view.columns.centres[5], panels.view.rows.centres[2]))
    assert frame[900 - round(y), round(x)] == pytest.approx([0x00, 0x72, 0xB2], abs=SMALL_BOUND)
    blue = (np.abs(frame[HEADER_HEIGHT:].astype(int) - [0x00, 0x72, 0xB2]).max(axis=-1) <= SMALL_BOUND).sum()
    assert 30 < blue < 90, "exactly one mark"


def test_the_changing_text_is_written_where_matplotlib_writes_it() -> None:
    panels = panels_of(MOUNTAIN_CAR, BLUE_AND_VERMILLION)
    nothing = np.zeros((3, 20, 20), dtype=bool)
    text = "end of episode 1,230      epsilon 0.903"
    composed = np.asarray(make_template(panels).compose(nothing, ~nothing, text).convert("L")) < 128
    artists = draw_marks(panels, nothing, ~nothing)
    panels.figure.text(MARGIN / 1200, 1 - TEXT_TOP / 900, text, va="top", fontsize=STYLE["font.size"])
    reference = drawn(panels).mean(axis=-1) < 128
    assert artists
    rows, columns = (np.flatnonzero(composed[:HEADER_HEIGHT].any(axis=axis)) for axis in (1, 0))
    expected_rows, expected_columns = (np.flatnonzero(reference[:HEADER_HEIGHT].any(axis=axis)) for axis in (1, 0))
    assert abs(int(rows[-1]) - int(expected_rows[-1])) <= 3
    assert abs(int(columns[0]) - int(expected_columns[0])) <= 3
    ink, expected_ink = composed[30:HEADER_HEIGHT].sum(), reference[30:HEADER_HEIGHT].sum()
    assert ink == pytest.approx(expected_ink, rel=0.25)


def test_text_that_is_too_long_stays_inside_the_frame() -> None:
    template = make_template(panels_of(MOUNTAIN_CAR, BLUE_AND_VERMILLION))
    nothing = np.zeros((3, 20, 20), dtype=bool)
    frame = template.compose(nothing, nothing, "return −123.4 " * 40)
    assert frame.size == (1200, 900)


def test_the_same_table_gives_the_same_bytes_from_two_templates(tmp_path: Path) -> None:
    best = np.random.default_rng(2).random((4, 8, 8)) < 0.5
    for name in ("one.png", "two.png"):
        template = make_template(panels_of(FROZEN_LAKE, BLUE_AND_VERMILLION))
        write_frame(tmp_path / name, template.compose(best, np.ones_like(best), "0"))
    assert (tmp_path / "one.png").read_bytes() == (tmp_path / "two.png").read_bytes()
    assert Image.open(tmp_path / "one.png").mode == "P"


def test_frames_are_the_same_whatever_was_composed_before() -> None:
    rng = np.random.default_rng(3)
    shown = [(rng.random((3, 20, 20)) < 0.5, rng.random((3, 20, 20)) < share) for share in (0.2, 0.9, 0.5)]
    shown.append((~shown[-1][0], shown[-1][1]))
    template = make_template(panels_of(MOUNTAIN_CAR, BLUE_AND_VERMILLION))
    one_after_the_other = [template.compose(best, updated, "").tobytes() for best, updated in shown]
    anew = [replace(template, ground=None).compose(best, updated, "").tobytes() for best, updated in shown]
    assert one_after_the_other == anew
    assert len(set(anew)) == 4
