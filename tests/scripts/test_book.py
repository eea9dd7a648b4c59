"""The jobs of the book's figures: from results to numbers, pictures and a page."""

from __future__ import annotations

import csv
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from plot_book_lines import plot_book_lines
from plot_book_tables import plot_book_tables
from tabular.book.registry import BOOK_FIGURES, load_figure
from tabular.environments.describe import describe
from tabular.environments.settings import EnvironmentSettings
from tabular.errors import UserError
from tabular.pages.tables import markdown_text
from tabular.results.damage import DamagedFileError
from tabular.results.environment import write_description
from tabular.results.recordings import Recording, write_recordings
from tabulate_book_lines import tabulate_book_lines
from train_book_tables import train_book_tables
from write_book_page import write_book_page

from tests.helpers.figures import output_in, smallest_type_in_a_column
from tests.helpers.running import ROOT
from tests.helpers.trials import AGENT, EVALUATION

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

MAZES = ("dyna_maze_without_planning", "dyna_maze", "dyna_maze_50_planning_steps")

LENGTHS = {
    name: (400 // np.arange(1, 51) ** power + 14).astype(np.int32) for name, power in zip(MAZES, (1, 2, 3), strict=True)
}
"""Of the episodes of every seed: they come down to 14 steps."""


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def training(seed: int, lengths: NDArray[np.int32]) -> Recording:
    """Return a training whose episodes have these lengths, and one step more for each seed."""
    once = np.zeros(1)
    return Recording("0" * 16, seed, np.ones(len(lengths)), lengths + seed, once.astype(np.int64), once, once, "")


def write_trainings(folder: Path) -> list[Path]:
    """Write the trainings of three seeds as two batches of a comparison."""
    paths = [folder / "figure_8_2" / f"batch-{batch}.parquet" for batch in range(2)]
    for batch, path in enumerate(paths):
        runs = [(name, training(seed, one)) for name, one in LENGTHS.items() for seed in range(batch, 3, 2)]
        write_recordings(path, runs)
    return paths


def tabulate(folder: Path, batches: Sequence[Path]) -> dict[str, Path]:
    files = {"lines": folder / "figure_8_2.csv", "numbers": folder / "figure_8_2_numbers.csv"}
    tabulate_book_lines(
        name="figure_8_2",
        rankings=[],
        trials=[],
        batches=batches,
        updates=[],
        seeds={"figure_8_2": dict.fromkeys(MAZES, 3)},
        **files,
    )
    return files


def test_a_figure_of_lines_has_its_points_and_what_the_book_says_of_them(tmp_path: Path) -> None:
    files = tabulate(tmp_path, write_trainings(tmp_path))
    points = {(row["line"], float(row["x"])): float(row["mean"]) for row in rows_of(files["lines"])}
    names = ("no planning", "5 planning steps", "50 planning steps")
    for maze, name in zip(MAZES, names, strict=True):
        # The mean of three seeds, each of which needs one more step, counted from 1.
        assert [points[name, episode] for episode in range(1, 51)] == (LENGTHS[maze] + 1.0).tolist()
    found = {row["what"]: row for row in rows_of(files["numbers"])}
    first = found["First episode of at most 20 steps, 50 planning steps"]
    expected = 1 + int(np.argmax(LENGTHS[MAZES[2]] + 1.0 <= 20))
    assert (float(first["here"]), first["runs"]) == (expected, "3")
    assert first["agrees"] == "no"
    assert found["Steps of the first episode"]["agrees"] == "no"


def test_a_figure_of_lines_is_drawn_the_same_every_time_and_names_all_of_them(tmp_path: Path) -> None:
    files = tabulate(tmp_path, write_trainings(tmp_path))
    drawn = []
    for folder in (tmp_path / "a", tmp_path / "b"):
        output = output_in(folder)
        plot_book_lines(name="figure_8_2", **files, output=output)
        drawn.append((output.png.read_bytes(), output.svg.read_bytes(), output.caption.read_text(encoding="utf-8")))
    assert drawn[0] == drawn[1]
    svg_text = drawn[0][1]
    for text in (
        "Figure 8.2. Dyna maze",
        "no planning",
        "50 planning steps",
        "shortest way: 14",
        "steps of an episode",
    ):
        assert text.encode() in svg_text
    assert smallest_type_in_a_column(svg_text) >= 6
    assert r"in the book about 1\,700\, here 415 \[414\, 416\]\." in drawn[0][2]


def test_a_training_that_failed_is_named(tmp_path: Path) -> None:
    batches = write_trainings(tmp_path)
    failed = Recording("0" * 16, 1, *(np.empty(0),) * 5, "a value became infinite")  # type: ignore[arg-type]
    failed = failed._replace(lengths=np.empty(0, dtype=np.int32), snapshots=np.empty(0, dtype=np.int64))
    write_recordings(batches[1], [(name, failed) for name in MAZES])
    with pytest.raises(UserError, match="dyna_maze, seed 1: a value became infinite"):
        tabulate(tmp_path, batches)


@pytest.mark.parametrize("damage", ["panel,line", "panel,line,x,mean,low,high,runs\n0,a,1,2", ""])
def test_damaged_numbers_of_a_figure_are_named(tmp_path: Path, damage: str) -> None:
    lines = tmp_path / "figure_8_2.csv"
    lines.write_text(damage, encoding="utf-8")
    with pytest.raises(DamagedFileError, match=str(lines)):
        plot_book_lines(name="figure_8_2", lines=lines, numbers=tmp_path / "numbers.csv", output=output_in(tmp_path))
    assert not output_in(tmp_path).png.exists()


MAZE: dict[str, Any] = {"id": "DynaMaze-v0"}


def maze_settings(planning_steps: int) -> dict[str, Any]:
    agent = {**AGENT, "algorithm": "dyna_q", "planning_steps": planning_steps, "discount": 0.95}
    view = {"axes": None, "reduce": "mean", "grid": None}
    return {"environment": MAZE, "agent": agent, "episodes": 2, "evaluation": EVALUATION, "view": view}


@pytest.fixture(scope="module")
def policies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Train what Figure 8.3 shows, with 2 planning steps instead of 50, and draw it."""
    folder = tmp_path_factory.mktemp("policies")
    write_description(folder / "environment.json", describe(EnvironmentSettings(**MAZE), None, None))
    mazes = {MAZES[0]: maze_settings(0), MAZES[2]: maze_settings(2)}
    train_book_tables(
        name="figure_8_3",
        experiments=mazes,
        descriptions=dict.fromkeys(mazes, folder / "environment.json"),
        cells=folder / "figure_8_3.csv",
        numbers=folder / "figure_8_3_numbers.csv",
        engine="gymnasium",
    )
    plot_book_tables(
        name="figure_8_3",
        cells=folder / "figure_8_3.csv",
        description=folder / "environment.json",
        numbers=folder / "figure_8_3_numbers.csv",
        output=output_in(folder),
    )
    return folder


def test_without_planning_the_first_episode_teaches_only_its_last_step(policies: Path) -> None:
    cells = [row for row in rows_of(policies / "figure_8_3.csv") if row["panel"] == "0"]
    (learned,) = (row for row in cells if float(row["value"]) != 0)
    # The goal is in the corner at the upper right, with a wall at its left.
    assert (learned["row"], learned["column"], learned["action"], learned["value"]) == ("1.0", "8.0", "up", "0.1")
    found = {row["what"]: row for row in rows_of(policies / "figure_8_3_numbers.csv")}
    assert found["States with a best action, no planning"]["here"] == "1.0"
    assert found["States with a best action, no planning"]["agrees"] == "yes"


def test_the_agent_is_in_one_cell_of_each_panel(policies: Path) -> None:
    rows = rows_of(policies / "figure_8_3.csv")
    assert len(rows) == 2 * 54 * 4
    for panel in "01":
        places = {(row["row"], row["column"]) for row in rows if row["panel"] == panel and row["is_agent"] == "1"}
        assert len(places) == 1
    svg = output_in(policies).svg.read_bytes()
    assert b"no planning" in svg
    assert smallest_type_in_a_column(svg) >= 6


def test_the_page_shows_every_figure_with_its_command(policies: Path, tmp_path: Path) -> None:
    header = "what,book,here,low,high,runs,agrees\n"
    numbers = [tmp_path / f"{name}_numbers.csv" for name in BOOK_FIGURES]
    for number, path in enumerate(numbers):
        path.write_text(f"{header}thing {number},≈ 2,2.5,2.25,2.75,10000,no\n", encoding="utf-8")
    numbers[3].write_text(header, encoding="utf-8")
    numbers[4].write_bytes((policies / "figure_8_3_numbers.csv").read_bytes())
    write_book_page(numbers=numbers, page=tmp_path / "all.md")
    page = (tmp_path / "all.md").read_text(encoding="utf-8")
    for name in BOOK_FIGURES:
        assert f"`uv run snakemake --cores all results/book/{name}.png`" in page
        assert f"]({name}.png)" in page
    assert "| thing 0 | ≈ 2 | 2.500 [2.250, 2.750] | 10,000 | no |" in " ".join(page.split())
    assert "thing 3" not in page
    headings = [line for line in page.splitlines() if line.startswith("## ")]
    assert list(chain([headings[0]], headings[-1:])) == [
        "## Example 6.5: Windy grid world: episodes finished over time steps",
        "## Figure 12.11: MountainCar: four kinds of Sarsa(λ)",
    ]


def test_the_page_of_the_docs_is_about_the_figures_as_they_are_defined() -> None:
    page = " ".join((ROOT / "docs" / "book.md").read_text(encoding="utf-8").split())
    for name in BOOK_FIGURES:
        figure = load_figure(name)
        assert f"](book/{name}.png)" in page
        assert (ROOT / "docs" / "book" / f"{name}.png").is_file()
        for text in (figure.about, figure.shape, figure.remark):
            assert text in page
        for statement in figure.statements:
            assert f"| {markdown_text(statement.what)} | {markdown_text(statement.book)} |" in page
