"""What a study costs beside the engine's own time, and how it grows with the cores.

    uv run python benchmarks/studies.py

Runs a study of MountainCar by Snakemake, from an empty folder to the scores of all seeds, with one core, two, four and
eight, as far as there are. Before that, it runs the loops of a tenth of the trials alone, in one thread: ten times what
the engine takes for them is the least that the study could take on one core.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[1]
sys.path += [str(ROOT / "scripts"), str(ROOT / "workflow")]

from configuration import loading  # noqa: E402 (found by the path above)
from configuration.layers import lay_over, project_layers  # noqa: E402
from configuration.learned_environment import learned_environment  # noqa: E402
from tabular.environments.settings import EnvironmentSettings  # noqa: E402
from tabular.learning.agent import AgentSettings  # noqa: E402
from tabular.learning.training import Training  # noqa: E402

SAMPLED = 10
"""Of so many trials, one is trained alone."""


def study(trials: int, seeds: int, episodes: int) -> dict[str, Any]:
    """Return the configuration of a study of so many trials."""
    return {
        "studies": {
            "measured": {
                "base": "mountain_car_textbook",
                "method": "sobol",
                "points": trials,
                "vary": {
                    "agent.learning_rate": {"from": 0.05, "to": 1.0, "log": True},
                    "agent.discount": {"from": 0.9, "to": 1.0},
                    "episodes": [episodes],
                },
                "seeds": seeds,
            }
        }
    }


def seconds_of_study(config: dict[str, Any], cores: int) -> float:
    """Run a study in an empty folder; return how long that takes, from Snakemake's start to its end."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "study.yaml"
        file.write_text(yaml.safe_dump(config), encoding="utf-8")
        began = time.perf_counter()
        subprocess.run(  # noqa: S603
            [
                *(sys.executable, "-m", "snakemake", "--snakefile", str(ROOT / "Snakefile"), "--directory", folder),
                *("--cores", str(cores), "--configfile", str(file), "--", "results/studies/measured/scores.parquet"),
            ],
            check=True,
            capture_output=True,
        )
        return time.perf_counter() - began


def seconds_of_engine(config: dict[str, Any], seeds: int) -> tuple[float, int]:
    """Run the loops of a tenth of the trials; return the seconds in them, and how many trials there were."""
    loaded = loading.load(lay_over([*project_layers(ROOT), config]), make_environments=False)
    sampled = loaded.trials("measured")[::SAMPLED]
    seconds = 0.0
    for trial in sampled:
        settings = trial.settings
        environment = EnvironmentSettings(**learned_environment(settings))
        agent = AgentSettings.from_settings(settings["agent"])
        for seed in range(seeds):
            with closing(Training(environment, agent, settings["episodes"], seed, "compiled")) as training:
                # The first two episodes look up or compile the loop; they are a thousandth of it.
                running = training.run([2, settings["episodes"]])
                next(running)
                began = time.perf_counter()
                next(running)
                seconds += time.perf_counter() - began
    return seconds, len(sampled)


def main() -> None:
    """Print what is measured as a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--trials", type=int, default=1000)
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--episodes", type=int, default=2000)
    arguments = parser.parse_args()
    config = study(arguments.trials, arguments.seeds, arguments.episodes)
    sampled, trials = seconds_of_engine(config, arguments.seeds)
    engine = sampled * arguments.trials / trials
    print(
        f"{arguments.trials} trials, {arguments.seeds} seeds, {arguments.episodes} episodes of MountainCar", flush=True
    )
    print("\n| cores | the study, s | the engine alone, s on these cores | × | beside it, ms a training and core |")
    print("| --: | --: | --: | --: | --: |")
    counts = [count for count in (1, 2, 4, 8) if count <= (os.cpu_count() or 1)]
    for cores in counts:
        seconds = seconds_of_study(config, cores)
        alone = engine / cores
        beside = 1000 * (seconds - alone) * cores / (arguments.trials * arguments.seeds)
        print(f"| {cores} | {seconds:.1f} | {alone:.1f} | {seconds / alone:.2f} | {beside:.2f} |", flush=True)


if __name__ == "__main__":
    main()
