"""Write docs/book.md and its pictures, from the figures of a run and the times of a benchmark.

uv run snakemake --cores all results/book
uv run python benchmarks/book.py --times times.json
uv run python docs/write_book_page.py times.json
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "scripts"))

from tabular.book.registry import BOOK_FIGURES, load_figure  # noqa: E402 (found by the path above)
from tabular.pages.book import book_page  # noqa: E402
from tabular.results.atomic import write_text  # noqa: E402
from tabular.results.book import read_findings  # noqa: E402

WIDTH = 680
"""Pixels of a picture."""

COLORS = 96
"""Colours of a picture, so that it takes little room in the repository."""


def main() -> None:
    """Write the page and its pictures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("times", type=Path, help="the seconds of each figure, by benchmarks/book.py")
    parser.add_argument("--results", type=Path, default=ROOT / "results" / "book")
    options = parser.parse_args()
    figures = {name: load_figure(name) for name in BOOK_FIGURES}
    findings = {name: read_findings(options.results / f"{name}_numbers.csv") for name in figures}
    seconds = json.loads(options.times.read_text(encoding="utf-8"))
    write_text(ROOT / "docs" / "book.md", book_page(figures, findings, folder="book/", seconds=seconds))
    (ROOT / "docs" / "book").mkdir(exist_ok=True)
    for name in figures:
        with Image.open(options.results / f"{name}.png") as picture:
            height = round(picture.height * WIDTH / picture.width)
            small = picture.convert("RGB").resize((WIDTH, height), Image.Resampling.LANCZOS)
            small.quantize(COLORS, dither=Image.Dither.NONE).save(ROOT / "docs" / "book" / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
