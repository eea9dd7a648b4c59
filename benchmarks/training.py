"""How fast training is: the tutorial's loop, both engines, and plain C, side by side on the same work.

    uv run python benchmarks/training.py --plot training.png

Repetitions are interleaved, so that a busy moment of the machine doesn't fall on one of them alone, and medians are
reported. What happens once per process (imports, compiled code from the disk) is measured apart.
"""

from __future__ import annotations

import argparse
import ctypes
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import gymnasium
import numpy as np
from gymnasium.utils import seeding

HERE = Path(__file__).parent
SCRIPTS = HERE.parent / "scripts"
sys.path.insert(0, str(SCRIPTS))

from tabular.environments.settings import EnvironmentSettings  # noqa: E402 (found by the path above)
from tabular.environments.tiles import Tiling  # noqa: E402
from tabular.learning.agent import AgentSettings  # noqa: E402
from tabular.learning.schedules import Schedule  # noqa: E402
from tabular.learning.training import Training  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray
    from tabular.engines.engine import EngineName


class Run(NamedTuple):
    """What one run took.

    Attributes:
        steps: steps in the environment; each is an update, but for the last of an episode that is cut off.
        seconds: time for them, without start-up.
        table: the table at the end, to see that the work was the same.
    """

    steps: int
    seconds: float
    table: NDArray[np.float64]


Growth = dict[int, dict[str, list[Run]]]
"""By the amount of work, and by who did it."""

TUTORIAL = "tutorial's loop"
GYMNASIUM = "Gymnasium engine"
COMPILED = "compiled engine"
C = "plain C, -O3"

TABLE_SIZES = (20, 100, 400, 1000)

ALGORITHMS: dict[str, dict[str, Any]] = {
    "Q-learning": {"algorithm": "q_learning"},
    "Sarsa": {"algorithm": "sarsa"},
    "Expected Sarsa": {"algorithm": "expected_sarsa"},
    "Double Q-learning": {"algorithm": "double_q_learning"},
    "Monte Carlo": {"algorithm": "monte_carlo"},
    "off-policy Monte Carlo": {"algorithm": "off_policy_monte_carlo"},
    "n-step Sarsa, n = 4": {"algorithm": "n_step_sarsa", "steps": 4},
    "Watkins's Q(0.9)": {"algorithm": "watkins_q_lambda", "trace_decay": 0.9},
    "Sarsa(0.9)": {"algorithm": "sarsa_lambda", "trace_decay": 0.9},
    "Dyna-Q, 10 planning steps": {"algorithm": "dyna_q", "planning_steps": 10},
    "Dyna-Q+, 10 planning steps": {"algorithm": "dyna_q_plus", "planning_steps": 10, "exploration_bonus": 0.001},
    "prioritized sweeping, 10 planning steps": {"algorithm": "prioritized_sweeping", "planning_steps": 10},
}

GYMNASIUM_SHARE = 25
"""The Gymnasium engine plays one of so many episodes, where algorithms are compared."""


def agent(**changes: Any) -> AgentSettings:  # noqa: ANN401 (whatever the settings have)
    """Return the tutorial's settings, or others."""
    epsilon = Schedule("linear", 1.0, 0.0, 1, None)
    tutorial = AgentSettings(
        algorithm="q_learning",
        discount=0.95,
        initial_low=-2.0,
        initial_high=0.0,
        learning_rate=Schedule("constant", 0.1),
        behaviour="epsilon_greedy",
        exploration=epsilon,
        ties="lowest",
        at_termination="zero",
        at_truncation="skip",
    )
    return replace(tutorial, **changes)


TILES = {8: 9, 32: 33}
"""By the number of tilings, the tiles per dimension."""

TILES_AGENT = agent(
    discount=1.0,
    initial_low=0.0,
    initial_high=0.0,
    learning_rate=Schedule("constant", 0.5),
    exploration=Schedule("constant", 0.0),
    at_termination="target",
    at_truncation="bootstrap",
)
"""Q-learning without exploration from the optimistic weights 0, which the plain C loop has too."""


def run_tutorial(episodes: int, bins: int) -> Run:
    """Train as the tutorial's program does, written for today's Gymnasium."""
    env = gymnasium.make("MountainCar-v0")
    space = env.observation_space
    assert isinstance(space, gymnasium.spaces.Box)  # noqa: S101 (for the type checker)
    rng = np.random.default_rng(0)
    bin_width = (space.high - space.low) / [bins, bins]
    q_table = rng.uniform(low=-2, high=0, size=[bins, bins, 3])

    def discrete(observation: NDArray[np.float32]) -> tuple[int, ...]:
        return tuple(((observation - space.low) / bin_width).astype(int))

    epsilon, first_decay, last_decay = 1.0, 1, episodes // 2
    decay = epsilon / (last_decay - first_decay)
    steps = 0
    start = time.perf_counter()
    for episode in range(episodes):
        state = discrete(env.reset()[0])
        done = False
        while not done:
            action = int(np.argmax(q_table[state]) if rng.random() > epsilon else rng.integers(0, 3))
            observation, reward, terminated, truncated, _ = env.step(action)
            done = terminated or truncated
            new_state = discrete(observation)
            if not done:
                current, future = q_table[(*state, action)], np.max(q_table[new_state])
                q_table[(*state, action)] = (1 - 0.1) * current + 0.1 * (float(reward) + 0.95 * future)
            elif terminated:
                q_table[(*state, action)] = 0
            state = new_state
            steps += 1
        if first_decay <= episode <= last_decay:
            epsilon -= decay
    return Run(steps, time.perf_counter() - start, q_table)


def run_engine(engine: EngineName, episodes: int, bins: int, settings: AgentSettings | None = None) -> Run:
    """Train a table with one of the project's engines."""
    return run_in(EnvironmentSettings("MountainCar-v0", bins=(bins, bins)), settings or agent(), episodes, engine)


def run_in(environment: EnvironmentSettings, settings: AgentSettings, episodes: int, engine: EngineName) -> Run:
    """Train; the first episode, with all that is made or loaded then, is apart."""
    training = Training(environment, settings, episodes, 0, engine)
    running = training.run([1, episodes])
    next(running)
    start = time.perf_counter()
    next(running)
    seconds = time.perf_counter() - start
    return Run(int(training.rewards.length[1:].sum()), seconds, training.q_table)


def run_gymnasium_engine(episodes: int, bins: int) -> Run:
    """Train with the Gymnasium engine."""
    return run_engine("gymnasium", episodes, bins)


def run_compiled_engine(episodes: int, bins: int) -> Run:
    """Train with the compiled engine."""
    return run_engine("compiled", episodes, bins)


class CLoop:
    """The plain C loop."""

    def __init__(self, compiler: str, folder: Path) -> None:
        """Compile it into a folder."""
        self.train = c_function(compiler, "mountain_car", folder)

    def __call__(self, episodes: int, bins: int) -> Run:
        """Train."""
        rng, (world_rng, _) = np.random.default_rng([0, 1]), seeding.np_random(0)
        settings = agent()
        table = settings.initial_table(rng, (bins, bins, 3))
        epsilon, learning_rate = settings.exploration.values(episodes), settings.learning_rate.values(episodes)
        arrays = [table, epsilon, learning_rate, state_words(rng), state_words(world_rng), np.zeros(episodes)]
        addresses = [ctypes.c_void_p(array.ctypes.data) for array in arrays]
        start = time.perf_counter()
        steps = self.train(ctypes.c_int64(episodes), ctypes.c_int64(bins), *addresses)
        return Run(steps, time.perf_counter() - start, table)


class CTiles:
    """The plain C loop over tiles."""

    def __init__(self, compiler: str, folder: Path) -> None:
        """Compile it into a folder."""
        self.train = c_function(compiler, "mountain_car_tiles", folder)

    def __call__(self, episodes: int, tilings: int) -> Run:
        """Train."""
        rng, (world_rng, _) = np.random.default_rng([0, 1]), seeding.np_random(0)
        tiles = TILES[tilings]
        weights = TILES_AGENT.initial_table(rng, (tilings, tiles, tiles, 3))
        shifts = np.outer([1, 3], np.arange(tilings)) % tilings
        epsilon, learning_rate = (
            TILES_AGENT.exploration.values(episodes),
            TILES_AGENT.learning_rate.values(episodes),
        )
        visits, returns = np.zeros(weights.shape, dtype=np.uint32), np.zeros(episodes)
        arrays = [weights, shifts, epsilon, learning_rate, state_words(rng), state_words(world_rng), visits, returns]
        addresses = [ctypes.c_void_p(array.ctypes.data) for array in arrays]
        start = time.perf_counter()
        steps = self.train(*map(ctypes.c_int64, (episodes, tilings, tiles)), *addresses)
        return Run(steps, time.perf_counter() - start, weights)


def run_tiles(episodes: int, tilings: int) -> Run:
    """Train weights of tiles with the compiled engine."""
    tiling = Tiling(tilings, (TILES[tilings], TILES[tilings]))
    return run_in(EnvironmentSettings("MountainCar-v0", tiling=tiling), TILES_AGENT, episodes, "compiled")


def c_function(compiler: str, name: str, folder: Path) -> Any:  # noqa: ANN401 (ctypes makes its class itself)
    """Compile one of the loops in C into a folder, and return its function `train`."""
    library = folder / f"{name}.so"
    # A contracted multiply-add rounds once instead of twice: without this, other bits on some processors.
    flags = ["-O3", "-ffp-contract=off", "-shared", "-fPIC"]
    subprocess.run([compiler, *flags, str(HERE / f"{name}.c"), "-o", str(library), "-lm"], check=True)  # noqa: S603
    train = ctypes.CDLL(str(library)).train
    train.restype = ctypes.c_int64
    return train


def state_words(rng: np.random.Generator) -> NDArray[np.uint64]:
    """Return the state and the increment of NumPy's PCG64, the high word of each first, shape (4,)."""
    inner = rng.bit_generator.state["state"]
    numbers = (inner["state"] >> 64, inner["state"], inner["inc"] >> 64, inner["inc"])
    return np.array([number & (2**64 - 1) for number in numbers], dtype=np.uint64)


def interleaved(
    runners: dict[str, Callable[[int, int], Run]], episodes: int, bins: int, repetitions: int
) -> dict[str, list[Run]]:
    """Let each runner do the same work, in turns; all but the tutorial have to end with the same table."""
    runs: dict[str, list[Run]] = {name: [] for name in runners}
    for _ in range(repetitions):
        for name, runner in runners.items():
            runs[name].append(runner(episodes, bins))
    tables = {name: done[0].table.tobytes() for name, done in runs.items() if name != TUTORIAL}
    if len(set(tables.values())) != 1:
        raise SystemExit(f"not the same work: {', '.join(tables)} end with different tables")
    return runs


def compare_algorithms(episodes: int, repetitions: int) -> dict[str, tuple[list[Run], list[Run]]]:
    """Train with every algorithm, in turns, with the compiled engine and, for fewer episodes, with Gymnasium's."""
    runs: dict[str, tuple[list[Run], list[Run]]] = {name: ([], []) for name in ALGORITHMS}
    for _ in range(repetitions):
        for name, changes in ALGORITHMS.items():
            settings = agent(at_termination="target", **changes)
            runs[name][0].append(run_engine("compiled", episodes, 20, settings))
            runs[name][1].append(run_engine("gymnasium", episodes // GYMNASIUM_SHARE, 20, settings))
    return runs


def rate(runs: Sequence[Run]) -> float:
    """Return the median of steps per second."""
    return statistics.median(run.steps / run.seconds for run in runs)


def seconds(runs: Sequence[Run]) -> float:
    """Return the median of the time."""
    return statistics.median(run.seconds for run in runs)


START_UP = """
import sys, time
start = time.perf_counter()
import gymnasium, numba, numpy
imported = time.perf_counter()
sys.path[:0] = [{scripts!r}, {here!r}]
import training
training.run_compiled_engine(4, 20)
print(imported - start, time.perf_counter() - imported)
"""

# Not `resource.getrusage`: on Linux, a new process takes over the peak of the one that started it.
MEMORY = """
import pathlib, sys
sys.path[:0] = [{scripts!r}, {here!r}]
import training
training.run_compiled_engine({episodes}, 20)
(peak,) = [line for line in pathlib.Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM")]
print(peak.split()[1])
"""


def in_a_process(program: str, **values: object) -> list[float]:
    """Run a program in a process of its own, and return the numbers that it prints."""
    text = program.format(scripts=str(SCRIPTS), here=str(HERE), **values)
    done = subprocess.run([sys.executable, "-c", text], check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603
    return [float(number) for number in done.stdout.split()]


JOB = """
import sys
sys.path.insert(0, {scripts!r})
from pathlib import Path
from train import train
folder = Path({folder!r})
train(settings={settings!r}, seed=0, window=100, qtables=folder / "qtables",
      digest=folder / "qtables.sha256", rewards=folder / "rewards.parquet", visits=folder / "visits.npy",
      first_updates=folder / "first_updates.npy")
"""
"""The whole of the `train` job, as Snakemake starts it: a process of its own."""


def job_seconds(episodes: int, folder: Path) -> float:
    """Return how long the whole `train` job takes, from the start of its process to the last table on disk."""
    settings = {
        "environment": {"id": "MountainCar-v0", "bins": [20, 20]},
        "agent": {
            "algorithm": "q_learning",
            "behaviour": "epsilon_greedy",
            "ties": "lowest",
            "discount": 0.95,
            "initial_value": {"low": -2.0, "high": 0.0},
            "learning_rate": {"schedule": "constant", "start": 0.1},
            "epsilon": {"schedule": "linear", "start": 1.0, "end": 0.0, "from_episode": 1, "to_episode": None},
            "at_termination": "zero",
            "at_truncation": "skip",
        },
        "episodes": episodes,
        "snapshots": {"every": 10},
    }
    program = JOB.format(scripts=str(SCRIPTS), folder=str(folder), settings=settings)
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", program], check=True, stdout=subprocess.DEVNULL)  # noqa: S603 (our own text)
    return time.perf_counter() - began


def main() -> None:
    """Measure, print the tables, draw the plot."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--episodes", type=int, default=25_000, help="length of a training (default: the tutorial's)")
    parser.add_argument("--repetitions", type=int, default=3, help="how often each does the work")
    parser.add_argument("--plot", type=Path, help="where a plot of the figures goes (.png or .svg)")
    options = parser.parse_args()
    episodes, repetitions = options.episodes, options.repetitions
    with tempfile.TemporaryDirectory() as folder:
        fast: dict[str, Callable[[int, int], Run]] = {COMPILED: run_compiled_engine}
        compiler = shutil.which(os.environ.get("CC", "cc"))
        if compiler:
            fast[C] = CLoop(compiler, Path(folder))
        everyone = {TUTORIAL: run_tutorial, GYMNASIUM: run_gymnasium_engine, **fast}
        work = interleaved(everyone, episodes, 20, repetitions)
        lengths = [episodes * factor for factor in (1, 4, 16, 64)]
        over_episodes = {length: interleaved(fast, length, 20, repetitions) for length in lengths}
        fast_tiles: dict[str, Callable[[int, int], Run]] = {COMPILED: run_tiles}
        if compiler:
            fast_tiles[C] = CTiles(compiler, Path(folder))
        over_tilings = {tilings: interleaved(fast_tiles, episodes, tilings, repetitions) for tilings in TILES}
        over_bins = {bins: interleaved(fast, 4 * episodes, bins, repetitions) for bins in TABLE_SIZES}
        algorithms = compare_algorithms(episodes, repetitions)
        jobs = [job_seconds(episodes, Path(folder) / f"job-{number}") for number in range(repetitions + 2)]
    print(f"\nMountainCar, 20 × 20 bins, {episodes:,} episodes, one core:\n")
    print_work(work)
    job = statistics.median(jobs)
    print(
        f"\nThe whole `train` job, from the start of its process to the last of its tables and rewards on disk: "
        f"{job:.2f} s, {seconds(work[TUTORIAL]) / job:.0f} × faster than the tutorial's loop alone."
    )
    print("\nEvery algorithm, at a terminal state as in the textbook:\n")
    print_algorithms(algorithms)
    print("\nLonger trainings:\n")
    print_growth("episodes", over_episodes)
    print(f"\nLarger tables, {4 * episodes:,} episodes:\n")
    print_growth("bins per dimension", over_bins)
    print(f"\nTiles, {episodes:,} episodes:\n")
    print_growth("tilings", over_tilings)
    print_process(lengths)
    if options.plot:
        draw(options.plot, work, over_episodes, over_bins)


def print_work(work: dict[str, list[Run]]) -> None:
    """Print the comparison of all, as a Markdown table."""
    print("| | steps | seconds | steps/s | × tutorial | × C |\n| --- | --: | --: | --: | --: | --: |")
    for name, runs in work.items():
        of_tutorial = f"{rate(runs) / rate(work[TUTORIAL]):,.1f}"
        of_c = f"{rate(runs) / rate(work[C]):.4f}" if C in work else ""
        print(f"| {name} | {runs[0].steps:,} | {seconds(runs):.3g} | {rate(runs):,.0f} | {of_tutorial} | {of_c} |")


def print_algorithms(algorithms: dict[str, tuple[list[Run], list[Run]]]) -> None:
    """Print the comparison of the algorithms, as a Markdown table."""
    compiled_rates = {name: rate(compiled) for name, (compiled, _) in algorithms.items()}
    print("| algorithm | compiled: steps/s | × Q-learning | Gymnasium: steps/s |\n| --- | --: | --: | --: |")
    for name, (_, interpreted) in algorithms.items():
        of_q_learning = compiled_rates[name] / compiled_rates["Q-learning"]
        print(f"| {name} | {compiled_rates[name]:,.0f} | {of_q_learning:.2f} | {rate(interpreted):,.0f} |")


def print_growth(of: str, growth: Growth) -> None:
    """Print how time and rate change with the amount of work, as a Markdown table."""
    names = list(next(iter(growth.values())))
    print(f"| {of} | {' | '.join(f'{name}: seconds | steps/s' for name in names)} |")
    print(f"| --: |{' --: | --: |' * len(names)}")
    for amount, runs in growth.items():
        cells = [f"{seconds(runs[name]):.3g} | {rate(runs[name]):,.0f}" for name in names]
        print(f"| {amount:,} | {' | '.join(cells)} |")


def print_process(lengths: Sequence[int]) -> None:
    """Print what a process needs to start and, on Linux, its memory."""
    starts = [in_a_process(START_UP) for _ in range(3)]
    bare, ours = (statistics.median(column) for column in zip(*starts, strict=True))
    print(
        f"\nStart-up when the compiled code is on the disk: {bare:.2f} s to import Gymnasium, Numba and NumPy, then "
        f"{ours:.2f} s until the first episodes are played.\n"
    )
    if not Path("/proc/self/status").exists():
        return
    print("| episodes | peak memory, MB |\n| --: | --: |")
    for length in lengths:
        (kilobytes,) = in_a_process(MEMORY, episodes=length)
        print(f"| {length:,} | {kilobytes / 1024:,.0f} |")


def draw(path: Path, work: dict[str, list[Run]], over_episodes: Growth, over_bins: Growth) -> None:
    """Draw the rates: as bars, over the length of a training, over the size of the table."""
    import matplotlib as mpl  # noqa: PLC0415 (needed for the plot only)
    from matplotlib.figure import Figure  # noqa: PLC0415

    colors = {TUTORIAL: "#999999", GYMNASIUM: "#E69F00", COMPILED: "#0072B2", C: "#D55E00"}
    with mpl.rc_context({"font.size": 8}):
        figure = Figure(figsize=(9, 2.8), layout="constrained")
        bars, *curves = figure.subplots(1, 3)
        rates = {name: rate(runs) for name, runs in work.items()}
        drawn = bars.barh(list(rates), list(rates.values()), color=[colors[name] for name in rates])
        bars.bar_label(drawn, [f"{value:,.0f}" for value in rates.values()], padding=3)
        bars.set(xscale="log", xlim=(1e4, 3e9), xlabel="steps/s")
        bars.invert_yaxis()
        for axis, growth, label in zip(
            curves, (over_episodes, over_bins), ("episodes", "bins per dimension"), strict=True
        ):
            for name in next(iter(growth.values())):
                millions = [rate(runs[name]) / 1e6 for runs in growth.values()]
                axis.plot(list(growth), millions, marker="o", color=colors[name], label=name)
            axis.set(xscale="log", xlabel=label, ylabel="million steps/s")
            axis.set_ylim(bottom=0)
        curves[0].legend()
        figure.savefig(path, dpi=150)


if __name__ == "__main__":
    main()
