"""Take a picture of the explorer, as the README shows it.

    uv run snakemake --cores all results/explorer.html
    uv run python docs/take_screenshot.py docs/explorer.png

It needs a Chromium. The part of the address after the # chooses what the page shows ("Copy link" gives it).
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.helpers.browser import open_page  # noqa: E402 (the project's tests are no package that is installed)

FRAGMENT = "experiment=mountain_car_tutorial&episode=24999&layer=policy&cell=190&pins=190"


def main() -> None:
    """Open the page, wait until it is drawn, and write what a window of this size shows."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("picture", type=Path, help="the .png to write")
    parser.add_argument("--page", type=Path, default=ROOT / "results" / "explorer.html")
    parser.add_argument("--fragment", default=FRAGMENT, help="what the page shows")
    parser.add_argument("--width", type=int, default=1280, help="of the window, in pixels")
    parser.add_argument("--height", type=int, default=1000, help="of the window, in pixels")
    arguments = parser.parse_args()
    with open_page(arguments.width, arguments.height) as page:
        page.emulate_media(reduced_motion="reduce")
        page.goto(f"{arguments.page.resolve().as_uri()}#{arguments.fragment}")
        page.wait_for_function("document.documentElement.dataset.ready !== undefined")
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(1000)  # Bokeh draws its plots in later frames
        page.screenshot(path=arguments.picture)


if __name__ == "__main__":
    main()
