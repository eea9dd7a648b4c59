"""The notebook of the course reads and plays what the workflow writes for it."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import nbclient
import nbformat
import pytest

from tests.helpers.running import snakemake

ROOT = Path(__file__).parents[1]
NOTEBOOK = ROOT / "docs" / "course.ipynb"

SHORT = "{seeds: 2, episodes: 40, snapshots: {count: 3}, evaluation: {episodes: 2, snapshots: 2}}"


@pytest.mark.command_line
@pytest.mark.slow
def test_the_notebook_runs_on_a_short_training(tmp_path: Path) -> None:
    course = tmp_path / "docs"
    course.mkdir()
    shutil.copy(NOTEBOOK, course)
    shutil.copy(ROOT / "docs" / "course.yaml", course)
    snakemake(
        *["--snakefile", str(ROOT / "Snakefile"), "--cores", "2"],
        *["results/comparisons/bins/comparison.md", "results/bins_40/environment.json"],
        *["--configfile", "docs/course.yaml"],
        *["--config", f"experiments={{bins_20: {SHORT}, bins_40: {SHORT}}}"],
        cwd=tmp_path,
    )
    notebook = read_notebook(course / NOTEBOOK.name)
    nbclient.NotebookClient(notebook, resources={"metadata": {"path": str(course)}}).execute()
    assert (tmp_path / "results" / "bins_40" / "episode.gif").read_bytes().startswith(b"GIF89a")


def read_notebook(path: Path) -> Any:
    return nbformat.reads(path.read_text(encoding="utf-8"), as_version=4)  # type: ignore[no-untyped-call]


def test_the_notebook_is_kept_executed_and_small() -> None:
    """Its readers need not run it; nor do its time stamps change with every run."""
    cells = [cell for cell in read_notebook(NOTEBOOK).cells if cell.cell_type == "code"]
    assert all(cell.execution_count for cell in cells if "skip-execution" not in cell.metadata.get("tags", []))
    assert not any("execution" in cell.metadata for cell in cells)
    kinds = {kind for cell in cells for output in cell.outputs for kind in output.get("data", {})}
    assert {"image/png", "image/gif"} <= kinds
    assert NOTEBOOK.stat().st_size < 400_000


def test_the_page_of_the_course_shows_a_cell_of_the_notebook() -> None:
    (shown,) = re.findall(
        r"```python\n(.*?)\n```", (ROOT / "docs" / "course.md").read_text(encoding="utf-8"), flags=re.DOTALL
    )
    assert shown in [cell.source for cell in read_notebook(NOTEBOOK).cells]
