"""The book's figures, made by the workflow: by their commands, and rebuilt where something changed that they show."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

import pytest
from tabular.book.registry import LINE_FIGURES, TABLE_FIGURES

from tests.helpers.running import ROOT, dry_run, rules_to_run, snakemake, write_config

if TYPE_CHECKING:
    from pathlib import Path

SNAKEFILE = ("--snakefile", str(ROOT / "Snakefile"), "--cores", "2")

FIGURE = "results/book/figure_8_2.png"


def write(folder: Path, seeds: int) -> None:
    """Give Figure 8.2 fewer runs."""
    experiments = ["dyna_maze_without_planning", "dyna_maze", "dyna_maze_50_planning_steps"]
    played: dict[str, Any] = {"evaluation": {"episodes": 1, "snapshots": 1, "max_steps": 20}}
    comparison = {"experiments": experiments, "seeds": seeds, "batches": 1}
    config: dict[str, object] = {
        "experiments": dict.fromkeys(experiments, played),
        "comparisons": {"figure_8_2": comparison},
    }
    write_config(folder, config)


def test_the_whole_book_is_planned_with_every_figure(tmp_path: Path) -> None:
    rules = rules_to_run(dry_run(*SNAKEFILE, "results/book", cwd=tmp_path))
    assert rules["plot_book_lines"] == rules["tabulate_book_lines"] == len(LINE_FIGURES)
    assert rules["plot_book_tables"] == rules["train_book_tables"] == len(TABLE_FIGURES)
    assert rules["count_updates"] == rules["write_book_page"] == 1


@pytest.mark.slow
def test_a_figure_is_made_by_its_command_and_again_where_its_trainings_changed(tmp_path: Path) -> None:
    write(tmp_path, seeds=3)
    snakemake(*SNAKEFILE, FIGURE, cwd=tmp_path)
    with (tmp_path / "results/book/figure_8_2.csv").open(encoding="utf-8", newline="") as file:
        assert {row["runs"] for row in csv.DictReader(file)} == {"3"}
    before = (tmp_path / FIGURE).read_bytes()
    assert rules_to_run(dry_run(*SNAKEFILE, FIGURE, cwd=tmp_path)) == {}
    write(tmp_path, seeds=4)
    rebuilt = {"train_compared": 1, "tabulate_book_lines": 1, "plot_book_lines": 1}
    assert rules_to_run(dry_run(*SNAKEFILE, FIGURE, cwd=tmp_path)) == rebuilt
    write(tmp_path, seeds=3)
    snakemake(*SNAKEFILE, FIGURE, cwd=tmp_path)
    assert (tmp_path / FIGURE).read_bytes() == before
