"""What holds the project's own files together."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

RULES = [
    rule
    for file in sorted((ROOT / "workflow" / "rules").glob("*.smk"))
    for rule in re.findall(r"^rule (\w+):", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
]


ADDRESSES = re.compile("|".join(["index" + "-url", "py" + r"pi\.org", "python" + "hosted", "registry" + r"\.npmjs"]))


def tracked_files() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)  # noqa: S607
    if listed.returncode != 0:
        pytest.skip("this is no git checkout, so there is no telling which files belong to the project")
    return [ROOT / name for name in listed.stdout.decode().split("\0") if name]


def test_conda_and_pip_install_the_same_versions() -> None:
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    python, pip, *conda, packages = environment["dependencies"]
    assert python == f"python{PROJECT['project']['requires-python']}"
    assert pip == "pip"
    # Matplotlib without Qt.
    names = [package.replace("matplotlib-base==", "matplotlib==") for package in conda]
    assert sorted(names + packages["pip"]) == sorted(PROJECT["project"]["dependencies"])
    assert all("==" in package for package in names + packages["pip"])


def test_every_dependency_has_its_reason_in_the_readme() -> None:
    table = (ROOT / "README.md").read_text(encoding="utf-8").split("| dependency | why |")[1].split("\n\n")[0]
    groups = PROJECT["dependency-groups"].values()
    # A group that includes another one has a mapping among its names.
    grouped = [name for group in groups for name in group if isinstance(name, str)]
    for dependency in (*PROJECT["project"]["dependencies"], *grouped):
        name = re.split(r"[\[=<>]", dependency)[0]
        assert name.lower() in table.lower() or name.startswith("types-"), name


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_its_script_log_and_benchmark_share_one_name(rule: str) -> None:
    assert (ROOT / "scripts" / f"{rule}.py").is_file()
    text = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "workflow" / "rules").glob("*.smk"))
    body = text.split(f"rule {rule}:")[1].split("\n\n\n")[0]
    assert re.search(rf'code=code\.of\("{rule}"[,)]', body)
    for line in (
        f'"logs/{rule}/',
        f'"results/.benchmarks/{rule}/',
        f'"../../scripts/{rule}.py"',
    ):
        assert line in body
    for directive in ("threads:", "resources:", "mem_mb=", "runtime=", "conda:"):
        assert directive in body
    assert re.match(r'\s+""".+\."""\n', body), "a sentence that says what the rule does"


def test_a_cluster_gets_the_jobs_of_every_rule_in_groups() -> None:
    profile = yaml.safe_load((ROOT / "profiles" / "slurm" / "config.yaml").read_text(encoding="utf-8"))
    text = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "workflow" / "rules").glob("*.smk"))
    assert sorted(profile["groups"]) == sorted(RULES + re.findall(r"^use rule \w+ as (\w+)", text, flags=re.MULTILINE))
    assert set(profile["group-components"]) <= set(profile["groups"].values())


def test_the_snakefile_stays_a_table_of_contents() -> None:
    assert len((ROOT / "Snakefile").read_text(encoding="utf-8").splitlines()) <= 60


def test_nothing_in_the_project_links_to_another_place() -> None:
    assert [path for path in tracked_files() if path.is_symlink()] == []


def test_no_lock_file_and_no_address_of_a_registry_is_in_the_project() -> None:
    for path in tracked_files():
        assert path.name != "uv.lock"
        if path.suffix in {".toml", ".yml", ".yaml", ".py", ".smk", ".md", ".cff", ""} and path.is_file():
            text = path.read_text(encoding="utf-8")
            assert not ADDRESSES.search(text), path


def test_every_key_of_the_schema_is_described_and_stands_in_config_yaml() -> None:
    schema = yaml.safe_load((ROOT / "workflow" / "schemas" / "config.schema.yaml").read_text(encoding="utf-8"))
    config = (ROOT / "config.yaml").read_text(encoding="utf-8")
    for name, part in schema["$defs"].items():
        for key, value in part.get("properties", {}).items():
            assert "description" in value or "$ref" in value, f"{name}.{key}"
            assert re.search(rf"\b{key}\b", config), f"{name}.{key}"
