"""Exact solutions in a run: where they go, what an environment without one says, and what solves it again."""

from __future__ import annotations

import copy
import csv
import json
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.helpers.running import copy_project, dry_run, rules_to_run, snakemake

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.thorough

LAKE: dict[str, Any] = {
    "episodes": 20,
    "engine": "gymnasium",  # so that nothing has to be compiled
    "environment": {"id": "FrozenLake-v1"},
    "agent": {"discount": 0.9, "initial_value": 1.0, "learning_rate": 0.1},
    "snapshots": {"count": 2},
    "evaluation": {"episodes": 2, "max_steps": 50},
}
FILES = ["results/lake/optimality.png", "results/lake/learning_curve.png", "results/summary.csv"]
SEVERAL = {"evaluate", "plot_learning_curve", "plot_optimality", "summarize_runs", "train"}


def write(folder: Path, experiments: dict[str, Any]) -> None:
    config = yaml.safe_load((folder / "config.yaml").read_text(encoding="utf-8"))
    config |= {"run": list(experiments), "experiments": experiments, "comparisons": {}}
    (folder / "config.yaml").write_text(yaml.safe_dump(config, sort_keys=False), encoding="utf-8")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Learn in the lake once, and show what was learned."""
    folder = copy_project(tmp_path_factory.mktemp("exact") / "project")
    write(folder, {"lake": LAKE})
    snakemake("--cores", "2", *FILES, cwd=folder)
    return folder


def test_the_best_possible_return_is_everywhere(project: Path) -> None:
    results = project / "results"
    best = json.loads((results / "lake/best_return.json").read_text(encoding="utf-8"))
    assert best["best_possible"] == pytest.approx(0.7441902878)
    with (results / "summary.csv").open(newline="", encoding="utf-8") as file:
        (row,) = csv.DictReader(file)
    assert row["references"] == "best possible: 0.74419; best found without a clock: 0.740165"
    drawn = (results / "lake/learning_curve.svg").read_text(encoding="utf-8")
    assert "best possible: 0.744" in drawn
    assert "best possible 0.7442" in (results / "lake/captions/learning_curve.rst").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("key", "value", "rules"),
    [
        ("agent.learning_rate", 0.2, SEVERAL),
        ("seeds", 2, SEVERAL - {"plot_optimality"}),
        ("episodes", 21, SEVERAL),
        ("evaluation.episodes", 3, {"evaluate", "evaluate_baselines", "plot_learning_curve", "summarize_runs"}),
        ("agent.discount", 0.8, SEVERAL | {"solve"}),
        ("evaluation.max_steps", 60, SEVERAL - {"train"} | {"solve", "evaluate_baselines"}),
        (
            "environment.arguments",
            {"is_slippery": False},
            SEVERAL | {"solve", "evaluate_baselines", "describe_environment"},
        ),
        ("view.grid", [2, 8], {"plot_optimality"}),
    ],
)
def test_an_environment_is_solved_again_only_where_its_solution_changes(
    project: Path, key: str, value: Any, rules: set[str]
) -> None:
    changed = copy.deepcopy(LAKE)
    *sections, last = key.split(".")
    part = changed
    for section in sections:
        part = part.setdefault(section, {})
    part[last] = value
    try:
        write(project, {"lake": changed})
        assert set(rules_to_run(dry_run("--cores", "2", *FILES, cwd=project))) == rules
    finally:
        write(project, {"lake": LAKE})


def test_an_edit_of_the_solver_trains_nothing_again(project: Path) -> None:
    file = project / "scripts/tabular/exact/bellman.py"
    text = file.read_text(encoding="utf-8")
    try:
        file.write_text(f"{text}# edited\n", encoding="utf-8")
        rules = set(rules_to_run(dry_run("--cores", "2", *FILES, cwd=project)))
    finally:
        file.write_text(text, encoding="utf-8")
    assert rules == {"solve", "plot_learning_curve", "plot_optimality", "summarize_runs"}


def test_where_there_is_no_exact_solution_is_said_of_finitely_many_states_and_all_the_rest_is_there(
    project: Path,
) -> None:
    car = {**LAKE, "environment": {"id": "MountainCar-v0", "bins": [4, 4], "time_limit": 20}}
    queue = {**LAKE, "agent": {"algorithm": "differential_sarsa"}}
    try:
        write(project, {"car": car, "queue": queue})
        output = dry_run("--cores", "2", cwd=project)
        asked = snakemake("--cores", "2", "results/car/best_return.json", cwd=project, expect=1)
    finally:
        write(project, {"lake": LAKE})
    said = "MountainCar-v0 can't be solved exactly: it has no table of transitions P with an initial_state_distrib"
    assert "No optimality.png is made for car" not in output, "nobody expects one of a car's speeds"
    assert output.count("No optimality.png is made for queue: differential_sarsa learns how much more") == 1
    rules = rules_to_run(output)
    assert rules["solve"] == 1, "the best possible return is known for any algorithm"
    assert "plot_optimality" not in rules
    assert rules["plot_learning_curve"] == 2
    assert said in asked
