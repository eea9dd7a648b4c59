"""Where the time of a comparison goes: how much of it is the start of processes.

    uv run python benchmarks/comparison.py

Makes the library's comparison on MountainCar from an empty folder (five experiments of 20 seeds), as it is configured;
the same with a job for each seed; and, for what the start of the same jobs takes, with four episodes a training and two
tables. All three in turn; all figures are medians.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / folder) for folder in ("benchmarks", "scripts", "workflow")]

from configuration.layers import lay_over, project_layers  # noqa: E402 (found by the path above)
from stages import stage_seconds  # noqa: E402 (found by the path above)

COMPARISON = "mountain_car"

SHORT: dict[str, object] = {"episodes": 4, "snapshots": {"count": 2}, "evaluation": {"episodes": 1}}

WAYS: dict[str, tuple[dict[str, object], dict[str, object]]] = {
    "as it is configured": ({}, {}),
    "one seed a job": ({}, {"batches": 20}),
    "four episodes": (SHORT, {}),
}
"""By name, what changes in each experiment and in the comparison."""


def compare(folder: Path, changes: dict[str, object], comparison: dict[str, object], cores: int) -> float:
    """Make the comparison in an empty folder, with changes; return the seconds that it took."""
    compared = lay_over(project_layers(ROOT))["comparisons"][COMPARISON]
    config = {
        "experiments": dict.fromkeys(compared["experiments"], changes),
        "comparisons": {COMPARISON: {**compared, **comparison}},
    }
    folder.mkdir()
    (folder / "config.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
    command = [sys.executable, "-m", "snakemake", "--snakefile", str(ROOT / "Snakefile"), "--cores", str(cores)]
    page = f"results/comparisons/{COMPARISON}/comparison.md"
    began = time.perf_counter()
    subprocess.run([*command, page], cwd=folder, check=True, stderr=subprocess.DEVNULL)  # noqa: S603
    return time.perf_counter() - began


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repetitions", type=int, default=3)
    parser.add_argument("--cores", type=int, default=2)
    options = parser.parse_args()
    whole: dict[str, list[float]] = defaultdict(list)
    seconds: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    jobs: dict[str, dict[str, int]] = defaultdict(dict)
    with tempfile.TemporaryDirectory() as name:
        for repetition in range(options.repetitions):
            for number, (way, changed) in enumerate(WAYS.items()):
                folder = Path(name) / f"{repetition}-{number}"
                whole[way].append(compare(folder, *changed, options.cores))
                for rule, each in stage_seconds(folder / "results").items():
                    seconds[rule][way].append(sum(each))
                    jobs[rule][way] = len(each)
    configured, alone, start = WAYS
    print("| stage | jobs | seconds, all jobs | with four episodes |\n| --- | --: | --: | --: |")
    for rule in [rule for rule in jobs if configured in jobs[rule]]:
        median = {way: statistics.median(found) for way, found in seconds[rule].items()}
        print(f"| {rule} | {jobs[rule][configured]} | {median[configured]:.1f} | {median[start]:.1f} |")
    print(
        f"| the whole, {options.cores} cores | | {statistics.median(whole[configured]):.1f} | "
        f"{statistics.median(whole[start]):.1f} |"
    )
    print(f"\nWith one seed a job: {statistics.median(whole[alone]):.1f} s.")


if __name__ == "__main__":
    main()
