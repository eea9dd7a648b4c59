"""Example 8.4 of the book: updates until the solution is optimal, counted a second time by plain loops."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import gymnasium
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from count_updates import count_updates
from tabular.results.damage import DamagedFileError
from tabular.results.updates import UpdateCount, read_updates, write_updates

from tests.helpers.trials import AGENT

if TYPE_CHECKING:
    from pathlib import Path

EPSILON, PLANNING_STEPS, THRESHOLD = 0.9, 5, 0.0001
AGENTS: dict[str, dict[str, Any]] = {
    algorithm: {
        **AGENT,
        "algorithm": algorithm,
        "discount": 0.95,
        "learning_rate": {"schedule": "constant", "start": 1.0},
        "epsilon": {"schedule": "constant", "start": EPSILON},
        "planning_steps": PLANNING_STEPS,
        "priority_threshold": THRESHOLD,
    }
    for algorithm in ("dyna_q", "prioritized_sweeping")
}


def counted(path: Path, **changes: Any) -> list[tuple[Any, ...]]:
    """Return the rows of the file: algorithm, states, seed, updates, episodes and whether the way was found."""
    given = {
        "environment": {"id": "DynaMaze-v0", "arguments": {}},
        "agents": AGENTS,
        "resolutions": [1],
        "seeds": 2,
        "most_episodes": 500,
        "engine": "gymnasium",
        "path": path,
    }
    count_updates(**{**given, **changes})
    return [*read_updates(path).itertuples(index=False, name=None)]


class PlainAgent:
    """Dyna-Q, or prioritized sweeping, with a step size of 1, in a maze in which every step leads to one cell."""

    def __init__(self, algorithm: str, refine: int, seed: int, threshold: float = THRESHOLD) -> None:
        """Begin with values of 0."""
        self.threshold = threshold
        self.env = gymnasium.make("DynaMaze-v0", refine=refine)
        self.sweeps, self.seed, self.discount = algorithm == "prioritized_sweeping", seed, 0.95 ** (1 / refine)
        self.rng = np.random.default_rng([seed, 1])
        self.rng.uniform(size=(54 * refine**2, 4))
        self.q = np.zeros((54 * refine**2, 4))
        self.model: dict[int, dict[int, tuple[float, int, bool]]] = {}
        self.queue: dict[tuple[int, int], float] = {}
        self.updates = 0

    def choose(self, state: int) -> int:
        if self.rng.random() < EPSILON:
            return int(self.rng.random() * 4)
        best = np.flatnonzero(self.q[state] == self.q[state].max())
        return int(best[int(self.rng.random() * len(best))] if len(best) > 1 else best[0])

    def target(self, state: int, action: int) -> float:
        reward, after, ended = self.model[state][action]
        return reward if ended else reward + self.discount * float(max(self.q[after]))

    def update(self, state: int, action: int) -> None:
        self.q[state, action] = self.target(state, action)
        self.updates += 1

    def put_into_queue(self, state: int, action: int) -> None:
        error = abs(self.target(state, action) - self.q[state, action])
        if error > self.threshold:
            self.queue[state, action] = max(error, self.queue.get((state, action), 0.0))

    def learn(self, state: int, action: int) -> None:
        if not self.sweeps:
            self.update(state, action)
        else:
            self.put_into_queue(state, action)
        for _ in range(PLANNING_STEPS):
            if not self.sweeps:
                seen = [*self.model][int(self.rng.random() * len(self.model))]
                self.update(seen, [*self.model[seen]][int(self.rng.random() * len(self.model[seen]))])
            elif self.queue:
                first = min(self.queue, key=lambda pair: (-self.queue[pair], pair))
                del self.queue[first]
                self.update(*first)
                for before, actions in self.model.items():
                    for one in [one for one, (_, after, ended) in actions.items() if after == first[0] and not ended]:
                        self.put_into_queue(before, one)

    def takes_the_shortest_way(self, steps: int) -> bool:
        state, _ = self.env.reset()
        for _ in range(steps):
            state, _, ended, _, _ = self.env.step(int(np.argmax(self.q[state])))
            if ended:
                return True
        return False

    def run(self, steps: int, most_episodes: int) -> tuple[int, int, bool]:
        for episode in range(1, most_episodes + 1):
            state, _ = self.env.reset(seed=self.seed if episode == 1 else None)
            ended = False
            while not ended:
                action = self.choose(state)
                after, reward, ended, _, _ = self.env.step(action)
                self.model.setdefault(state, {})[action] = (float(reward), after, ended)
                self.learn(state, action)
                state = after
            if self.takes_the_shortest_way(steps):
                return self.updates, episode, True
        return self.updates, most_episodes, False


@pytest.mark.parametrize(
    ("refine", "seeds", "time_limit"),
    [
        (1, 3, 5000),  # with which the evaluation plays on after so many steps as the shortest way has
        (2, 1, None),
        pytest.param(3, 1, None, marks=pytest.mark.slow),
        pytest.param(1, 20, None, marks=pytest.mark.slow),
    ],
)
def test_updates_are_counted_until_the_greedy_policy_takes_the_shortest_way(
    refine: int, seeds: int, time_limit: int | None, tmp_path: Path
) -> None:
    maze: dict[str, Any] = {"id": "DynaMaze-v0", "arguments": {}, "time_limit": time_limit}
    found = counted(tmp_path / "runs.parquet", environment=maze, resolutions=[refine], seeds=seeds)
    assert found == [
        (algorithm, 47 * refine**2, seed, *PlainAgent(algorithm, refine, seed).run(13 * refine + 1, 500))
        for algorithm in AGENTS
        for seed in range(seeds)
    ]
    assert all(row[-1] for row in found)
    dyna_q, swept = (np.mean([row[3] for row in found if row[0] == algorithm]) for algorithm in AGENTS)
    assert dyna_q > 10 * swept, "the book's decisive advantage"


def test_a_run_that_is_given_up_is_recorded(tmp_path: Path) -> None:
    found = counted(tmp_path / "runs.parquet", most_episodes=1, seeds=1)
    assert found == [
        (algorithm, 47, 0, *PlainAgent(algorithm, 1, 0).run(14, 1)) for algorithm in ("dyna_q", "prioritized_sweeping")
    ]
    assert not any(row[-1] for row in found)


def test_in_a_finer_maze_a_threshold_is_as_small_beside_the_values(tmp_path: Path) -> None:
    swept = {**AGENTS["prioritized_sweeping"], "priority_threshold": 0.4}
    (found,) = counted(tmp_path / "runs.parquet", agents={"swept": swept}, resolutions=[2], seeds=1, most_episodes=20)
    assert found == ("swept", 188, 0, *PlainAgent("prioritized_sweeping", 2, 0, 0.4).run(27, 20))


@pytest.mark.slow
@pytest.mark.parametrize("workers", [1, 2])
def test_the_engine_and_the_number_of_workers_make_no_difference(workers: int, tmp_path: Path) -> None:
    first, second = tmp_path / "first.parquet", tmp_path / "second.parquet"
    found = counted(first, resolutions=[1, 2], seeds=4, workers=3)
    assert counted(second, resolutions=[1, 2], seeds=4, engine="compiled", workers=workers) == found
    assert first.read_bytes() == second.read_bytes()


RUNS = [
    UpdateCount(algorithm, states, seed, 100, 3, found=seed > 0)
    for algorithm in AGENTS
    for states in (47, 188)
    for seed in range(2)
]


def test_runs_are_read_as_they_were_written(tmp_path: Path) -> None:
    path = tmp_path / "runs.parquet"
    write_updates(path, RUNS, {})
    assert [*read_updates(path).itertuples(index=False, name=None)] == [tuple(run) for run in RUNS]


@pytest.mark.parametrize(
    ("runs", "said"),
    [
        (RUNS[1:], "its algorithms and mazes don't all have the same seeds"),
        ([*RUNS, RUNS[0]], "don't all have the same seeds, each of them once"),
        ([*RUNS[1:], RUNS[0]._replace(updates=0)], "a run without states, updates or episodes"),
    ],
)
def test_runs_that_are_not_all_there_are_refused(runs: list[UpdateCount], said: str, tmp_path: Path) -> None:
    path = tmp_path / "runs.parquet"
    write_updates(path, runs, {})
    with pytest.raises(DamagedFileError, match=said):
        read_updates(path)


def test_a_file_that_is_missing_or_something_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "runs.parquet"
    with pytest.raises(DamagedFileError, match=r"runs\.parquet"):
        read_updates(path)
    path.write_bytes(b"PAR1")
    with pytest.raises(DamagedFileError, match="Parquet file"):
        read_updates(path)
    pq.write_table(pa.table({"algorithm": ["dyna_q"]}), path)
    with pytest.raises(DamagedFileError, match="its column 'states' is missing"):
        read_updates(path)
