"""Which files count as a script's code: exactly those that its imports load."""

from __future__ import annotations

import json
import subprocess
import sys
from textwrap import dedent
from typing import TYPE_CHECKING

import pytest
from planning.code import code_of_job, import_closure

from tests.helpers.running import ROOT

if TYPE_CHECKING:
    from pathlib import Path

SCRIPTS = ROOT / "scripts"

LOAD_AND_LIST = """
import importlib, json, sys
from pathlib import Path

name, root = sys.argv[1], Path(sys.argv[2]).resolve()
sys.path.insert(0, str(root))
importlib.import_module(name)
files = {Path(module.__file__).resolve() for module in list(sys.modules.values()) if getattr(module, "__file__", None)}
print(json.dumps(sorted(str(file.relative_to(root)) for file in files if file.is_relative_to(root))))
"""


def closure(files: dict[str, str], root: Path, script: str = "script.py") -> set[str]:
    """Write files and return the closure of one of them, as paths from `root`."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text), encoding="utf-8")
    return {str(path.relative_to(root)) for path in import_closure(root / script, root)}


def loaded(script: str, root: Path) -> set[str]:
    """Return the files below `root` that importing the script loads, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-B", "-c", LOAD_AND_LIST, script.removesuffix(".py"), str(root)],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(json.loads(done.stdout.splitlines()[-1]))


@pytest.mark.parametrize("script", sorted(path.name for path in SCRIPTS.glob("*.py")))
def test_the_code_of_each_rule_is_what_importing_its_script_loads(script: str) -> None:
    found = {str(path.relative_to(SCRIPTS)) for path in import_closure(SCRIPTS / script, SCRIPTS)}
    assert found == loaded(script, SCRIPTS)
    assert {script, "tabular/__init__.py"} < found


TRAIN = """
import json, sys
from pathlib import Path
from train import train

settings, folder, root = json.loads(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3])
agent = {"discount": 0.9, "initial_value": {"low": 0.0, "high": 0.0}, "steps": 2, "trace_decay": 0.5,
         "traces": "replacing", "planning_steps": 1, "learning_rate": {"schedule": "constant", "start": 0.1},
         "behaviour": "epsilon_greedy", "epsilon": {"schedule": "constant", "start": 0.5}, "ties": "lowest",
         "at_termination": "target", "at_truncation": "bootstrap", **settings["agent"]}
train(settings={"environment": settings["environment"], "agent": agent, "episodes": 2, "snapshots": {"every": 1}},
      seed=0, window=1, qtables=folder / "qtables", digest=folder / "digest", rewards=folder / "rewards.parquet",
      visits=folder / "visits.npy", first_updates=folder / "first_updates.npy")
files = {Path(module.__file__).resolve() for module in list(sys.modules.values()) if getattr(module, "__file__", None)}
print(json.dumps(sorted(str(file.relative_to(root)) for file in files if file.is_relative_to(root))))
"""


@pytest.mark.parametrize(
    ("environment_id", "algorithm"),
    [
        pytest.param("FrozenLake-v1", "q_learning", marks=pytest.mark.thorough),
        ("Taxi-v4", "dyna_q"),
        pytest.param("MaximisationBias-v0", "double_q_learning", marks=pytest.mark.slow),
        pytest.param("Blackjack-v1", "watkins_q_lambda", marks=pytest.mark.slow),
    ],
)
def test_the_code_of_a_training_is_what_it_loads(environment_id: str, algorithm: str, tmp_path: Path) -> None:
    agent = {"algorithm": algorithm, "value_function": "table"}
    settings = {"environment": {"id": environment_id, "module": None}, "agent": agent}
    done = subprocess.run(
        [sys.executable, "-B", "-c", TRAIN, json.dumps(settings), str(tmp_path), str(SCRIPTS)],
        cwd=SCRIPTS, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    loads = ("environment", "dynamics", "algorithm", "values")
    found = {str(file.relative_to(SCRIPTS)) for file in code_of_job(SCRIPTS / "train.py", SCRIPTS, loads, settings)}
    assert found == set(json.loads(done.stdout.splitlines()[-1]))
    assert f"tabular/learning/algorithms/{algorithm}.py" in found


PACKAGE = {
    "package/__init__.py": "",
    "package/one.py": "",
    "package/two.py": "",
    "package/inner/__init__.py": "",
    "package/inner/deep.py": "",
    "alone.py": "",
    "unused.py": "",
}
INNER = {"package/__init__.py", "package/inner/__init__.py"}

IMPORTS: list[tuple[str, dict[str, str], set[str]]] = [
    ("nothing", {"script.py": "x = 1"}, set()),
    ("a module", {"script.py": "import alone"}, {"alone.py"}),
    ("a name from a module", {"script.py": "from alone import name", "alone.py": "name = 1"}, {"alone.py"}),
    ("a package", {"script.py": "import package"}, {"package/__init__.py"}),
    ("a module of a package", {"script.py": "import package.one"}, {"package/__init__.py", "package/one.py"}),
    (
        "a module of a package by from",
        {"script.py": "from package import one"},
        {"package/__init__.py", "package/one.py"},
    ),
    ("under another name", {"script.py": "import package.inner.deep as d"}, {*INNER, "package/inner/deep.py"}),
    (
        "a module beside a name",
        {"script.py": "from package import one, __name__"},
        {"package/__init__.py", "package/one.py"},
    ),
    (
        "a name that is no module",
        {"script.py": "from package import two_of", "package/__init__.py": "two_of = 2"},
        {"package/__init__.py"},
    ),
    ("what isn't the project's", {"script.py": "import json, os.path\nfrom collections import abc"}, set()),
    (
        "through another module",
        {"script.py": "import alone", "alone.py": "import package.two"},
        {"alone.py", "package/__init__.py", "package/two.py"},
    ),
    (
        "through a package's own file",
        {"script.py": "import package.one", "package/__init__.py": "import alone"},
        {"alone.py", "package/__init__.py", "package/one.py"},
    ),
    (
        "from the same folder, relatively",
        {"script.py": "import package.one", "package/one.py": "from . import two"},
        {"package/__init__.py", "package/one.py", "package/two.py"},
    ),
    (
        "from a neighbour, relatively",
        {
            "script.py": "import package.one",
            "package/one.py": "from .inner.deep import x",
            "package/inner/deep.py": "x = 1",
        },
        {*INNER, "package/one.py", "package/inner/deep.py"},
    ),
    (
        "from the folder above, relatively",
        {
            "script.py": "import package.inner.deep",
            "package/inner/deep.py": "from ..two import x",
            "package/two.py": "x = 1",
        },
        {*INNER, "package/inner/deep.py", "package/two.py"},
    ),
    (
        "relatively in a package's own file",
        {"script.py": "import package.inner", "package/inner/__init__.py": "from . import deep\nfrom .. import one"},
        {*INNER, "package/inner/deep.py", "package/one.py"},
    ),
    (
        "in a circle",
        {"script.py": "import alone", "alone.py": "import package.one", "package/one.py": "import alone"},
        {"alone.py", "package/__init__.py", "package/one.py"},
    ),
    (
        "in nested blocks",
        {"script.py": "try:\n    if True:\n        import alone\nfinally:\n    pass\nclass A:\n    import package"},
        {"alone.py", "package/__init__.py"},
    ),
    (
        "for a type checker alone",
        {"script.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import alone\nimport package"},
        {"package/__init__.py"},
    ),
    (
        "for a type checker alone, by the module's name",
        {"script.py": "import typing\nif typing.TYPE_CHECKING:\n    import alone\nelse:\n    import package"},
        {"package/__init__.py"},
    ),
    (
        "for anything but a type checker",
        {"script.py": "import typing as t\nif not t.TYPE_CHECKING:\n    import alone\nelse:\n    import package"},
        {"alone.py"},
    ),
    (
        "after a block for a type checker",
        {
            "script.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import alone\n"
            "elif True:\n    import package\n    import package.one"
        },
        {"package/__init__.py", "package/one.py"},
    ),
    (
        "under a condition that mentions type checkers",
        {"script.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING or True:\n    import alone"},
        {"alone.py"},
    ),
    (
        "beside a module of the script's own folder's name",
        {"script.py": "from package import alone", "package/alone.py": ""},
        {"package/__init__.py", "package/alone.py"},
    ),
    ("of everything in a package", {"script.py": "from package import *"}, {"package/__init__.py"}),
    (
        "of a folder without an __init__.py",
        {"script.py": "import folder.module", "folder/module.py": ""},
        {"folder/module.py"},
    ),
    (
        "of a package that has a module's name",
        {"script.py": "import both", "both.py": "", "both/__init__.py": ""},
        {"both/__init__.py"},
    ),
]


@pytest.mark.parametrize(("files", "expected"), [case[1:] for case in IMPORTS], ids=[case[0] for case in IMPORTS])
def test_an_import_adds_the_files_that_it_runs(files: dict[str, str], expected: set[str], tmp_path: Path) -> None:
    found = closure({**PACKAGE, **files}, tmp_path)
    assert found == {"script.py", *expected}
    assert found == loaded("script.py", tmp_path), "what Python itself loads"


def test_an_import_inside_a_function_counts_because_the_function_may_be_called(tmp_path: Path) -> None:
    assert closure({"script.py": "def f():\n    import alone", "alone.py": ""}, tmp_path) == {"script.py", "alone.py"}


def test_an_import_of_what_does_not_exist_adds_nothing(tmp_path: Path) -> None:
    assert closure({"script.py": "import missing.module\nfrom . import missing"}, tmp_path) == {"script.py"}


def test_the_code_is_listed_once_and_in_order(tmp_path: Path) -> None:
    closure({"script.py": "import b, a, b", "a.py": "import b", "b.py": "import a"}, tmp_path)
    files = import_closure(tmp_path / "script.py", tmp_path)
    assert files == [tmp_path / "a.py", tmp_path / "b.py", tmp_path / "script.py"]


def test_code_that_is_not_python_is_an_error_that_names_the_file(tmp_path: Path) -> None:
    with pytest.raises(SyntaxError) as raised:
        closure({"script.py": "import broken", "broken.py": "def"}, tmp_path)
    assert raised.value.filename == str(tmp_path / "broken.py")


def test_code_in_another_encoding_is_read_as_python_reads_it(tmp_path: Path) -> None:
    (tmp_path / "alone.py").touch()
    (tmp_path / "script.py").write_bytes("# coding: latin-1\nname = 'größe'\nimport alone".encode("latin-1"))
    assert closure({}, tmp_path) == {"script.py", "alone.py"}
    (tmp_path / "script.py").write_text("import alone", encoding="utf-8-sig")
    assert closure({}, tmp_path) == {"script.py", "alone.py"}


def test_names_outside_ascii_are_read_as_utf_8(tmp_path: Path) -> None:
    assert closure({"script.py": "θ = 'θ'\nimport größe", "größe.py": ""}, tmp_path) == {"script.py", "größe.py"}
