"""How much better or worse the experiments of a comparison play than its first one, seed by seed.

    uv run snakemake --cores all results/comparisons/tutorial_changes
    uv run python benchmarks/paired.py tutorial_changes

Reads the greedy returns that the workflow wrote, of every seed, and prints a Markdown table. A run's score is the mean
greedy return of its last evaluated table. Runs with the same seed start with the same first table and are played from
the same starts, so the difference between two experiments is taken seed by seed. Errors are standard errors over seeds.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

import pandas as pd


def read_scores(results: Path, comparison: str, episode: int | None) -> pd.DataFrame:
    """Read how one evaluated table of each run plays.

    Args:
        results: the folder `results`.
        comparison: a name in the configuration.
        episode: the episode at whose end the table was played; None: the last one that was evaluated.

    Returns:
        A row a run: `experiment`, `seed`, `return`, its mean, and `terminated`, the share of episodes that reached a
        terminal state.
    """
    file = results / "comparisons" / comparison / "greedy_returns.parquet"
    if not file.exists():
        sys.exit(f"{file} is missing; build it: `uv run snakemake --cores all {file.parent}`")
    tables = pd.read_parquet(file)
    last = tables.groupby("experiment")["episode"].transform("max")
    chosen = tables[tables["episode"] == (last if episode is None else episode)]
    if set(chosen["experiment"]) != set(tables["experiment"]):
        evaluated = ", ".join(str(number) for number in tables["episode"].unique())
        sys.exit(f"--episode: {episode} is not allowed; allowed: {evaluated}")
    return chosen


def number(value: float) -> str:
    """Write a number with one decimal and a minus sign."""
    return f"{value:.1f}".replace("-", "−")


def with_error(values: pd.Series[float]) -> str:
    """Write a mean with its standard error; one value alone has none."""
    error: Any = values.sem()  # any scalar, say pandas's types
    return number(values.mean()) + (f" ± {number(error)}" if len(values) > 1 else "")


def main() -> None:
    """Print a row an experiment."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("comparison", help="its name in the configuration")
    parser.add_argument("--results", type=Path, default=Path("results"), help="the folder that the workflow wrote")
    parser.add_argument("--episode", type=int, help="look at the table at the end of this episode, not the last one")
    parser.add_argument("--seeds", type=int, help="read only the first so many seeds")
    options = parser.parse_args()
    scores = read_scores(options.results, options.comparison, options.episode)
    runs = {
        str(name): found.set_index("seed").sort_index().head(options.seeds or len(found))
        for name, found in scores.groupby("experiment", sort=False)
    }
    first = next(iter(runs.values()))
    print("| experiment | runs | mean return | worst … best run | sd | never arrive | better than the first, paired |")
    print("| --- | --: | --: | --: | --: | --: | --: |")
    for name, found in runs.items():
        score = found["return"]
        better = "" if found is first else with_error(score - first["return"])
        spread = f"{number(score.min())} … {number(score.max())} | {number(score.std())}"
        never = f"{(found['terminated'] == 0).sum()} of {len(score)}"
        print(f"| {name} | {len(score)} | {with_error(score)} | {spread} | {never} | {better} |")


if __name__ == "__main__":
    main()
