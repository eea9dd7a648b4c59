"""How much better or worse some experiments play than another one, seed by seed.

    uv run snakemake --cores all results/comparisons/tutorial_changes/comparison.md
    uv run python benchmarks/paired.py tutorial_settings tutorial_discount_099 tutorial_bins_40

Reads the evaluations that the workflow wrote, of every seed it finds, and prints a Markdown table. A run's score is the
mean greedy return of its last evaluated table. Runs with the same seed start with the same first table and are played
from the same starts, so the difference between two experiments is taken seed by seed. Errors are standard errors over
seeds.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

import pandas as pd


def read_scores(results: Path, experiment: str, episode: int | None) -> pd.DataFrame:
    """Read how one evaluated table of each seed plays.

    Args:
        results: the folder `results`.
        experiment: a name in the configuration.
        episode: the episode at whose end the table was kept; None: the last one that was evaluated.

    Returns:
        A row a seed, by its number: `score`, the mean return; `episodes`, how many were played; `arrived`, the share
        of them that reached a terminal state.
    """
    files = sorted((results / experiment).glob("seed-*/evaluation.parquet"))
    if not files:
        sys.exit(
            f"{results / experiment} has no seed-*/evaluation.parquet; build a comparison that has this experiment "
            "first, such as `uv run snakemake --cores all results/comparisons/tutorial_changes/comparison.md`"
        )
    rows = {}
    for file in files:
        played = pd.read_parquet(file)
        chosen = played["snapshot"].max() if episode is None else episode
        table = played[played["snapshot"] == chosen]
        if table.empty:
            evaluated = ", ".join(str(number) for number in played["snapshot"].unique())
            sys.exit(f"--episode: {episode} is not allowed for {experiment}; allowed: {evaluated}")
        seed = int(file.parent.name.removeprefix("seed-"))
        rows[seed] = {"score": table["return"].mean(), "episodes": len(table), "arrived": table["terminated"].mean()}
    return pd.DataFrame.from_dict(rows, orient="index").sort_index()


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
    parser.add_argument(
        "experiments", nargs="+", help="names in the configuration; the others are compared to the first"
    )
    parser.add_argument("--results", type=Path, default=Path("results"), help="the folder that the workflow wrote")
    parser.add_argument("--episode", type=int, help="play the table at the end of this episode, not the last one")
    parser.add_argument("--seeds", type=int, help="read only the first so many seeds")
    options = parser.parse_args()
    every = {name: read_scores(options.results, name, options.episode) for name in options.experiments}
    scores = {name: found.head(options.seeds or len(found)) for name, found in every.items()}
    first = scores[options.experiments[0]]
    print("| experiment | runs | mean return | worst … best run | sd | never arrive | better than the first, paired |")
    print("| --- | --: | --: | --: | --: | --: | --: |")
    for name, found in scores.items():
        score = found["score"]
        difference = (score - first["score"]).dropna()
        if found is first:
            better = ""
        else:
            better = f"{with_error(difference)} ({len(difference)} seeds)" if len(difference) else "no seed in common"
        spread = f"{number(score.min())} … {number(score.max())} | {number(score.std())}"
        never = f"{(found['arrived'] == 0).sum()} of {len(score)}"
        print(f"| {name} | {len(score)} | {with_error(score)} | {spread} | {never} | {better} |")
    episodes = sorted({int(count) for found in scores.values() for count in found["episodes"]})
    print(f"\nEach run is played for {' or '.join(f'{count:,}' for count in episodes)} episodes.")


if __name__ == "__main__":
    main()
