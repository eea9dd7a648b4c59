"""How many experiments are drawn: none like another, and of very many only those that matter."""

from __future__ import annotations

import itertools

from tabular.drawing.experiment_styles import COLORS, MOST_TOLD_APART, experiment_style, told_apart
from tabular.drawing.style import BLACK, BLUE, GREEN, ORANGE, PURPLE, SKY_BLUE, VERMILLION


def test_any_two_of_twenty_experiments_differ_in_two_of_colour_dashes_and_marker() -> None:
    styles = [experiment_style(position) for position in range(MOST_TOLD_APART)]
    for one, other in itertools.combinations(styles, 2):
        same = [one.color == other.color, one.dashes == other.dashes, one.marker == other.marker]
        assert sum(same) <= 1
    assert set(COLORS) <= {BLUE, VERMILLION, GREEN, ORANGE, PURPLE, SKY_BLUE, BLACK}, "told apart by the colour-blind"


def test_up_to_twenty_experiments_all_stand_out() -> None:
    drawn = told_apart({f"e{position}": float(position) for position in range(MOST_TOLD_APART)})
    assert [one.remark for one in drawn.values()] == [""] * MOST_TOLD_APART


def test_of_more_the_first_the_best_and_the_worst_stand_out() -> None:
    scores = {f"e{position}": float(abs(position - 30)) for position in range(60)}
    drawn = told_apart(scores)
    assert {name: one.remark for name, one in drawn.items()} == {"e0": "first, best", "e30": "worst"}
    assert len({one.style for one in drawn.values()}) == 2


def test_nobody_is_called_the_best_who_shares_it() -> None:
    scores = {f"e{position}": -13.0 if position % 2 else float(-20 - position) for position in range(21)}
    remarks = {name: one.remark for name, one in told_apart(scores).items()}
    assert remarks == {"e0": "first", "e1": "one of 10 best", "e20": "worst"}
    alike = dict.fromkeys(scores, -13.0)
    assert {name: one.remark for name, one in told_apart(alike).items()} == {"e0": "first"}
