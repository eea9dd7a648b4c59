"""The explorer's page: data that a script element holds as it is, whatever its texts are."""

from __future__ import annotations

import json
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st
from tabular.pages.explorer.writing import json_in_page

from tests.helpers.awkward_texts import AWKWARD


class Scripts(HTMLParser):
    """Collects the texts of script elements, and of everything beside them."""

    def __init__(self, page: str) -> None:
        """Read a page."""
        super().__init__()
        self.inside = False
        self.scripts = self.beside = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, _attributes: object) -> None:
        assert tag == "script"
        self.inside = True

    def handle_endtag(self, _tag: str) -> None:
        self.inside = False

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.scripts += data
        else:
            self.beside += data


@given(st.lists(AWKWARD))
def test_a_browser_reads_every_text_as_it_is(texts: list[str]) -> None:
    contents = {"actions": texts, "references": dict.fromkeys(texts, 1.5)}
    page = Scripts(f'<script type="application/json">{json_in_page(contents)}</script>the end')
    assert json.loads(page.scripts) == contents
    assert page.beside == "the end"
