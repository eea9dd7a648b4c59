"""How files and the command line lie over the project's configuration, and how mistakes in YAML are reported."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from configuration import loading
from configuration.layers import UnreadableFileError, lay_over, read_file

from tests.helpers.configurations import PROJECT_CONFIG
from tests.helpers.running import ROOT, snakemake, write_config

if TYPE_CHECKING:
    from pathlib import Path


def settings(*layers: dict[str, Any], experiment: str = "mountain_car_textbook") -> dict[str, Any]:
    """Return the settings of an experiment of the project with these layers over the project's own."""
    config = lay_over([PROJECT_CONFIG, *layers])
    return loading.load(config, make_environments=False).experiments[experiment]


def test_another_way_to_choose_snapshots_replaces_the_default_one() -> None:
    counted = {"defaults": {"snapshots": {"count": 20}}}
    assert settings(counted)["snapshots"] == {"count": 20}
    assert settings(counted, {"defaults": {"snapshots": {"spacing": "log"}}})["snapshots"] == {
        "count": 20,
        "spacing": "log",
    }
    assert settings(counted, {"defaults": {"snapshots": {"every": 5}}})["snapshots"] == {"every": 5}


def test_another_kind_of_schedule_replaces_the_default_one() -> None:
    constant = {"schedule": "constant", "start": 0.3}
    assert settings({"defaults": {"agent": {"epsilon": constant}}})["agent"]["epsilon"] == constant
    assert settings({"defaults": {"agent": {"epsilon": "0.3"}}})["agent"]["epsilon"] == constant
    exponential = {"schedule": "exponential", "start": 0.5, "end": 0.1}
    assert settings({"defaults": {"agent": {"learning_rate": exponential}}})["agent"]["learning_rate"] == exponential


def test_an_experiment_of_the_library_changes_its_kind_likewise() -> None:
    changes = {"snapshots": {"every": 7}, "agent": {"learning_rate": 0.2}}
    found = settings({"experiments": {"mountain_car_optimal": changes}}, experiment="mountain_car_optimal")
    assert found["snapshots"] == {"every": 7}
    assert found["agent"]["learning_rate"] == {"schedule": "constant", "start": 0.2}


def test_another_default_environment_starts_without_the_bins_of_the_one_before() -> None:
    found = settings({"defaults": {"environment": {"id": "FrozenLake-v1"}}})["environment"]
    assert (found["id"], found["bins"]) == ("FrozenLake-v1", None)


def test_a_part_of_a_schedule_overrides_only_this_part() -> None:
    default = settings()["agent"]["epsilon"]
    assert settings({"defaults": {"agent": {"epsilon": {"end": 0.01}}}})["agent"]["epsilon"] == {**default, "end": 0.01}


def test_defaults_may_be_such_that_experiments_outside_run_make_no_sense() -> None:
    config = lay_over([PROJECT_CONFIG, {"defaults": {"episodes": 20}, "run": ["mountain_car_tutorial"]}])
    loaded = loading.load(config, make_environments=True)
    assert loaded.experiments["mountain_car_tutorial"]["episodes"] == 20
    (problem,) = loaded.postponed["experiments", "mountain_car_sarsa"]
    assert str(problem) == (
        "experiments.mountain_car_sarsa.snapshots.count: 26 is not allowed; allowed: at most 20, the number of episodes"
    )


def test_layers_stay_as_they_were() -> None:
    layer = {"defaults": {"snapshots": {"count": 20}}}
    settings(layer, {"defaults": {"snapshots": {"spacing": "log"}}})
    assert layer == {"defaults": {"snapshots": {"count": 20}}}


NOT_YAML = [
    ("run: [taxi\nvideo: {fps: 3}\n", "line 2, column 6", "expected ',' or ']', but got ':'"),
    ("video:\n\tfps: 3\n", "line 2, column 1", "indent with spaces, not with tabs"),
    ("run: [taxi]\n video: {fps: 3}\n", "line 2", "check the indentation"),
    (
        "video: {fps: 3}\nrun: [taxi]\nvideo: {fps: 4}\n",
        "line 3, column 1",
        'the key "video" stands here a second time',
    ),
    ("defaults:\n  agent: &a {discount: 1}\nrun: *b\n", "line 3, column 6", "undefined alias"),
    ("run: @taxi\n", "line 1, column 6", "cannot start any token"),
    ("run: 'taxi\n", "line 2", "quoted scalar"),
    ("run: !!python/object:os.system [ls]\n", "line 1, column 6", "python/object:os.system"),
    ("? [a]\n: 1\n", "line 1, column 3", "unhashable key"),
    ("run: [taxi]\nsince: 2024-13-45\n", "", "month must be in 1..12"),
    ("a: \x07\n", "line 1", "is not allowed in YAML"),
    (
        '"a\\u2028\\ud800": 1\n"a\\u2028\\ud800": 2\n',
        "line 2, column 1",
        r'the key "a\u2028\ud800" stands here a second',
    ),
    ("- run\n", "", "the file is a list; allowed: a mapping with keys such as `run`"),
    ("run\n", "", "the file is a single value; allowed: a mapping"),
]


@pytest.mark.parametrize(("text", "place", "phrase"), NOT_YAML)
def test_a_mistake_in_yaml_is_one_line_with_the_file_the_line_and_the_column(
    tmp_path: Path, text: str, place: str, phrase: str
) -> None:
    path = tmp_path / "config.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UnreadableFileError) as raised:
        read_file(path)
    message = str(raised.value)
    assert message.startswith(f"{path}, {place}" if place else f"{path}: ")
    assert phrase in message
    assert message.isprintable()


def test_a_file_in_another_encoding_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_bytes("run: [taxi]\n# für alle\n".encode("latin-1"))
    with pytest.raises(UnreadableFileError, match="line 2: the file is not UTF-8"):
        read_file(path)


def test_an_empty_file_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("# nothing yet\n", encoding="utf-8")
    assert lay_over([PROJECT_CONFIG, read_file(tmp_path / "config.yaml")]) == lay_over([PROJECT_CONFIG])


def test_a_merged_mapping_may_override_its_keys(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_text("a: &a {x: 1, y: 2}\nb: {<<: *a, x: 3}\nc: {<<: *a, <<: {z: 1}}\n", encoding="utf-8")
    assert read_file(path)["b"] == {"x": 3, "y": 2}


DRY_RUN = ("--snakefile", str(ROOT / "Snakefile"), "-n", "--cores", "1")


@pytest.mark.command_line
def test_files_and_command_line_may_change_the_kind_of_a_default(tmp_path: Path) -> None:
    write_config(tmp_path, {"run": ["taxi"], "defaults": {"snapshots": {"count": 30}}})
    (tmp_path / "more.yaml").write_text("experiments: {taxi: {snapshots: {count: 2}}}\n", encoding="utf-8")
    changes = ["--configfile", "more.yaml", "--config", "defaults={agent: {epsilon: 0.2}}"]
    output = snakemake(*DRY_RUN, "results/taxi/seed-0/rewards.parquet", *changes, cwd=tmp_path)
    assert "train" in output
    output = snakemake(*DRY_RUN, "--config", "experiments={taxi: {snapshots: {count: 0}}}", cwd=tmp_path, expect=1)
    assert "experiments.taxi.snapshots.count: 0 is not allowed" in output


@pytest.mark.command_line
def test_a_mistake_in_the_yaml_of_a_folder_ends_snakemake_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("run: [taxi]\nvideo:\n\tfps: 3\n", encoding="utf-8")
    output = snakemake(*DRY_RUN, cwd=tmp_path, expect=1)
    assert "config.yaml, line 3, column 1: this is not valid YAML" in output
    assert "Traceback" not in output


@pytest.mark.command_line
def test_an_experiment_outside_run_is_refused_when_somebody_asks_for_it(tmp_path: Path) -> None:
    write_config(tmp_path, {"run": ["mountain_car_tutorial"], "defaults": {"episodes": 20}})
    snakemake(*DRY_RUN, cwd=tmp_path)
    output = snakemake(*DRY_RUN, "results/mountain_car_sarsa/rewards.png", cwd=tmp_path, expect=1)
    assert "experiments.mountain_car_sarsa.snapshots.count: 26 is not allowed" in output


@pytest.mark.command_line
def test_a_workflow_that_imports_this_one_from_a_remote_repository_is_told_to_clone_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    remote = tmp_path / "remote"
    shutil.copytree(ROOT / "workflow", remote / "workflow", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "Snakefile", remote)
    who = ("-c", "user.name=somebody", "-c", "user.email=somebody@example.org")
    for command in (["init", "--initial-branch=main"], ["add", "."], [*who, "commit", "--message=all"], ["tag", "v1"]):
        subprocess.run(["git", *command], cwd=remote, check=True, capture_output=True)  # noqa: S607
    # Git looks for GitHub's repository in the folder.
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", f"url.{remote}.insteadOf")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", "https://github.com/somebody/tabular")
    monkeypatch.delenv("GITHUB_TOKEN", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    text = """
module tabular:
    snakefile: github("somebody/tabular", path="Snakefile", tag="v1")

use rule * from tabular
"""
    (tmp_path / "Snakefile").write_text(text, encoding="utf-8")
    output = snakemake("-n", "--cores", "1", cwd=tmp_path, expect=1)
    assert "can't be imported from a remote repository" in output
    assert "clone the repository" in output
    assert "Traceback" not in output


@pytest.mark.command_line
def test_a_workflow_that_imports_this_one_gives_only_what_differs(tmp_path: Path) -> None:
    text = f"""
configfile: "config.yaml"

module tabular:
    snakefile: {str(ROOT / "Snakefile")!r}
    config: config["tabular"]

use rule * from tabular as tabular_*
"""
    (tmp_path / "Snakefile").write_text(text, encoding="utf-8")
    given = {"run": ["taxi"], "defaults": {"snapshots": {"count": 2}}, "video": {"fps": 30}}
    config = {"tabular": given, "unrelated": [1, 2]}
    (tmp_path / "config.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
    output = snakemake("-n", "--cores", "1", "results/taxi/seed-0/qtable.mp4", cwd=tmp_path)
    assert "tabular_make_video" in output
    output = snakemake("-n", "--cores", "1", "--config", "tabular={video: {fps: 0}}", cwd=tmp_path, expect=1)
    assert "video.fps: 0 is not allowed" in output
