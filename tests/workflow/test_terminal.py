"""What a user sees of a run: its lines, why something runs again, targets by name, Ctrl-C."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.helpers.running import ROOT, dry_run, rules_to_run, snakemake, write_config

if TYPE_CHECKING:
    from pathlib import Path

SMALL: dict[str, Any] = {
    "episodes": 8,
    "engine": "gymnasium",  # so that nothing has to be compiled
    "environment": {"id": "FrozenLake-v1", "arguments": {"is_slippery": False}},
    "snapshots": {"count": 2},
    "evaluation": {"episodes": 2},
}

ENDLESS: dict[str, Any] = {
    "environment": {"id": "CliffWalking-v1"},
    "agent": {
        "initial_value": {"low": -1000.0, "high": 0.0},  # the best action leads into a wall, and stays the best
        "learning_rate": {"schedule": "constant", "start": 1e-9},
        "epsilon": {"schedule": "constant", "start": 0.0},
    },
}

TALKING = """
import os
import gymnasium

print("hello from a module", flush=True)
os.system("echo hello from a child")

class Talking(gymnasium.Env):
    observation_space = gymnasium.spaces.Discrete(3)
    action_space = gymnasium.spaces.Discrete(2)

    def __init__(self):
        print("hello from a constructor")

    def reset(self, *, seed=None, options=None):
        print("hello from a reset")
        super().reset(seed=seed)
        return 0, {}

    def step(self, action):
        return 1, 1.0, True, False, {}

gymnasium.register("Talking-v0", entry_point=Talking, max_episode_steps=3)
"""

SNAKEFILE = ("--snakefile", str(ROOT / "Snakefile"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("terminal")
    write(found)
    return found


def write(folder: Path, **changes: Any) -> None:
    experiments = {"lake": SMALL | changes, "endless": ENDLESS}
    write_config(folder, {"run": ["lake"], "experiments": experiments})


@pytest.mark.command_line
def test_a_whole_experiment_is_built_by_its_name_with_a_line_a_job(folder: Path) -> None:
    lines = snakemake(*SNAKEFILE, "--cores", "2", "results/lake/", cwd=folder).splitlines()
    ended = [line for line in lines if "/17  " in line]
    assert len(ended) == 17
    assert sum("train lake seed 0" in line for line in ended) == 1
    assert (folder / "results" / "lake" / "seed-0" / "qtable.mp4").is_file()
    assert not any(words in line for line in lines for words in ("input:", "reason:", "Finished jobid"))
    assert "  lake: greedy return 0, random 0, best possible 1" in lines
    assert lines[-1] == "Look first at results/lake/learning_curve.png"
    assert len([line for line in lines if " … " not in line]) <= 17 + 8
    (log,) = (folder / ".snakemake" / "log").glob("*.log")
    assert "input: " in log.read_text(), "the whole account is in the log file"

    assert rules_to_run(dry_run(*SNAKEFILE, "--cores", "1", "results/lake", cwd=folder)) == {}
    # A folder that is a target is never an output, which Snakemake would empty first.
    output = dry_run(*SNAKEFILE, "--cores", "1", "--forceall", "results/lake", cwd=folder)
    assert "train lake seed 0: forced" in output
    assert (folder / "results" / "lake" / "seed-0" / "rewards.parquet").is_file()

    write(folder, agent={"discount": 0.5})
    output = dry_run(*SNAKEFILE, "--cores", "1", cwd=folder)
    assert "  train lake seed 0: agent.discount 0.99 → 0.5\n" in output
    assert "  evaluate lake seed 0: after train\n" in output
    assert len(output.splitlines()) < 50


@pytest.mark.command_line
@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("results/laek", "results/laek: there is no experiment laek; did you mean results/lake?"),
        ("results/lake/rewads.png", "did you mean results/lake/rewards.png?"),
        ("results/comparisons/clif_walking", "did you mean results/comparisons/cliff_walking?"),
    ],
)
def test_a_mistyped_target_is_answered_in_one_sentence(folder: Path, target: str, said: str) -> None:
    output = snakemake(*SNAKEFILE, "--cores", "1", target, cwd=folder, expect=1)
    assert said in output
    assert "Traceback" not in output
    assert len([line for line in output.splitlines() if line]) <= 2


@pytest.mark.command_line
def test_a_failed_job_is_named_with_its_log_and_so_is_what_is_kept(folder: Path, tmp_path: Path) -> None:
    del folder
    # It breaks after more steps than it is tried out with beforehand.
    failing = """self.steps = getattr(self, "steps", 0) + 1
        if self.steps > 60:
            raise ValueError("no way on")
        return 1, 1.0"""
    (tmp_path / "mine.py").write_text(TALKING.replace("return 1, 1.0", failing))
    own = SMALL | {"episodes": 100, "environment": {"id": "Talking-v0", "module": "mine.py"}}
    write_config(tmp_path, {"run": ["own"], "experiments": {"own": own}})
    files = ["results/own/environment.json", "results/own/seed-0/visits.npy"]
    output = snakemake(*SNAKEFILE, "--cores", "1", *files, cwd=tmp_path, expect=1)
    assert "FAILED after " in output
    assert "ValueError: no way on" in output
    assert "Failed: train own seed 0 (log: logs/train/own/seed-0.log)" in output
    assert "1 of 2 jobs done, and kept" in output
    assert "CalledProcessError" not in output


@pytest.mark.command_line
@pytest.mark.parametrize("option", ["--dag", "--summary"])
def test_what_an_environment_prints_stays_out_of_standard_output(tmp_path: Path, option: str) -> None:
    (tmp_path / "mine.py").write_text(TALKING)
    own = SMALL | {"environment": {"id": "Talking-v0", "module": "mine.py"}}
    write_config(tmp_path, {"run": ["own"], "experiments": {"own": own}})
    command = [sys.executable, "-m", "snakemake", *SNAKEFILE, "--cores", "1", option]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("digraph" if option == "--dag" else "output_file")
    assert "hello" not in done.stdout
    for source in ("module", "child", "constructor"):
        assert f"hello from a {source}" in done.stderr


@pytest.mark.usefixtures("ctrl_c_is_heard")
@pytest.mark.command_line
def test_ctrl_c_ends_even_an_endless_compiled_episode_in_one_sentence(folder: Path) -> None:
    write(folder)
    command = [sys.executable, "-m", "snakemake", *SNAKEFILE, "--cores", "2", "results/endless/seed-0/rewards.parquet"]
    with subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as run:
        assert run.stderr is not None
        warning = next(line for line in run.stderr if "warning: " in line)
        assert "environment.time_limit" in warning
        os.killpg(run.pid, signal.SIGINT)  # as the terminal does: all processes hear of it
        after = [line.strip() for line in run.stderr if " … " not in line and line.strip()]
        assert run.wait() == 1
    assert after == ["Interrupted: 0 of 1 job done, and kept; the same command goes on from there."]
    log = (folder / "logs" / "train" / "endless" / "seed-0.log").read_text()
    assert log.endswith("Interrupted.\n")
    assert log.count("warning: ") == 1


@pytest.mark.command_line
def test_who_asks_for_all_of_snakemakes_messages_gets_them(folder: Path) -> None:
    output = snakemake(*SNAKEFILE, "--cores", "1", "-n", "--verbose", "results/endless/environment.json", cwd=folder)
    assert "input: " in output
    assert "reason: Missing output files" in output


@pytest.mark.command_line
def test_the_start_of_snakemake_imports_neither_pandas_nor_matplotlib(folder: Path) -> None:
    """Both take a while, and neither has anything to do before a job runs."""
    asked = (*SNAKEFILE, "--cores", "1", "results/lake/environment.json")
    snakemake(*asked, cwd=folder)
    command = [sys.executable, "-X", "importtime", "-m", "snakemake", "--dry-run", *asked]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    assert "Nothing to be done" in done.stdout + done.stderr
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines() if line.startswith("import time:")}
    assert "gymnasium" in imported
    assert imported.isdisjoint({"pandas", "matplotlib"})
