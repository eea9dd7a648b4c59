"""Event files say what the results say, in the same bytes whenever and wherever they are written."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest
from tabular.errors import UserError
from tabular.exports import event_file
from tabular.exports.event_file import MOST_POINTS, shown_episodes, write_event_file
from tabular.results.episodes import TrainingHistory
from write_tensorboard import write_tensorboard

from tests.helpers.event_files import STATUS_SUCCESS, Scalar, read_event_file
from tests.helpers.running import ROOT
from tests.helpers.runs import write_experiment

if TYPE_CHECKING:
    from pathlib import Path

SETTINGS: dict[str, Any] = {
    "agent": {"algorithm": "dyna_q", "epsilon": {"start": 0.1, "to_episode": None}, "planning_steps": 5},
    "environment": {"arguments": {}, "bins": [20, 20], "action_mask": True},
    "episodes": 30,
}

FLAT = {
    "agent.algorithm": "dyna_q",
    "agent.epsilon.start": 0.1,
    "agent.planning_steps": 5.0,
    "environment.bins": "[20, 20]",
    "environment.action_mask": True,
    "episodes": 30.0,
}


def history(episodes: int, *, has_epsilon: bool = True) -> TrainingHistory:
    epsilon = np.linspace(1.0, 0.0, episodes) if has_epsilon else np.full(episodes, np.nan)
    made = TrainingHistory.before_training(epsilon, np.full(episodes, 0.1))
    made.length[:] = np.random.default_rng(0).integers(1, 200, episodes)
    made.returns[:] = -made.length / 3
    return made


def points(steps: list[int], times: Any, values: Any) -> list[Scalar]:
    """Return the points of a curve, in single precision."""
    return [Scalar(step, float(times[step]), float(np.float32(values[step]))) for step in steps]


def test_every_episode_and_every_evaluated_table_is_in_the_file(tmp_path: Path) -> None:
    made, greedy = history(30), {0: -200.0, 10: -150.5, 29: -97.25}
    write_event_file(tmp_path / "events.out.tfevents", made, greedy, SETTINGS, "mine")
    found = read_event_file(tmp_path / "events.out.tfevents")
    assert found.version == "brain.Event:2"
    assert found.steps == [0, 0, *range(30)], "in order, or TensorBoard takes them for a training that was begun again"
    steps_so_far = [int(made.length[: episode + 1].sum()) for episode in range(30)]
    assert found.scalars == {
        "training/return": points([*range(30)], steps_so_far, made.returns),
        "training/length": points([*range(30)], steps_so_far, made.length),
        "training/epsilon": points([*range(30)], steps_so_far, made.epsilon),
        "training/learning_rate": points([*range(30)], steps_so_far, made.learning_rate),
        "evaluation/mean_return": points([0, 10, 29], steps_so_far, greedy),
    }
    assert (found.settings, found.group) == (FLAT, "mine")
    assert found.end == (STATUS_SUCCESS, float(made.length.sum()))


def test_where_nothing_explores_by_epsilon_there_is_no_curve_of_it(tmp_path: Path) -> None:
    write_event_file(tmp_path / "e.tfevents", history(3, has_epsilon=False), {2: 1.0}, {}, "mine")
    assert "training/epsilon" not in read_event_file(tmp_path / "e.tfevents").scalars


def test_a_long_training_is_thinned_out_and_its_evaluation_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(event_file, "MOST_POINTS", 4)
    made = history(101)
    write_event_file(tmp_path / "e.tfevents", made, {33: -3.0, 40: -2.0, 100: -1.0}, {}, "mine")
    found = read_event_file(tmp_path / "e.tfevents")
    steps_so_far = np.cumsum(made.length)
    assert found.scalars["training/return"] == points([0, 33, 67, 100], steps_so_far, made.returns)
    assert [point.step for point in found.scalars["evaluation/mean_return"]] == [33, 40, 100]
    assert [point.wall_time for point in found.scalars["evaluation/mean_return"]] == [
        steps_so_far[episode] for episode in (33, 40, 100)
    ]


def test_the_tutorial_is_whole_and_no_training_has_more_points() -> None:
    assert shown_episodes(25_000) == tuple(range(25_000))
    many = shown_episodes(3_000_000)
    assert (len(many), many[0], many[-1]) == (MOST_POINTS, 0, 2_999_999)
    assert set(np.diff(many)) == {120, 121}


def test_neither_the_clock_nor_the_name_of_the_machine_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time, "time", lambda: pytest.fail("the clock"))
    monkeypatch.setattr(socket, "gethostname", lambda: pytest.fail("the name of the machine"))
    write_event_file(tmp_path / "events.out.tfevents", history(5), {4: 1.0}, SETTINGS, "mine")
    assert [path.name for path in tmp_path.iterdir()] == ["events.out.tfevents"]


WRITING = """
import json, sys
from pathlib import Path
import numpy as np
from tabular.exports.event_file import write_event_file
from tabular.results.episodes import TrainingHistory
made = TrainingHistory.before_training(np.zeros(30), np.zeros(30))
write_event_file(Path(sys.argv[1]), made, {10: -2.0, 29: -1.0}, json.loads(sys.argv[2]), "mine")
"""


def test_every_process_writes_the_same_bytes(tmp_path: Path) -> None:
    """Protocol buffers write mappings in an order that differs from process to process, unless they are told not to."""
    written = set()
    for number in range(3):
        path = tmp_path / f"{number}.tfevents"
        command = [sys.executable, "-c", WRITING, str(path), json.dumps(SETTINGS)]
        subprocess.run(command, check=True, cwd=ROOT / "scripts")
        written.add(path.read_bytes())
    assert len(written) == 1


def test_a_job_writes_what_the_parquet_files_of_its_seed_say(tmp_path: Path) -> None:
    files = write_experiment(tmp_path, seeds=2)
    write_tensorboard(
        rewards=files["rewards"][1],
        evaluation=files["evaluations"][1],
        settings=SETTINGS,
        experiment="made_up",
        path=tmp_path / "events.out.tfevents",
    )
    found = read_event_file(tmp_path / "events.out.tfevents")
    episodes, returns = (files[name][1] for name in ("rewards", "evaluations"))
    assert [point.value for point in found.scalars["training/return"]] == pd.read_parquet(episodes)["reward"].tolist()
    means = pd.read_parquet(returns).groupby("snapshot")["return"].mean()
    assert {point.step: point.value for point in found.scalars["evaluation/mean_return"]} == pytest.approx(
        means.to_dict()
    )
    assert found.group == "made_up"


def test_without_the_package_it_is_said_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tensorboardX", None)
    with pytest.raises(UserError, match=r"^event files need the package tensorboardX.*uv sync --group export"):
        write_event_file(tmp_path / "e.tfevents", history(3), {}, {}, "mine")
    assert not list(tmp_path.iterdir())


def test_a_job_without_the_package_can_import_what_needs_it() -> None:
    code = "import sys; sys.modules['tensorboardX'] = None; import write_tensorboard"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT / "scripts")
