"""The benchmarks run as they are documented, on a small amount of work; what they measure is not tested."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from write_explorer_page import write_explorer_page

from tests.helpers.explored import explored_experiment

ROOT = Path(__file__).parents[1]

SMALL: dict[str, tuple[str, ...]] = {
    "book": ("figure_8_3",),
    "checks": ("--turns", "4", "--repetitions", "1"),
    "comparison": ("--repetitions", "1"),
    "memory": ("short", "--targets", "results/measured/environment.json"),
    "intervals": ("--repetitions", "2"),
    "optimal": ("cart_pole_optimal", "--seeds", "1", "--episodes", "10"),
    "studies": ("--trials", "10", "--seeds", "1", "--episodes", "20"),
    "stages": ("--repetitions", "1"),
    "training": ("--episodes", "500", "--repetitions", "1"),
    "tutorial": ("--repetitions", "1", "--sample", "2"),
}
"""Arguments of each benchmark."""


def run(name: str, *arguments: str) -> str:
    ended = subprocess.run(
        [sys.executable, f"benchmarks/{name}.py", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def test_every_benchmark_is_tried() -> None:
    assert {*SMALL, "paired", "explorer"} == {path.stem for path in (ROOT / "benchmarks").glob("*.py")}


@pytest.mark.slow
@pytest.mark.parametrize("name", SMALL)
def test_a_benchmark_prints_its_table(name: str) -> None:
    assert "\n| --" in run(name, *SMALL[name])


@pytest.mark.slow
def test_the_explorer_s_page_is_measured(tmp_path: Path) -> None:
    settings, files = explored_experiment(
        tmp_path / "car", {"id": "MountainCar-v0", "bins": [4, 4]}, episodes=60, every=1
    )
    write_explorer_page(
        experiments={"car": settings},
        files={"car": files},
        comparisons={},
        compared={},
        studies={},
        studied={},
        path=tmp_path / "explorer.html",
    )
    assert "\n| --" in run("explorer", str(tmp_path / "explorer.html"), "--repetitions", "1")


def test_runs_are_compared_seed_by_seed(tmp_path: Path) -> None:
    scores = {"first": [-100.0, -120.0, -140.0], "second": [-90.0, -112.0, -134.0]}
    rows = [
        {"experiment": name, "seed": seed, "episode": episode, "return": played, "terminated": 1.0}
        for name, of_seeds in scores.items()
        for seed, score in enumerate(of_seeds)
        for episode, played in ((0, -200.0), (9, score))
    ]
    folder = tmp_path / "comparisons" / "mine"
    folder.mkdir(parents=True)
    pd.DataFrame(rows).to_parquet(folder / "greedy_returns.parquet")
    *_, second = run("paired", "mine", "--results", str(tmp_path)).splitlines()
    # The differences are 10, 8 and 6: their mean is 8, their standard error 2 / √3.
    assert second == "| second | 3 | −112.0 ± 12.7 | −134.0 … −90.0 | 22.0 | 0 of 3 | 8.0 ± 1.2 |"
    *_, second = run("paired", "mine", "--results", str(tmp_path), "--episode", "0", "--seeds", "2").splitlines()
    assert second == "| second | 2 | −200.0 ± 0.0 | −200.0 … −200.0 | 0.0 | 0 of 2 | 0.0 ± 0.0 |"
