"""How long the book's figures take, each from an empty folder.

    uv run python benchmarks/book.py

Makes each figure of Sutton & Barto's book by its command, one after the other, and prints the seconds that it took.
`--times FILE` keeps them for `docs/write_book_page.py`. Run it on an idle machine.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "scripts"))

from tabular.book.registry import BOOK_FIGURES  # noqa: E402 (found by the path above)


def seconds_of(target: str, cores: int) -> float:
    """Make a target in an empty folder; return the seconds that it took."""
    command = [sys.executable, "-m", "snakemake", "--snakefile", str(ROOT / "Snakefile"), "--cores", str(cores)]
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        subprocess.run([*command, target], cwd=folder, check=True, stderr=subprocess.DEVNULL)  # noqa: S603
        return time.perf_counter() - began


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("figures", nargs="*", default=BOOK_FIGURES, metavar="figure", help="such as figure_6_3")
    parser.add_argument("--cores", type=int, default=2)
    parser.add_argument("--times", type=Path, help="file for the seconds of each figure, as JSON")
    options = parser.parse_args()
    print(f"| figure | seconds on {options.cores} cores |\n| --- | --: |")
    seconds = {}
    for figure in options.figures:
        seconds[figure] = seconds_of(f"results/book/{figure}.png", options.cores)
        print(f"| {figure} | {seconds[figure]:.0f} |", flush=True)
    if options.times is not None:
        options.times.write_text(json.dumps(seconds, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
