"""Importing pandas takes as long as many a short job, so that jobs without tables of text don't import it."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from tests.helpers.running import ROOT

if TYPE_CHECKING:
    from pathlib import Path

PREPARATION = """
import sys
from pathlib import Path
from tabular.q_tables.view_settings import ViewSettings

folder = Path(sys.argv[1])
environment = {"id": "FrozenLake-v1"}
agent = {"algorithm": "q_learning", "discount": 0.9, "initial_value": {"low": 0.0, "high": 0.0},
         "learning_rate": {"schedule": "constant", "start": 0.1}, "behaviour": "epsilon_greedy",
         "epsilon": {"schedule": "constant", "start": 0.1}, "ties": "lowest", "at_termination": "target",
         "at_truncation": "bootstrap"}
snapshots = {"every": 10}
evaluated = {"environment": environment, "evaluation": {"episodes": 2, "seed": 7, "max_steps": 20}}
view = ViewSettings(axes=None, reduce="mean", grid=None)
marks = {"colors": {"best": "green", "other": "red"}, "markers": {"best": "o", "other": "x"},
         "opacity": {"best": 1.0, "other": 0.4}}
qtables, first_updates = folder / "qtables", folder / "first_updates.npy"
description, rewards, visits = folder / "environment.json", folder / "rewards.parquet", folder / "visits.npy"
"""

BODIES = {
    "train": """
from train import train
settings = {"environment": environment, "agent": agent, "episodes": 20, "snapshots": snapshots}
train(settings=settings, seed=0, window=10, engine="gymnasium", qtables=qtables, digest=folder / "digest",
      rewards=rewards, visits=visits, first_updates=first_updates)
from tabular.results.episodes import read_history
read_history(rewards)
from describe_environment import describe_environment
from tabular.environments.settings import EnvironmentSettings
actions = ["left", "down", "right", "up"]
describe_environment(settings=EnvironmentSettings(**environment), actions=actions, axes=None, path=description)
""",
    "evaluate": """
from evaluate import evaluate
evaluate(qtables=qtables, snapshots=[0, 19], episodes=20, settings=evaluated, seed=0, path=folder / "e.parquet",
         engine="gymnasium")
""",
    "evaluate_baselines": """
from evaluate_baselines import evaluate_baselines
evaluate_baselines(description=description, settings=evaluated, path=folder / "b.parquet", engine="gymnasium")
""",
    "render_qtable_frames": """
from render_qtable_frames import render_qtable_frames
style = {**marks, "size": [640, 480], "return_window": 5}
render_qtable_frames(qtables=qtables, rewards=rewards, first_updates=first_updates, description=description,
                     batch=[0, 10, 19], episodes=20, view=view, style=style, frames=folder / "frames" / "00",
                     digest=folder / "frames" / "00.sha256")
""",
    "make_video": """
from make_video import make_video
make_video(folders=[folder / "frames" / "00"], episodes=20, snapshots=snapshots, snapshots_per_folder=3,
           playback={"fps": 10, "hold_seconds": 0.0}, path=folder / "qtable.mp4", threads=1)
""",
    "record_rollout": """
from record_rollout import record_rollout
from tabular.evaluation.settings import RolloutSettings
from tabular.environments.settings import EnvironmentSettings
rollout = RolloutSettings(episodes=1, seed=1, max_steps=3, constant_action=None, fps=None, hold_seconds=0.0)
record_rollout(settings=EnvironmentSettings(**environment), qtables=qtables, first_updates=first_updates,
               description=description, chosen=[19], episodes=20, view=view, rollout=rollout,
               path=folder / "rollout.mp4")
""",
    "exports": """
from write_monitor import write_monitor
from write_tensorboard import write_tensorboard
write_monitor(rewards=rewards, environment="FrozenLake-v1", path=folder / "monitor.csv")
write_tensorboard(rewards=rewards, evaluation=folder / "e.parquet", settings=evaluated, experiment="mine",
                  path=folder / "events.out.tfevents")
""",
    "plots": """
import plot_cost_to_go, plot_learning_curve, plot_policy, plot_qtable, plot_rewards, plot_trajectories
import plot_value_function, plot_visits
from jobs.figure import FigureOutput
from tabular.q_tables.final import read_final_q_table
q_table = read_final_q_table(qtables=qtables, visits=visits, description=description, episodes=20, view=view)
output = FigureOutput(folder / "figure.png", folder / "figure.svg", folder / "figure.rst", (680, 510), 50)
plot_policy.plot_policy(q_table=q_table, name="mine", output=output)
plot_learning_curve.plot_learning_curve(rewards=[rewards], evaluations=[folder / "e.parquet"], name="mine", window=5,
                                        baselines=folder / "b.parquet", description=description, best_return=None,
                                        output=output)
""",
}
"""By the name of a job, what it does with the files of those before it."""


def test_jobs_without_tables_of_text_do_not_import_pandas(tmp_path: Path) -> None:
    """PyArrow imports it by itself to convert anything but its own arrays."""
    checked = [f"{body}assert 'pandas' not in sys.modules, {job!r}\n" for job, body in BODIES.items()]
    command = [sys.executable, "-c", "".join([PREPARATION, *checked]), str(tmp_path)]
    ended = subprocess.run(command, cwd=ROOT / "scripts", capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
