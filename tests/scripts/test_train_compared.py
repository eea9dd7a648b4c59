"""Trainings of a comparison: the numbers that experiments have by themselves, and each of them trained once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from evaluate import evaluate
from tabular.results.episodes import read_history
from tabular.results.recordings import Recording, read_recordings
from tabular.results.returns import read_outcomes
from train import train
from train_compared import train_compared

from tests.helpers.trials import AGENT, trial_settings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

SNAPSHOTS = [0, 20, 44]

EXPERIMENTS: dict[str, dict[str, Any]] = {
    "slow": {**trial_settings(0.1), "snapshots": SNAPSHOTS},
    "fast": {**trial_settings(0.9), "snapshots": [44]},
}
for one in EXPERIMENTS.values():
    # In the taxi, where tables play differently from the first episodes on.
    one["environment"] = {"id": "Taxi-v4", "time_limit": 30}
    one["agent"] = {**one["agent"], "initial_value": {"low": -10.0, "high": 0.0}}


def run(
    path: Path,
    experiments: Mapping[str, Mapping[str, Any]] = EXPERIMENTS,
    seeds: Sequence[int] = (0, 2),
    code: Mapping[str, Sequence[Path]] | None = None,
    **changes: Any,
) -> list[tuple[str, Recording]]:
    train_compared(
        experiments=experiments, seeds=seeds, path=path, code=code or dict.fromkeys(experiments, ()), **changes
    )
    return read_recordings(path)


def trained(captured: pytest.CaptureFixture[str]) -> int:
    """Return how many trainings the last job says that it had to run."""
    return int(captured.readouterr().out.split("trainings to run: ")[1].split(",", maxsplit=1)[0])


def test_trainings_bring_what_experiments_have_by_themselves(tmp_path: Path) -> None:
    found = run(tmp_path / "batch.parquet")
    assert [(name, one.seed) for name, one in found] == [("slow", 0), ("slow", 2), ("fast", 0), ("fast", 2)]
    for name, one in found:
        settings = EXPERIMENTS[name]
        folder = tmp_path / f"{name}-{one.seed}"
        train(
            settings={**settings, "snapshots": {"every": 1}},
            seed=one.seed,
            window=10,
            engine="gymnasium",
            **{kind: folder / kind for kind in ("qtables", "digest", "rewards", "visits", "first_updates")},
        )
        evaluate(
            qtables=folder / "qtables",
            snapshots=settings["snapshots"],
            episodes=settings["episodes"],
            settings=settings,
            seed=one.seed,
            path=folder / "evaluation.parquet",
            engine="gymnasium",
        )
        history = read_history(folder / "rewards")
        assert one.returns.tolist() == history.returns.tolist()
        assert one.lengths.tolist() == history.length.tolist()
        assert one.snapshots.tolist() == settings["snapshots"]
        assert name == "fast" or len(set(one.greedy_returns)) > 1, "tables that play alike would tell nothing"
        played = read_outcomes(folder / "evaluation.parquet", "snapshot")
        of_tables = (len(settings["snapshots"]), settings["evaluation"]["episodes"])
        assert one.greedy_returns == pytest.approx(played["return"].reshape(of_tables).mean(axis=1))
        assert one.terminated == pytest.approx(played["terminated"].reshape(of_tables).mean(axis=1))


def test_threads_processes_and_one_worker_write_the_same_bytes(tmp_path: Path) -> None:
    files = {}
    for engine in ("compiled", "gymnasium"):
        for workers in (1, 4):
            path = tmp_path / f"{engine}-{workers}.parquet"
            run(path, engine=engine, workers=workers)
            files[path.name] = path.read_bytes()
    assert len(set(files.values())) == 1, files.keys()


@pytest.mark.parametrize(
    ("experiments", "seeds", "new"),
    [
        (EXPERIMENTS, (0, 2, 4), 2),
        (EXPERIMENTS, (0,), 0),
        ({**EXPERIMENTS, "other": {**trial_settings(0.5), "snapshots": [44]}}, (0, 2), 2),
        ({**EXPERIMENTS, "fast": {**trial_settings(0.8), "snapshots": [44]}}, (0, 2), 2),
        ({**EXPERIMENTS, "slow": EXPERIMENTS["slow"] | {"snapshots": [44]}}, (0, 2), 2),
        ({"renamed": EXPERIMENTS["fast"], "slow": EXPERIMENTS["slow"]}, (0, 2), 0),
        ({**EXPERIMENTS, "same": EXPERIMENTS["fast"]}, (0, 2), 0),
    ],
    ids=[
        "another seed",
        "fewer seeds",
        "another experiment",
        "another step size",
        "other tables",
        "another name",
        "the same twice",
    ],
)
def test_what_is_new_is_trained_and_the_rest_is_kept(
    tmp_path: Path,
    experiments: dict[str, dict[str, Any]],
    seeds: tuple[int, ...],
    new: int,
    capfd: pytest.CaptureFixture[str],
) -> None:
    path = tmp_path / "batch.parquet"
    run(path)
    capfd.readouterr()
    found = run(path, experiments, seeds)
    assert trained(capfd) == new
    assert [(name, one.seed) for name, one in found] == [(name, seed) for name in experiments for seed in seeds]
    run(tmp_path / "at once.parquet", experiments, seeds)
    assert path.read_bytes() == (tmp_path / "at once.parquet").read_bytes()


def test_an_edit_of_one_experiment_s_code_trains_that_one(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    shared, own = tmp_path / "loop.py", tmp_path / "sarsa.py"
    shared.write_text("first = 1")
    own.write_text("second = 1")
    code = {"slow": [shared], "fast": [shared, own]}
    run(tmp_path / "batch.parquet", code=code)
    capfd.readouterr()
    own.write_text("second = 2")
    run(tmp_path / "batch.parquet", code=code)
    assert trained(capfd) == 2
    shared.write_text("first = 2")
    run(tmp_path / "batch.parquet", code=code)
    assert trained(capfd) == 4


def test_a_damaged_batch_is_trained_again(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "batch.parquet"
    run(path)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    capfd.readouterr()
    run(path)
    assert trained(capfd) == 4
    assert path.read_bytes() == whole


def test_a_training_that_fails_is_named_and_the_others_go_on(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    huge = {"schedule": "constant", "start": 1e308}
    agent = {**AGENT, "learning_rate": huge, "initial_value": {"low": 1e308, "high": 1e308}}
    found = run(tmp_path / "batch.parquet", {**EXPERIMENTS, "wild": EXPERIMENTS["fast"] | {"agent": agent}})
    assert "wild, seed 2 failed: " in capfd.readouterr().out
    failures = {name: one.failure for name, one in found}
    assert "infinite or undefined" in failures.pop("wild")
    assert set(failures.values()) == {""}
    assert all(np.isfinite(one.returns).all() for _, one in found)
