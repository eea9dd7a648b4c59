"""A headless Chromium, for tests of what people open in a browser."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

ARGUMENTS = (
    "--no-sandbox",  # root, as whom containers run, gets no sandbox
    "--disable-dev-shm-usage",  # which is tiny in containers
)


def find_chromium() -> str:
    """Return the path of the machine's Chromium; without one, skip the test, or fail it where `CI` is `true`."""
    for program in PROGRAMS:
        path = shutil.which(program)
        if path is not None:
            return path
    reason = "there is no Chromium; on Debian: apt-get install --no-install-recommends chromium"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


PATIENCE = 120_000
"""Milliseconds that a page may take on a busy machine, for whatever a test waits for."""


@contextmanager
def open_page(width: int = 1280, height: int = 1000) -> Iterator[Page]:
    """Give an empty page of this size in pixels, in a browser of its own; an uncaught error in its script is raised.

    Its `goto` opens an address, `file://` too; `wait_for_function`, `evaluate`, `click` and `screenshot` do the rest.
    """
    path = find_chromium()
    errors: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        page = browser.new_page(viewport={"width": width, "height": height})
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: errors.append(str(error)))
        try:
            yield page
        finally:
            browser.close()
    assert not errors
