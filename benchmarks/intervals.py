"""How often the 95 % intervals of the statistics cover the truth, by simulation.

    uv run python benchmarks/intervals.py

Draws runs from distributions whose mean, median and interquartile mean are known, and counts. Prints a Markdown table.
"""

from __future__ import annotations

import argparse
import sys
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1] / "scripts"))

from tabular.statistics.intervals import interval
from tabular.statistics.metrics import METRICS

if TYPE_CHECKING:
    from numpy.typing import NDArray

RUNS = (5, 10, 20, 50)
SPREADS = ("normal", "uniform", "heavy-tailed (Student's t, 3 degrees)", "skewed (exponential)")


def draw(spread: str, rng: np.random.Generator, runs: int) -> NDArray[np.float64]:
    """Draw the scores of some runs."""
    if spread == "normal":
        return rng.normal(size=runs)
    if spread == "uniform":
        return rng.random(runs)
    return rng.exponential(size=runs) if spread.startswith("skewed") else rng.standard_t(3, runs)


def coverage(spread: str, repetitions: int) -> dict[tuple[str, int], float]:
    """Return, by statistic and number of runs, the share of intervals that cover the truth."""
    rng = np.random.default_rng(20261122)
    population = draw(spread, rng, 2_000_000)
    found = {}
    for name, statistic in METRICS.items():
        truth = float(statistic(population))
        for runs in RUNS:
            ends = (interval(statistic, draw(spread, rng, runs)) for _ in range(repetitions))
            found[name, runs] = sum(bool(low <= truth <= high) for low, high in ends) / repetitions
    return found


def main() -> None:
    """Simulate all combinations and print what came out."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repetitions", type=int, default=1000, help="intervals of each kind")
    repetitions = parser.parse_args().repetitions
    with ProcessPoolExecutor() as processes:
        found = dict(zip(SPREADS, processes.map(partial(coverage, repetitions=repetitions), SPREADS), strict=True))
    print(f"| scores | statistic | {' | '.join(f'{runs} runs' for runs in RUNS)} |")
    print(f"| --- | --- |{' --: |' * len(RUNS)}")
    for spread, shares in found.items():
        for name in METRICS:
            print(f"| {spread} | {name} | {' | '.join(f'{100 * shares[name, runs]:.1f} %' for runs in RUNS)} |")


if __name__ == "__main__":
    main()
