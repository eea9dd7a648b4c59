"""What it costs the Gymnasium engine to hold every reset and step against Gymnasium's contract.

    uv run python benchmarks/checks.py

Two trainings do the same work in turns, about 10 ms each: one as the project does it, and one whose `reset` and `step`
take over whatever the environment gives. Both have to end with the same table. The figures are processor time a step,
of the fastest of the repetitions of each turn; their ratio; and the median ratio of all turns of all repetitions.
"""

from __future__ import annotations

import argparse
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gymnasium
import numpy as np

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent / "scripts"), str(HERE)]

from tabular.engines.interface import locate_observed  # noqa: E402 (found by the path above)
from tabular.environments.discretisation import BoxDiscretisation, box_cell, discrete_cell  # noqa: E402
from tabular.environments.observations import flat_float32, flat_integers  # noqa: E402
from tabular.environments.settings import EnvironmentSettings  # noqa: E402
from tabular.learning.training import Training  # noqa: E402
from training import agent  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray
    from tabular.environments.checked_environment import CheckedEnvironment


class Corridor(gymnasium.Env[Any, Any]):
    """The cheapest step that there can be: what the checks cost weighs most."""

    observation_space = gymnasium.spaces.Discrete(9)
    action_space = gymnasium.spaces.Discrete(2)
    place = 4

    def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None) -> tuple[int, dict[str, Any]]:
        """Start in the middle."""
        super().reset(seed=seed, options=options)
        self.place = 4
        return 4, {}

    def step(self, action: int) -> tuple[int, float, bool, bool, dict[str, Any]]:
        """Go one place up or down."""
        self.place += 1 if action else -1
        return self.place, -1.0, self.place in (0, 8), False, {}


gymnasium.register("Corridor-v0", entry_point=lambda **_arguments: Corridor())

CART_POLE = EnvironmentSettings(
    "CartPole-v1", bins=(4, 6, 10, 10), bounds=((-2.4, 2.4), (-3, 3), (-0.21, 0.21), (-3, 3))
)

WORK = {
    "MountainCar-v0": (EnvironmentSettings("MountainCar-v0", bins=(20, 20)), 4),
    "CartPole-v1": (CART_POLE, 25),
    "Acrobot-v1": (EnvironmentSettings("Acrobot-v1", bins=(4,) * 6), 1),
    "FrozenLake-v1": (EnvironmentSettings("FrozenLake-v1"), 80),
    "CliffWalking-v1": (EnvironmentSettings("CliffWalking-v1", time_limit=200), 5),
    "Taxi-v4": (EnvironmentSettings("Taxi-v4"), 3),
    "Blackjack-v1": (EnvironmentSettings("Blackjack-v1"), 150),
    "the cheapest possible": (EnvironmentSettings("Corridor-v0"), 100),
}
"""By name, the environment, and how many episodes a turn has."""


def reset_unchecked(env: CheckedEnvironment) -> object:
    """Start an episode."""
    observation, _ = env.reset(seed=env.seed)
    env.seed = None
    return observation


def step_unchecked(env: CheckedEnvironment, _state: object, action: int) -> tuple[object, float, bool, bool]:
    """Take a step."""
    observation, reward, terminated, truncated, _ = env.step(action + env.first_action)
    return observation, float(reward), terminated, truncated


def unchecked(training: Training) -> Training:
    """Return a training, before its first episode, so that it takes over whatever the environment gives."""
    box = isinstance(training.engine.discretisation, BoxDiscretisation)
    names = {
        "reset": reset_unchecked,
        "step": step_unchecked,
        "locate": locate_observed,
        "observe": flat_float32 if box else flat_integers,
        "state_of": box_cell if box else discrete_cell,
    }
    training.engine = replace(training.engine, bindings={**training.engine.bindings, **names})
    return training


def timed(running: Iterator[int]) -> float:
    """Return the processor time, in seconds, of a training until it pauses."""
    began = time.process_time()
    next(running)
    return time.process_time() - began


def turns_of(settings: EnvironmentSettings, stops: list[int]) -> tuple[NDArray[np.float64], int]:
    """Return the processor time of each turn, shape (turns, 2), with checks and without, and the number of steps."""
    checked, open_ = (Training(settings, agent(), stops[-1], 0, "gymnasium") for _ in range(2))
    runs = checked.run(stops), unchecked(open_).run(stops)
    for running in runs:  # the first episode, with all that is made then
        next(running)
    seconds = np.zeros((len(stops) - 1, 2))
    for turn in range(len(seconds)):
        for which in (0, 1) if turn % 2 else (1, 0):
            seconds[turn, which] = timed(runs[which])
    if checked.q_table.tobytes() != open_.q_table.tobytes():
        raise SystemExit(f"not the same work: {settings.id}")
    return seconds, int(checked.rewards.length[1:].sum())


def measure(settings: EnvironmentSettings, episodes: int, turns: int, repetitions: int) -> list[float]:
    """Return microseconds a step with checks and without, the ratio of both, and the median ratio of all turns."""
    stops = [1, *(1 + (turn + 1) * episodes for turn in range(turns))]
    repeated = [turns_of(settings, stops) for _ in range(repetitions)]
    seconds = np.array([one for one, _ in repeated])
    with_checks, without = 1e6 * seconds.min(axis=0).sum(axis=0) / repeated[0][1]
    return [with_checks, without, with_checks / without, float(np.median(seconds[..., 0] / seconds[..., 1]))]


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--turns", type=int, default=100, help="how many times each does a part of the work")
    parser.add_argument("--repetitions", type=int, default=5, help="how often all of it is done")
    options = parser.parse_args()
    print("| environment | with checks, µs a step | without | ratio | median ratio |\n| --- | --: | --: | --: | --: |")
    for name, (settings, episodes) in WORK.items():
        figures = measure(settings, episodes, options.turns, options.repetitions)
        print(f"| {name} | {' | '.join(f'{figure:.3f}' for figure in figures)} |", flush=True)


if __name__ == "__main__":
    main()
