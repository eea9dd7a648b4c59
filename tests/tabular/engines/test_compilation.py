"""Machine code that is kept on disk."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tabular.engines.compilation import compiled_for
from tabular.engines.specialisation import TEMPLATE_SLOT

SCRIPTS = Path(__file__).parents[3] / "scripts"

TRAIN = """
import sys
from pathlib import Path
import tabular.engines.compilation
from tabular.learning.agent import AgentSettings
from tabular.environments.settings import EnvironmentSettings
from tabular.learning.schedules import Schedule
from tabular.learning.training import Training

made = []
def watched(function, compiled=tabular.engines.compilation.compiled):
    made.append(compiled(function))
    return made[-1]
tabular.engines.compilation.compiled = watched

fixed = Schedule("constant", 0.5)
agent = AgentSettings(
    algorithm="q_learning", discount=0.9, initial_low=0.0, initial_high=1.0, learning_rate=fixed,
    behaviour="epsilon_greedy", exploration=fixed, ties="lowest", at_termination="target", at_truncation="bootstrap",
)
for identity, bins in (("MountainCar-v0", (9, 9)), ("FrozenLake-v1", None)):
    training = Training(EnvironmentSettings(identity, bins=bins), agent, 5, 0, "compiled")
    list(training.run([5]))
    print(sum(made[-1].stats.cache_hits.values()), sum(made[-1].stats.cache_misses.values()), training.q_table.sum())
"""


def train(scripts: Path, **variables: str) -> list[list[str]]:
    """Train in a process of its own; for each environment: code taken up, code compiled, sum of the table."""
    # Python's own cache would take the edited file, which is as old and as long as before, for the same.
    environment = {**os.environ, "PYTHONPATH": str(scripts), "PYTHONDONTWRITEBYTECODE": "1", **variables}
    command = [sys.executable, "-c", TRAIN]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [line.split() for line in done.stdout.splitlines()]


CONSTANT: Any = TEMPLATE_SLOT


def constant_number() -> float:
    """Return what is filled in, as a number."""
    return CONSTANT / 2 if CONSTANT else 5


def test_a_loop_is_looked_up_by_what_it_was_made_from_and_equal_values_of_other_types_are_others() -> None:
    assert compiled_for(constant_number, {"CONSTANT": 3}) is compiled_for(constant_number, {"CONSTANT": 3})
    made = [compiled_for(constant_number, {"CONSTANT": value}) for value in (1, 1.0, True, 2)]
    assert len({*map(id, made)}) == 4
    assert [function() for function in made] == [0.5, 0.5, 0.5, 1.0]


@pytest.mark.thorough
def test_a_second_process_compiles_nothing(tmp_path: Path) -> None:
    first = train(SCRIPTS, NUMBA_CACHE_DIR=str(tmp_path))
    second = train(SCRIPTS, NUMBA_CACHE_DIR=str(tmp_path))
    assert [(hits, misses) for hits, misses, _ in first] == [("0", "1")] * 2
    assert [(hits, misses) for hits, misses, _ in second] == [("1", "0")] * 2
    assert [total for _, _, total in first] == [total for _, _, total in second]


def copy_of_scripts(folder: Path, edit: tuple[str, str, str] | None = None) -> Path:
    """Copy the library, with one replacement in one file; keep the times of the files, which Numba looks at."""
    for file in SCRIPTS.rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        if edit and str(file.relative_to(SCRIPTS)) == edit[0]:
            assert text.count(edit[1]) == 1
            text = text.replace(edit[1], edit[2])
        copy = folder / file.relative_to(SCRIPTS)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(text, encoding="utf-8")
        os.utime(copy, (1e9, 1e9))
    return folder


def test_an_edit_of_the_dynamics_compiles_again_what_it_concerns(tmp_path: Path) -> None:
    scripts, cache = tmp_path / "scripts", {"NUMBA_CACHE_DIR": str(tmp_path / "cache")}
    before = train(copy_of_scripts(scripts), **cache)
    edit = ("tabular/engines/dynamics/mountain_car.py", "LOWEST_START = -0.6", "LOWEST_START = -1.1")
    (car, lake) = train(copy_of_scripts(scripts, edit), **cache)
    assert car[:2] == ["0", "1"]
    assert lake[:2] == ["1", "0"]
    assert car[2] != before[0][2]


@pytest.mark.slow
def test_other_options_compile_again(tmp_path: Path) -> None:
    scripts, cache = tmp_path / "scripts", {"NUMBA_CACHE_DIR": str(tmp_path / "cache")}
    train(copy_of_scripts(scripts), **cache)
    lines = train(copy_of_scripts(scripts, ("tabular/engines/compilation.py", '"numpy",', '"python",')), **cache)
    assert [line[:2] for line in lines] == [["0", "1"]] * 2


@pytest.mark.thorough
def test_it_works_where_nothing_can_be_written(tmp_path: Path) -> None:
    """Files stand where the cache folders would be; unlike permissions, this stops an administrator too."""
    scripts, home = copy_of_scripts(tmp_path / "scripts"), tmp_path / "home"
    (scripts / "tabular" / "learning" / "__pycache__").write_text("")
    home.write_text("")
    lines = train(scripts, HOME=str(home), XDG_CACHE_HOME=str(home), PYTHONDONTWRITEBYTECODE="1")
    assert [line[0] for line in lines] == ["0", "0"]
