"""How well the library's best tables and tiles play, on starts that training never saw, through Gymnasium itself.

    uv run python benchmarks/optimal.py mountain_car_tiles acrobot_optimal cart_pole_tiles --seeds 10

Trains each experiment of the library with the compiled engine, once a seed, and prints the greedy return of the last
table, or of the last weights, as a Markdown table.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path += [str(ROOT / "scripts"), str(ROOT / "workflow")]

from configuration import loading  # noqa: E402 (found by the path above)
from configuration.layers import lay_over, project_layers  # noqa: E402
from configuration.learned_environment import learned_environment  # noqa: E402
from tabular.environments.settings import EnvironmentSettings  # noqa: E402 (found by the path above)
from tabular.evaluation.evaluator import Evaluation, GreedyEvaluator  # noqa: E402
from tabular.evaluation.settings import EvaluationSettings  # noqa: E402
from tabular.learning.agent import AgentSettings  # noqa: E402
from tabular.learning.training import Training  # noqa: E402

EVALUATION_SEED = 20261122
"""Seeds the environment of the evaluation; those of the trainings are 0, 1, 2, …"""


def main() -> None:
    """Train and evaluate each experiment that is named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("experiments", nargs="+", help="names in the configuration")
    parser.add_argument("--seeds", type=int, default=10, help="trainings of each experiment")
    parser.add_argument("--episodes", type=int, default=1000, help="episodes of the evaluation")
    arguments = parser.parse_args()
    experiments = loading.load(lay_over(project_layers(ROOT)), make_environments=False).experiments
    print("| experiment | seeds | mean return | worst seed | worst episode | training of a seed |")
    print("| --- | --: | --: | --: | --: | --: |")
    for name in arguments.experiments:
        results = [play(experiments[name], seed, arguments.episodes) for seed in range(arguments.seeds)]
        means = [evaluation.mean for evaluation, _ in results]
        seconds = statistics.median(seconds for _, seconds in results)
        print(
            f"| {name} | {len(results)} | {statistics.mean(means):.2f} | {min(means):.2f} | "
            f"{min(evaluation.minimum for evaluation, _ in results):g} | {seconds:.2f} s |",
            flush=True,
        )


def play(settings: dict[str, Any], seed: int, episodes: int) -> tuple[Evaluation, float]:
    """Train one seed; give the greedy returns of its last table and the training's seconds."""
    laid_over = EnvironmentSettings(**learned_environment(settings))
    began = time.perf_counter()
    training = Training(
        laid_over, AgentSettings.from_settings(settings["agent"]), settings["episodes"], seed, engine="compiled"
    )
    for _ in training.run([settings["episodes"]]):
        pass
    seconds = time.perf_counter() - began
    playing = EvaluationSettings(episodes, seed=EVALUATION_SEED, max_steps=10_000)
    with GreedyEvaluator(laid_over, playing, "gymnasium") as evaluator:
        return evaluator.evaluate(training.q_table), seconds


if __name__ == "__main__":
    main()
