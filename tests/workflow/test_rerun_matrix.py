"""What is rebuilt after a change: for every key of the configuration and every file under scripts/.

A small run is made once; then each change is tried as a dry run, which says which rules would run again. That takes
minutes, so that plain `pytest` leaves it to `.ci/run`; tests/workflow/planning/ has the parts of it.
"""

from __future__ import annotations

import copy
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from planning.code import import_closure

from tests.helpers.running import PROJECT_FILES, ROOT, copy_project, dry_run, rules_to_run, snakemake

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.thorough

TABLE_FIGURES = {"plot_value_function", "plot_cost_to_go", "plot_policy", "plot_visits", "plot_trajectories"}
FIGURES = {*TABLE_FIGURES, "plot_learning_curve"}
SHOWN = {"plot_rewards", "plot_qtable", *FIGURES, "render_qtable_frames", "make_video", "record_rollout"}

COMPARED = {"train_compared", "compare_experiments", "plot_comparison", "write_comparison_page"}
DRAWN = {"plot_comparison", "write_comparison_page"}

EXPLORER = {"write_explorer_page"}

EXPORTED = {"write_tensorboard", "write_monitor"}

STILL = {*FIGURES, "plot_rewards", "plot_qtable", *DRAWN}

DOWNSTREAM = {
    "describe_environment": {"evaluate_baselines", "summarize_runs", *SHOWN, *EXPLORER},
    "train": {"evaluate", "trace_trajectories", "summarize_runs", *SHOWN, *EXPLORER, *EXPORTED},
    "evaluate": {"plot_learning_curve", "summarize_runs", "write_tensorboard", *EXPLORER},
    "evaluate_baselines": {"plot_learning_curve", "summarize_runs", *EXPLORER},
    "trace_trajectories": {"plot_trajectories", *EXPLORER},
    "summarize_runs": set(),
    "train_compared": {*COMPARED, *EXPLORER},
    "compare_experiments": {*DRAWN, *EXPLORER},
    "plot_comparison": {"write_comparison_page"},
    "write_comparison_page": set(),
    "write_explorer_page": set(),
    "plot_rewards": set(),
    "plot_qtable": set(),
    **{figure: set() for figure in FIGURES},
    "render_qtable_frames": {"make_video"},
    "make_video": set(),
    "record_rollout": set(),
    **{exported: set() for exported in EXPORTED},
}
"""The rules that work on what a rule makes, directly or not."""

EVERYTHING = set(DOWNSTREAM)
LEARNED = EVERYTHING - {"describe_environment", "evaluate_baselines"}
NAMED = EVERYTHING - {"train", "evaluate", "trace_trajectories", *COMPARED, *EXPORTED}
EVALUATION = {
    "evaluate",
    "evaluate_baselines",
    "plot_learning_curve",
    "summarize_runs",
    "write_tensorboard",
    *COMPARED,
    *EXPLORER,
}
TRACED = {"trace_trajectories", "plot_trajectories", *EXPLORER}
WITHOUT_SURFACE = EVERYTHING - {"plot_cost_to_go"}  # the other environment's table is not over two intervals
SOLVED = {"solve", "plot_optimality"}  # only of environments whose transitions are all known
VIDEO = {"render_qtable_frames", "make_video"}
VIEW = {*VIDEO, *TABLE_FIGURES, "plot_qtable", "record_rollout", *EXPLORER}
ROLLOUT = {"record_rollout"}

# Key → (new value, rules that must run again). `defaults` is left out of the paths that begin with it.
CHANGES: dict[str, tuple[Any, set[str]]] = {
    "run": (["small", "rival", "other"], EVERYTHING - COMPARED),
    "seeds": (
        3,
        {"train", "evaluate", "plot_rewards", "plot_learning_curve", "summarize_runs"} | EXPLORER | EXPORTED,
    ),
    "episodes": (41, LEARNED),
    "engine": ("gymnasium", set()),
    "environment.id": ("CartPole-v1", WITHOUT_SURFACE),
    "environment.module": ("my_module.py", EVERYTHING),
    "environment.arguments": ({"goal_velocity": 0.01}, EVERYTHING),
    "environment.time_limit": (150, EVERYTHING),
    "environment.bins": ([9, 8], EVERYTHING),
    "environment.bounds": ([[-1.0, 0.6], None], EVERYTHING),
    "environment.angles": ([[0, 1], [2, 3]], WITHOUT_SURFACE),
    "environment.axes": (["place", "speed"], NAMED),
    "environment.actions": (["left", "none", "right"], NAMED),
    "agent.algorithm": ("sarsa", LEARNED),
    "agent.average_returns": (False, set()),
    "agent.steps": (3, set()),  # the small run learns with an algorithm that doesn't use it
    "agent.trace_decay": (0.5, set()),
    "agent.traces": ("accumulating", set()),
    "agent.planning_steps": (3, set()),
    "agent.exploration_bonus": (0.5, set()),
    "agent.priority_threshold": (0.5, set()),
    "agent.average_reward_step_size": (0.5, set()),
    "agent.value_function": ("tiles", EVERYTHING),
    "agent.tilings": (4, set()),  # the small run has a table
    "agent.tiles": ([4, 4], set()),
    "agent.offsets": ("uniform", set()),
    "agent.action_mask": (
        True,
        WITHOUT_SURFACE - {"plot_trajectories"} | SOLVED,
    ),  # it needs an environment without a plane
    "agent.behaviour": ("softmax", LEARNED),
    "agent.ties": ("random", LEARNED),
    "agent.discount": (0.9, LEARNED),
    "agent.initial_value.low": (-1.0, LEARNED),
    "agent.initial_value.high": (0.5, LEARNED),
    "agent.learning_rate.schedule": ("linear", LEARNED),
    "agent.learning_rate.start": (0.3, LEARNED),
    "agent.learning_rate.end": (0.2, LEARNED),
    "agent.learning_rate.from_episode": (2, LEARNED),
    "agent.learning_rate.to_episode": (30, LEARNED),
    "agent.epsilon.schedule": ("exponential", LEARNED),
    "agent.epsilon.start": (0.9, LEARNED),
    "agent.epsilon.end": (0.1, LEARNED),
    "agent.epsilon.from_episode": (2, LEARNED),
    "agent.epsilon.to_episode": ("last", LEARNED),
    "agent.temperature.schedule": ("linear", set()),  # nor does it explore by these
    "agent.temperature.start": (0.9, set()),
    "agent.temperature.end": (0.2, set()),
    "agent.temperature.from_episode": (2, set()),
    "agent.temperature.to_episode": (9, set()),
    "agent.confidence.schedule": ("linear", set()),
    "agent.confidence.start": (0.9, set()),
    "agent.confidence.end": (0.2, set()),
    "agent.confidence.from_episode": (2, set()),
    "agent.confidence.to_episode": (9, set()),
    "agent.at_termination": ("target", LEARNED),
    "agent.at_truncation": ("bootstrap", LEARNED),
    "snapshots.every": (5, LEARNED),
    "snapshots.count": (3, LEARNED),
    "snapshots.spacing": ("log", LEARNED),
    "evaluation.episodes": (4, EVALUATION),
    "evaluation.snapshots": (
        2,
        {"evaluate", "plot_learning_curve", "summarize_runs", "write_tensorboard", *COMPARED} | TRACED,
    ),
    "evaluation.seed": (9, EVALUATION | TRACED),
    "evaluation.max_steps": (300, EVALUATION | TRACED),
    "comparisons": ({"pair": {"experiments": ["rival", "small"], "seeds": 2}}, COMPARED | EXPLORER),
    "studies": ({"mine": {"base": "small", "vary": {"agent.discount": [0.5, 0.9]}}}, set()),  # test_studies.py has more
    "references": ({"best possible": -97.7}, {"summarize_runs", *EXPLORER}),
    "rewards_plot.window": (5, {"plot_rewards", "plot_learning_curve", *COMPARED - {"train_compared"}, *EXPLORER}),
    "qtable_plot.colors.best": ("green", {"plot_qtable"}),
    "qtable_plot.colors.other": ("red", {"plot_qtable"}),
    "qtable_plot.markers.best": ("s", {"plot_qtable"}),
    "qtable_plot.markers.other": ("o", {"plot_qtable"}),
    "qtable_plot.opacity.best": (0.9, {"plot_qtable"}),
    "qtable_plot.opacity.other": (0.3, {"plot_qtable"}),
    "figures.size": ([800, 600], STILL),
    "figures.dpi": (150, STILL),
    "figures.trajectories": (3, TRACED),
    "frames.snapshots_per_job": (1, VIDEO),
    "frames.size": ([1024, 768], VIDEO),
    "frames.colors.best": ("green", VIDEO),
    "frames.colors.other": ("red", VIDEO),
    "frames.markers.best": ("s", VIDEO),
    "frames.markers.other": ("o", VIDEO),
    "frames.opacity.best": (0.9, VIDEO),
    "frames.opacity.other": (0.3, VIDEO),
    "frames.return_window": (7, VIDEO),
    "view.axes": (["velocity", "position"], VIEW),
    "view.reduce": ("max", VIEW),
    "view.grid": ([2, 8], WITHOUT_SURFACE | SOLVED),  # it needs another environment
    "view.resolution": (9, set()),  # only of tiles
    "video.fps": (30, {"make_video"}),
    "video.codec": ("xvid", {"make_video"}),
    "video.hold_seconds": (0.25, {"make_video"}),
    "video.seeds": ([0, 1], {*VIDEO, "record_rollout"}),
    "rollout.snapshots": ([0, 10], ROLLOUT),
    "rollout.episodes": (2, ROLLOUT),
    "rollout.seed": (5, ROLLOUT),
    "rollout.max_steps": (100, ROLLOUT),
    "rollout.constant_action": ("push right", ROLLOUT),
    "rollout.fps": (60, ROLLOUT),
    "rollout.hold_seconds": (0.25, ROLLOUT),
    "export.tensorboard": (
        True,
        {"write_tensorboard"},
    ),  # of the rival, which has neither; the other experiment has both
    "export.monitor": (True, {"write_monitor"}),
}

# What else a change needs, so that it makes sense.
TOGETHER: dict[str, dict[str, Any]] = {
    "environment.id": {
        "environment.bins": [2, 2, 2, 2],
        "environment.bounds": [[-2, 2]] * 4,
        "environment.axes": None,
        "environment.actions": None,
    },
    **{
        f"agent.{schedule}.{key}": {f"agent.{schedule}": {"schedule": "linear", "start": 0.1, "end": 0.2}}
        for schedule in ("learning_rate", "temperature", "confidence")
        for key in ("schedule", "end", "from_episode", "to_episode")
    },
    "environment.angles": {"environment": {"id": "Acrobot-v1", "bins": [2, 2, 2, 2]}},
    "agent.value_function": {"agent.tiles": [4, 4], "agent.at_termination": "target"},
    "agent.action_mask": {"environment": {"id": "Taxi-v4"}},
    "agent.epsilon.schedule": {"agent.epsilon.end": 0.01},
    "snapshots.count": {"snapshots": {}},
    "snapshots.spacing": {"snapshots": {"count": 4}},
    "view.grid": {"environment": {"id": "FrozenLake-v1"}},
}

LEARNING = ("seeds", "episodes", "engine", "environment", "agent", "snapshots")


AGENT: dict[str, Any] = {
    "discount": 0.95,
    "initial_value": {"low": -2.0, "high": 0.0},
    "learning_rate": {"schedule": "constant", "start": 0.1},
    "epsilon": {"schedule": "linear", "start": 1.0, "end": 0.0, "from_episode": 1, "to_episode": None},
    "temperature": {"schedule": "constant", "start": 1.0},
    "confidence": {"schedule": "constant", "start": 1.0},
    "ties": "lowest",
    "at_termination": "zero",
    "at_truncation": "skip",
}
"""Of the small run: other values than the new ones above, and mappings, of which each key is changed."""


def small_config() -> dict[str, Any]:
    """Return the project's own configuration, made small."""
    config: dict[str, Any] = yaml.safe_load((ROOT / "config.yaml").read_text(encoding="utf-8"))
    config["run"] = ["small", "rival"]
    config["experiments"] = {
        "small": {"export": {"tensorboard": True, "monitor": True}},
        "rival": {"seeds": 1, "video": {"seeds": [0]}, "agent": {"at_truncation": "bootstrap"}},
        "other": {"episodes": 20, "export": {"tensorboard": True, "monitor": True}},
    }
    config["comparisons"] = {"pair": {"experiments": ["small", "rival"], "seeds": 2}}
    config["defaults"] |= {"seeds": 2, "episodes": 40, "snapshots": {"every": 10}}
    config["defaults"]["environment"]["bins"] = [5, 4]
    config["defaults"]["agent"] |= copy.deepcopy(AGENT)
    config["evaluation"]["episodes"] = 3
    config["frames"]["snapshots_per_job"] = 3
    config["rollout"] |= {"snapshots": 1, "max_steps": 20}
    return config


def set_key(config: dict[str, Any], key: str, value: Any) -> None:
    """Set `agent.discount`, or whatever the key is, where it stands in the configuration."""
    parts = key.split(".")
    section = config["defaults"] if parts[0] in LEARNING else config
    for part in parts[:-1]:
        section = section.setdefault(part, {})
    section[parts[-1]] = value


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, testrun_uid: str) -> Path:
    """Give a copy of the small run, in a folder with spaces in its name; the first process makes it for all."""
    shared = tmp_path_factory.getbasetemp().parent / f"matrix-{testrun_uid}"
    made, failed = shared / "made", shared / "failed"
    try:
        shared.mkdir()
    except FileExistsError:
        while not made.exists():
            assert not failed.exists(), "another process could not make the small run; its own test says why"
            time.sleep(0.2)
    else:
        try:
            make_small_run(shared / "run")
        except BaseException:
            failed.touch()
            raise
        made.touch()
    folder = tmp_path_factory.mktemp("matrix") / "a run of everything"
    return Path(shutil.copytree(shared / "run", folder))


def make_small_run(folder: Path) -> None:
    copy_project(folder)
    write(folder, small_config())
    (folder / "my_module.py").write_text("import my_numbers\n")
    (folder / "my_numbers.py").write_text("STATES = 5\n")
    snakemake("--cores", "2", cwd=folder)


def write(folder: Path, config: dict[str, Any]) -> None:
    (folder / "config.yaml").write_text(yaml.safe_dump(config, sort_keys=False), encoding="utf-8")


@pytest.fixture
def restored(project: Path) -> Iterator[Path]:
    """Give the project, and put every file of it back afterwards."""
    backup = project.parent / "backup"
    backup.mkdir()
    for name in PROJECT_FILES:
        source = project / name
        (shutil.copytree if source.is_dir() else shutil.copy2)(source, backup.joinpath(name))
    yield project
    for name in PROJECT_FILES:
        target = project / name
        if target.is_dir():
            shutil.rmtree(target)
            shutil.copytree(backup / name, target)
        else:
            shutil.copy2(backup / name, target)
    shutil.rmtree(backup)


def would_run(project: Path) -> set[str]:
    return set(rules_to_run(dry_run("--cores", "2", cwd=project)))


def schema_keys(part: dict[str, Any], definitions: dict[str, Any], path: str) -> Iterator[str]:
    """Yield the path of every key that has a value of its own."""
    if "$ref" in part:
        part = definitions[part["$ref"].split("/")[-1]]
    known = next((one["properties"] for one in (part, *part.get("allOf", [])) if "properties" in one), None)
    references = [one for one in part.get("allOf", []) if "$ref" in one]
    if references:
        yield from schema_keys(references[0], definitions, path)
    elif known is None:
        yield path
    else:
        for key, item in known.items():
            yield from schema_keys(item, definitions, f"{path}.{key}" if path else key)


def test_every_key_of_the_schema_is_in_the_matrix() -> None:
    schema = yaml.safe_load((ROOT / "workflow" / "schemas" / "config.schema.yaml").read_text(encoding="utf-8"))
    keys = set(schema_keys({"properties": schema["properties"]}, schema["$defs"], ""))
    keys = {key.removeprefix("defaults.") for key in keys if not key.startswith("experiments")}
    assert keys == set(CHANGES)


ALIKE = (
    *("agent.temperature.", "agent.confidence.", "agent.epsilon.", "agent.learning_rate."),
    *("agent.initial_value.", "agent.at_", "snapshots.", "figures.", "export."),
    *("qtable_plot.", "frames.", "rollout.", "video.", "view."),
)
"""What many keys begin with that are read together; of each, one is tried in a moment, and the others are slow."""


def tried_keys() -> list[Any]:
    """Return the keys with a new value, those marked as slow that are like one before."""
    keys = [key for key, (value, _) in CHANGES.items() if value is not None]
    seen: set[str] = set()
    found: list[Any] = []
    for key in keys:
        group = next((beginning for beginning in ALIKE if key.startswith(beginning)), key)
        found.append(pytest.param(key, marks=pytest.mark.slow) if group in seen else key)
        seen.add(group)
    return found


@pytest.mark.parametrize("key", tried_keys())
def test_a_changed_key_reruns_exactly_the_rules_that_depend_on_it(restored: Path, key: str) -> None:
    config = small_config()
    value, expected = CHANGES[key]
    for other, other_value in TOGETHER.get(key, {}).items():
        set_key(config, other, other_value)
    set_key(config, key, value)
    write(restored, config)
    assert would_run(restored) == expected


MOUNTAIN_CAR = "tabular.engines.dynamics.mountain_car"

LOADED_BY_NAME = {
    **dict.fromkeys(
        ("train", "train_compared"),
        ("tabular.learning.algorithms.q_learning", "tabular.learning.value_functions.table", MOUNTAIN_CAR),
    ),
    "evaluate": (MOUNTAIN_CAR,),
    "evaluate_baselines": (MOUNTAIN_CAR,),
}
"""What a job of the small run loads besides its script's imports."""


def rules_that_import() -> dict[str, set[str]]:
    """Return, for every file under scripts/, the rules whose job loads it, seen by loading each script.

    What a job loads for its settings is loaded too, as the small run has them: its algorithm and its dynamics.
    """
    report = (
        "import importlib, runpy, sys\n"
        "runpy.run_path(sys.argv[1], run_name='not_main')\n"
        "for name in sys.argv[2:]:\n"
        "    importlib.import_module(name)\n"
        "for module in list(sys.modules.values()):\n"
        "    print(getattr(module, '__file__', None) or '')\n"
    )
    users: dict[str, set[str]] = {}
    for rule in DOWNSTREAM:
        script = ROOT / "scripts" / f"{rule}.py"
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "scripts")}
        command = [sys.executable, "-c", report, str(script), *LOADED_BY_NAME.get(rule, ())]
        loaded = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        for file in {*loaded.stdout.split("\n"), str(script)}:
            if file.startswith(str(ROOT / "scripts")):
                users.setdefault(os.path.relpath(file, ROOT), set()).add(rule)
    return users


SCRIPTS = ROOT / "scripts"


def telling_files() -> list[str]:
    """Return a file for each set of scripts that import it, and every file that no script imports.

    tests/workflow/planning/test_code.py looks at each file: here, one tells for all that the same scripts import.
    """
    importing: dict[Path, set[str]] = {path: set() for path in sorted(SCRIPTS.rglob("*.py"))}
    for script in SCRIPTS.glob("*.py"):
        for path in import_closure(script, SCRIPTS):
            importing[path].add(script.name)
    first = {frozenset(scripts): path for path, scripts in reversed(importing.items())}
    return sorted(
        str(path.relative_to(ROOT)) for path, scripts in importing.items() if not scripts or path in first.values()
    )


QUICK = {
    "scripts/plot_qtable.py",
    "scripts/jobs/progress.py",
    "scripts/tabular/drawing/policy_layer.py",
    "scripts/tabular/engines/dynamics/mountain_car.py",
    "scripts/tabular/engines/dynamics/taxi.py",
    "scripts/tabular/environments/sutton_barto/access_control.py",
    "scripts/tabular/evaluation/evaluator.py",
    "scripts/tabular/formatting.py",
    "scripts/tabular/learning/algorithms/q_learning.py",
    "scripts/tabular/learning/algorithms/sarsa.py",
    "scripts/tabular/results/parquet.py",
    "scripts/tabular/results/recordings.py",
    "scripts/tabular/statistics/intervals.py",
    "scripts/tabular/videos/encoding.py",
}
"""One file of each kind: a script, what all load, what one algorithm or environment loads. The others are slow."""

SCRIPT_FILES = [file if file in QUICK else pytest.param(file, marks=pytest.mark.slow) for file in telling_files()]
PAGE_FILES = [f"scripts/tabular/pages/explorer/page/{name}" for name in ("map.js", "page.html", "style.css")]


def test_the_quick_files_are_there() -> None:
    assert {*telling_files()} >= QUICK


@pytest.fixture(scope="module")
def importers() -> dict[str, set[str]]:
    return rules_that_import()


@pytest.mark.parametrize("file", SCRIPT_FILES)
def test_an_edited_file_reruns_exactly_the_rules_that_import_it(
    restored: Path, importers: dict[str, set[str]], file: str
) -> None:
    with (restored / file).open("a", encoding="utf-8") as script:
        script.write("# edited\n")
    using = importers.get(file, set())
    assert would_run(restored) == using.union(*(DOWNSTREAM[rule] for rule in using))


@pytest.mark.parametrize("file", PAGE_FILES)
def test_an_edited_part_of_the_explorer_s_page_rebuilds_only_the_explorer(restored: Path, file: str) -> None:
    with (restored / file).open("a", encoding="utf-8") as part:
        part.write("\n")
    assert would_run(restored) == EXPLORER


def test_another_seed_trains_only_that_seed(restored: Path) -> None:
    config = small_config()
    config["experiments"]["small"] = {"seeds": 3}
    write(restored, config)
    jobs = rules_to_run(dry_run("--cores", "2", cwd=restored))
    assert (jobs["train"], jobs["evaluate"]) == (1, 1)


def test_a_second_run_has_nothing_to_do(project: Path) -> None:
    assert "Nothing to be done" in snakemake("--cores", "2", cwd=project)


def test_a_comment_and_another_order_in_the_configuration_rerun_nothing(restored: Path) -> None:
    def reversed_keys(value: Any) -> Any:
        return {key: reversed_keys(value[key]) for key in reversed(value)} if isinstance(value, dict) else value

    text = yaml.safe_dump(reversed_keys(small_config()), sort_keys=False)
    (restored / "config.yaml").write_text(f"# a comment\n{text}", encoding="utf-8")
    assert would_run(restored) == set()


def test_the_same_number_in_another_spelling_reruns_nothing(restored: Path) -> None:
    config = small_config()
    config["defaults"]["agent"]["epsilon"]["start"] = 1
    config["video"]["hold_seconds"] = "1"
    write(restored, config)
    assert would_run(restored) == set()


def test_touching_every_file_reruns_nothing(restored: Path) -> None:
    for path in sorted(restored.rglob("*")):
        if path.is_file() and ".snakemake" not in path.parts[:-1]:
            path.touch()
    assert would_run(restored) == set()
    time.sleep(1.1)  # then what is worked on is newer than all that was made of it, by more than any clock's step
    for path in [*restored.glob("results/*/seed-*/qtables/.*"), *restored.glob("results/*/seed-*/frames/*/.*")]:
        path.touch()
    for path in (*restored.glob("results/*/seed-*/qtables.sha256"), *restored.glob("results/*/seed-*/rewards.parquet")):
        path.touch()
    assert would_run(restored) == set()


def test_a_fresh_checkout_over_old_results_reruns_nothing(restored: Path) -> None:
    for name in ("scripts", "workflow"):
        shutil.rmtree(restored / name)
        shutil.copytree(ROOT / name, restored / name, copy_function=shutil.copy)
    assert would_run(restored) == set()


def test_an_experiment_that_is_not_run_reruns_nothing_and_its_own_key_only_itself(restored: Path) -> None:
    config = small_config()
    config["experiments"]["third"] = {"episodes": 30}
    write(restored, config)
    assert would_run(restored) == set()
    config["experiments"]["small"] = {"video": {"fps": 25}}
    write(restored, config)
    assert would_run(restored) == {"make_video"}


def test_a_module_of_the_user_is_code_too(restored: Path) -> None:
    config = copy.deepcopy(small_config())
    # Not the experiment of the other tests, whose results must stay as they are.
    config["experiments"]["other"]["environment"] = {"module": "my_module.py"}
    write(restored, config)
    snakemake("--cores", "2", "results/other/environment.json", cwd=restored)
    assert "Nothing to be done" in snakemake("-n", "--cores", "1", "results/other/environment.json", cwd=restored)
    (restored / "my_numbers.py").write_text("STATES = 6\n")
    output = snakemake("-n", "--cores", "1", "results/other/environment.json", cwd=restored)
    assert rules_to_run(output) == {"describe_environment": 1}
