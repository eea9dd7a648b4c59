"""What docs/export.md shows works: other programs have the numbers of the results, and need no network for them.

Each program is installed into an environment of its own, beside the project's packages.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from tabular.exports.event_file import write_event_file
from tabular.results.episodes import read_history, write_history
from tabular.results.experiment import read_episodes, read_returns

from tests.helpers.running import ROOT
from tests.helpers.runs import write_experiment

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

NAME = "mountain_car_tutorial"
"""The experiment that the page imports."""

SETTINGS: dict[str, Any] = {"agent": {"algorithm": "sarsa", "epsilon": {"start": 0.5}}, "episodes": 30}

BLOCKS = re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "export.md").read_text(encoding="utf-8"), flags=re.DOTALL)

Curve = dict[int, float]
"""Values by episode."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a folder with the results of two seeds."""
    files = write_experiment(tmp_path / "results" / NAME, seeds=2)
    for seed, path in enumerate(files["rewards"]):
        write_history(path, read_history(path), SETTINGS, seed)
    return tmp_path


def run_with(package: str, code: str, folder: Path) -> str:
    """Run Python in a folder, with another package beside the project's own; return what it printed."""
    uv = shutil.which("uv")
    if uv is None:
        pytest.skip("uv, which installs the other program, is not installed here")
    command = [uv, "run", "--quiet", "--isolated", "--project", str(ROOT), "--with", package, "python", "-"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "scripts"), "WANDB_SILENT": "true"}
    ended = subprocess.run(
        command, input=code, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def block_with(line: str) -> str:
    """Return the one block of the page that has a line."""
    (found,) = [str(block) for block in BLOCKS if f"{line}\n" in block]
    return found


def training_returns(folder: Path, seed: int) -> Curve:
    episodes = read_episodes(folder / "results" / NAME)
    mine = episodes[episodes["seed"] == seed]
    return dict(zip(mine["episode"], mine["return"], strict=True))


def greedy_returns(folder: Path, seed: int) -> Curve:
    returns = read_returns(folder / "results" / NAME)
    means = returns[returns["seed"] == seed].groupby("snapshot")["return"].mean()
    return dict(zip(means.index, means, strict=True))


def by_episode(rows: list[list[float]]) -> Curve:
    return {int(episode): value for episode, value in rows}


READ_MLFLOW = """
client = mlflow.MlflowClient()
found = {}
for run in mlflow.search_runs(experiment_names=[name], output_format="list"):
    curves = {key: [[point.step, point.value] for point in client.get_metric_history(run.info.run_id, key)]
              for key in run.data.metrics}
    found[run.info.run_name] = {"curves": curves, "last": run.data.metrics, "settings": run.data.params}
print(json.dumps(found))
"""


def test_mlflow_has_every_return_and_every_setting(folder: Path) -> None:
    printed = run_with("mlflow", block_with("import mlflow") + READ_MLFLOW, folder)
    found = json.loads(printed.splitlines()[-1])
    assert (folder / "mlflow.db").is_file()
    assert found.keys() == {"seed-0", "seed-1"}
    for seed in (0, 1):
        run = found[f"seed-{seed}"]
        curves = {key: by_episode(rows) for key, rows in run["curves"].items()}
        greedy = greedy_returns(folder, seed)
        assert curves == {"training_return": training_returns(folder, seed), "greedy_return": greedy}
        assert run["last"]["greedy_return"] == greedy[29]
        assert run["settings"] == {"agent.algorithm": "sarsa", "agent.epsilon.start": "0.5", "episodes": "30"}


READ_WANDB = """
import json, struct
from pathlib import Path
from wandb.proto.wandb_internal_pb2 import Record

def records(path):
    # The format of LevelDB's logs: blocks of 32 KiB, the first of which begins with 7 bytes that say whose it is.
    data, position, record = path.read_bytes(), 7, b""
    assert data[:4] == b":W&B"
    while position + 7 <= len(data):
        if 32768 - position % 32768 < 7:
            position += 32768 - position % 32768
            continue
        _, length, kind = struct.unpack_from("<IHB", data, position)
        record += data[position + 7 : position + 7 + length]
        position += 7 + length
        if kind in (1, 4):  # the whole of a record, or its last part
            yield Record.FromString(record)
            record = b""

found = {}
for path in Path("wandb").glob("offline-run-*/*.wandb"):
    curves, settings, name = {}, {}, None
    for record in records(path):
        if record.WhichOneof("record_type") == "run":
            name = record.run.display_name
            settings |= {item.key: json.loads(item.value_json) for item in record.run.config.update}
        if record.WhichOneof("record_type") == "history":
            items = record.history.item
            values = {".".join(item.nested_key) or item.key: json.loads(item.value_json) for item in items}
            for key, value in values.items():
                if not key.startswith("_"):
                    curves.setdefault(key, []).append([values["_step"], value])
    found[name] = {"curves": curves, "settings": settings}
print(json.dumps(found))
"""


def test_weights_and_biases_has_every_return_and_every_setting(folder: Path) -> None:
    printed = run_with("wandb", block_with("import wandb") + READ_WANDB, folder)
    found = json.loads(printed.splitlines()[-1])
    assert found.keys() == {"seed-0", "seed-1"}
    for seed in (0, 1):
        curves = {key: by_episode(rows) for key, rows in found[f"seed-{seed}"]["curves"].items()}
        assert curves == {
            "training_return": training_returns(folder, seed),
            "greedy_return": greedy_returns(folder, seed),
        }
        settings = found[f"seed-{seed}"]["settings"]
        assert {key: settings[key] for key in SETTINGS} == SETTINGS, "and a key of the program's own"


READ_TENSORBOARD = """
import json
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.plugins.hparams.metadata import parse_session_start_info_plugin_data

events = EventAccumulator("tensorboard", size_guidance={"scalars": 0}).Reload()
curves = {tag: [[point.step, point.value] for point in events.Scalars(tag)] for tag in events.Tags()["scalars"]}
plugin = events.SummaryMetadata("_hparams_/session_start_info").plugin_data
start = parse_session_start_info_plugin_data(plugin.content)
settings = {name: value.string_value or value.number_value for name, value in start.hparams.items()}
print(json.dumps({"curves": curves, "settings": settings, "group": start.group_name}))
"""


def test_tensorboard_has_every_return_and_every_setting(folder: Path) -> None:
    history = read_history(folder / "results" / NAME / "seed-1" / "rewards.parquet")
    greedy = greedy_returns(folder, 1)
    write_event_file(folder / "tensorboard" / "events.out.tfevents", history, greedy, SETTINGS, NAME)
    found = json.loads(run_with("tensorboard", READ_TENSORBOARD, folder).splitlines()[-1])
    curves = {tag: by_episode(rows) for tag, rows in found["curves"].items()}
    assert curves["training/return"] == training_returns(folder, 1)
    assert pd.Series(curves["evaluation/mean_return"]).round(4).to_dict() == pd.Series(greedy).round(4).to_dict()
    assert found["settings"] == {"agent.algorithm": "sarsa", "agent.epsilon.start": 0.5, "episodes": 30.0}
    assert found["group"] == NAME
