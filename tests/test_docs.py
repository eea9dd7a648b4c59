"""What the README and docs/ mention exists, and what they tell a user to write into a configuration is allowed."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
import yaml

ROOT = Path(__file__).parents[1]
sys.path.append(str(ROOT / "workflow"))

from configuration import loading  # noqa: E402 (found by the path above)
from configuration.layers import lay_over, project_layers, read_file  # noqa: E402

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")), ROOT / "results" / "README.md"]
FOLDERS = "benchmarks|docs|profiles|scripts|tests|workflow"
LINK = re.compile(r"\]\((?!https?://)([^)#\s]+)(#[^)]*)?\)")
PATH = re.compile(rf"(?<![\w/.-])(?:{FOLDERS})/[\w./-]*\w")
RESULT = re.compile(r"results/(comparisons/|studies/)?([a-z0-9][a-z0-9_-]*)(?!\w|-|\.\w)")
NAMED = re.compile(r"`((?:mountain_car|tutorial|cart_pole|acrobot|frozen_lake|cliff_walking|maximisation_bias)_\w+)`")
RULE = re.compile(r"`((?:compare|describe|evaluate|make|plot|rank|record|render|run|summarize|train|write)_\w+)`")
EXPLORER = "../results/explorer.html"
"""What docs/ link to although a run has to write it first."""
ANYONES_OWN = {"book", "comparisons", "studies", "name"}
"""Words after results/ that are no experiment."""


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def blocks(page: Path) -> list[dict[str, Any]]:
    """Return the configurations that a page shows."""
    return [yaml.safe_load(block) for block in re.findall(r"```yaml\n(.*?)```", text_of(page), flags=re.DOTALL)]


def check(*layers: dict[str, Any]) -> None:
    """Refuse a configuration that is laid over the project's own, as Snakemake would."""
    loading.load(lay_over([*project_layers(ROOT), *layers]), make_environments=False)


def known_names() -> dict[str, set[str]]:
    """Return the names of all experiments, comparisons and studies, those of examples included."""
    examples = [read_file(file) for file in (ROOT / "docs").rglob("*.yaml")]
    shown = [block for page in PAGES for block in blocks(page)]
    configurations = [*project_layers(ROOT), *examples, *shown]
    return {
        section: {name for config in configurations for name in config.get(section) or {}}
        for section in ("experiments", "comparisons", "studies")
    }


def name_of(page: Path) -> str:
    return str(page.relative_to(ROOT))


def test_the_readme_is_two_screens() -> None:
    assert len(text_of(ROOT / "README.md").splitlines()) <= 150


def test_every_page_is_in_the_index() -> None:
    linked = {path for path, _ in LINK.findall(text_of(ROOT / "docs" / "README.md"))}
    assert {page.name for page in (ROOT / "docs").glob("*.md")} - {"README.md"} <= linked


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_and_paths_lead_somewhere(page: Path) -> None:
    text = text_of(page)
    missing = [path for path, _ in LINK.findall(text) if path != EXPLORER and not (page.parent / path).exists()]
    missing += [path for path in PATH.findall(text) if not (ROOT / path).exists()]
    assert not missing


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_a_link_to_a_heading_finds_it(page: Path) -> None:
    for path, anchor in LINK.findall(text_of(page)):
        if anchor and path != EXPLORER:
            headings = re.findall(r"^#+ (.*)", text_of(page.parent / path), flags=re.MULTILINE)
            assert anchor[1:] in [re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings]


def test_links_into_the_explorer_name_experiments_and_layers_that_it_has() -> None:
    """The experiments are those that the page's own command trains."""
    tutorial = ROOT / "docs" / "tutorial.md"
    links = [parse_qs(anchor[1:]) for path, anchor in LINK.findall(text_of(tutorial)) if path == EXPLORER]
    assert links
    experiments = read_file(tutorial.with_suffix(".yaml"))["run"]
    scripts = ROOT / "scripts" / "tabular" / "pages" / "explorer" / "page"
    layers = re.findall(r"^    (\w+): \{ name:", text_of(scripts / "layers.js"), flags=re.MULTILINE)
    for link in links:
        assert link["experiment"][0] in experiments
        assert link["layer"][0] in layers


def test_what_is_looked_at_as_the_tutorial_has_the_tutorials_settings() -> None:
    shown = read_file(ROOT / "docs" / "tutorial.yaml")["experiments"]["as_it_is"]["agent"]
    assert shown == read_file(ROOT / "library" / "mountain_car.yaml")["experiments"]["mountain_car_tutorial"]["agent"]


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_experiments_comparisons_and_studies_that_are_named_exist(page: Path) -> None:
    known = known_names()
    text = text_of(page)
    for folder, name in RESULT.findall(text):
        assert name in (known[folder.rstrip("/")] if folder else known["experiments"] | ANYONES_OWN), name
    assert set(NAMED.findall(text)) <= set().union(*known.values())


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_rules_that_are_named_exist(page: Path) -> None:
    files = (ROOT / "workflow" / "rules").glob("*.smk")
    rules = {
        name for file in files for name in re.findall(r"^(?:use )?rule (?:\w+ as )?(\w+)", text_of(file), re.MULTILINE)
    }
    assert set(RULE.findall(text_of(page))) <= rules


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_configurations_that_are_shown_are_allowed(page: Path) -> None:
    check(*blocks(page))  # a later example may build on an earlier one of the same page


@pytest.mark.parametrize("file", sorted((ROOT / "docs").rglob("*.yaml")), ids=name_of)
def test_configurations_in_files_are_allowed(file: Path) -> None:
    check(read_file(file))
