"""The page of scores: what a browser shows of awkward texts."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from hypothesis import given
from tabular.pages.summary import summary_page
from tabular.statistics.intervals import Estimate

from tests.helpers.awkward_texts import AWKWARD

NAN = float("nan")

TAGS = {"html", "meta", "title", "style", "table", "thead", "tbody", "tr", "th", "td", "p"}


class Cells(HTMLParser):
    """Collects the texts of a table's cells; fails at an element that is none of the page's own."""

    def __init__(self, page: str) -> None:
        """Read a page."""
        super().__init__()
        self.found: list[str] = []
        self.is_cell = False
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, _attributes: Any) -> None:
        assert tag in TAGS
        self.is_cell = tag in {"td", "th"}
        if self.is_cell:
            self.found.append("")

    def handle_endtag(self, _tag: str) -> None:
        self.is_cell = False

    def handle_data(self, data: str) -> None:
        if self.is_cell:
            self.found[-1] += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)


@given(AWKWARD, AWKWARD, AWKWARD)
def test_a_browser_shows_every_text_as_it_is(environment: str, action: str, reference: str) -> None:
    long = f"{reference} of a name that is longer than what pandas shows of a text on a screen, or in a page"
    row = {
        "experiment": "mine",
        "environment": environment,
        "algorithm": "sarsa",
        "episodes": 100,
        "seeds": 1,
        "random_return": -200.0,
        "best_constant_action": action,
        "best_constant_action_return": -150.0,
        "solved_from": None,
        "references": f"{long}: 3",
    }
    scores = (Estimate(-120.0, NAN, NAN), Estimate(-130.0, NAN, NAN))
    cells = Cells(summary_page([row], [scores])).found
    names, values = cells[: len(cells) // 2], cells[len(cells) // 2 :]
    shown = {name: " ".join(value.split()) for name, value in zip(names, values, strict=True)}
    best = f"−150 (always {action})"
    expected = {"environment": environment, "best single action": best, "known returns": f"{long}: 3"}
    for name, text in expected.items():
        assert shown.get(name, "") == " ".join(text.split())
