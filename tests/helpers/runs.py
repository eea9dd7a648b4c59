"""The files of a small experiment, made up, for tests of what shows its returns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from tabular.results.environment import write_description
from tabular.results.episodes import TrainingHistory, write_history
from tabular.results.returns import Outcome, writing_outcomes

from tests.helpers.descriptions import MOUNTAIN_CAR

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

EPISODES, WINDOW = 30, 7


def outcome(returns: NDArray[np.float64]) -> Outcome:
    """Return episodes with these returns that all ended in a terminal state."""
    return Outcome(returns, np.full(len(returns), 9, dtype=np.int32), np.ones(len(returns), dtype=np.bool_))


def write_experiment(folder: Path, seeds: int, greedy: dict[int, float] | None = None) -> dict[str, Any]:
    """Write what an experiment of 30 episodes leaves; return the arguments of its learning curve.

    Args:
        folder: the experiment's folder.
        seeds: how many seeds it has.
        greedy: the mean return of some of the evaluated tables; that of the others is −150, about.
    """
    rng = np.random.default_rng(2)
    rewards, evaluations = [], []
    for seed in range(seeds):
        run = TrainingHistory.before_training(np.zeros(EPISODES), np.zeros(EPISODES))
        run.returns[:] = rng.integers(-200, -100, EPISODES)
        run.terminated[:] = True
        rewards.append(folder / f"seed-{seed}" / "rewards.parquet")
        write_history(rewards[-1], run, {"episodes": EPISODES}, seed)
        evaluations.append(folder / f"seed-{seed}" / "evaluation.parquet")
        with writing_outcomes(evaluations[-1], "snapshot", {"evaluation": {"episodes": 5}}, seed) as write:
            for snapshot in (0, 10, 20, 29):
                level = (greedy or {}).get(snapshot, -150.0)
                write(snapshot, outcome(level + rng.integers(-20, 20, 5).astype(np.float64)))
    with writing_outcomes(folder / "baselines.parquet", "baseline", {"evaluation": {"episodes": 2}}) as write:
        for name, mean in {"random": -190.0, "push left": -200.0, "no push": -199.0, "push right": -180.0}.items():
            write(name, outcome(np.array([mean - 1, mean + 1])))
    write_description(folder / "environment.json", MOUNTAIN_CAR)
    return {
        "rewards": rewards,
        "evaluations": evaluations,
        "baselines": folder / "baselines.parquet",
        "description": folder / "environment.json",
        "name": "made_up",
        "best_return": None,
        "window": WINDOW,
    }
