"""How fast the page of all results opens in a browser, and how smoothly it plays a training.

    uv run snakemake --cores all
    uv run python benchmarks/explorer.py

Opens the page in headless Chromium several times, and plays the first experiment's tables at full speed. What it prints
are medians. A screen shows 60 frames a second.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PLAYED_SECONDS = 2

COUNT_FRAMES = """seconds => new Promise(resolve => {
    const start = performance.now();
    let frames = 0;
    const count = now => {
        frames++;
        if (now - start < 1000 * seconds) requestAnimationFrame(count);
        else resolve(frames / seconds);
    };
    requestAnimationFrame(count);
})"""
"""Counts frames while the page plays, and returns how many there were in a second."""


def measure(browser: Browser, page_file: Path) -> tuple[float, float]:
    """Return the seconds until a page shows its first table, and the frames per second of its player."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    began = time.perf_counter()
    page.goto(f"{page_file.resolve().as_uri()}#episode=0&layer=actions")
    page.wait_for_function("document.documentElement.dataset.ready")
    opened = time.perf_counter() - began
    page.select_option("#speed", "300")
    page.click("#play")
    frames = float(page.evaluate(COUNT_FRAMES, PLAYED_SECONDS))
    page.close()
    return opened, frames


def main() -> None:
    """Print what is measured as a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("page", nargs="?", type=Path, default=Path("results/explorer.html"))
    parser.add_argument("--repetitions", type=int, default=5)
    arguments = parser.parse_args()
    chromium = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if chromium is None:
        sys.exit("there is no Chromium; on Debian: apt-get install --no-install-recommends chromium")
    if not arguments.page.is_file():
        sys.exit(f"{arguments.page} is missing; uv run snakemake --cores all makes it")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-dev-shm-usage"])
        opened, frames = zip(*(measure(browser, arguments.page) for _ in range(arguments.repetitions)), strict=True)
        browser.close()
    print("\n| page | MB | seconds until it is drawn | frames per second while it plays |")
    print("| --- | --: | --: | --: |")
    size = arguments.page.stat().st_size / 1e6
    print(f"| {arguments.page.name} | {size:.1f} | {statistics.median(opened):.2f} | {statistics.median(frames):.0f} |")


if __name__ == "__main__":
    main()
