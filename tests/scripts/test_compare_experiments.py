"""Comparisons, from files of made-up runs to tables and figures."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow.parquet as pq
import pytest
from compare_experiments import compare_experiments
from jobs.figure import FigureOutput
from plot_comparison import plot_comparison
from tabular.errors import UserError
from tabular.results.comparisons import read_improvement
from tabular.results.damage import DamagedFileError
from tabular.results.exact_solution import BestReturn, write_best_return
from tabular.results.recordings import Recording, write_recordings
from write_comparison_page import write_comparison_page

from tests.helpers.figures import SIZE, smallest_type_in_a_column

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

EPISODES = 60
SNAPSHOTS = (0, 30, 59)
EXPERIMENTS = {
    "car_plain": {"seeds": 4, "differ": {"agent.discount": "0.9"}},
    "car_patient": {"seeds": 3, "differ": {"agent.discount": "1", "agent.traces": "replacing"}},
}
FILES = {
    "csv": "scores.csv",
    "markdown": "scores.md",
    "latex": "scores.tex",
    "greedy": "greedy_returns.parquet",
    "curves": "learning_curves.parquet",
    "profiles": "performance_profiles.parquet",
    "improvement": "improvement.csv",
}
FIGURES = ("curves", "profiles", "improvement")


def made_up(experiment: str, seed: int) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Return the rewards while learning, and the returns of two greedy episodes of each snapshot."""
    rng = np.random.default_rng([seed, len(experiment)])
    offset = 10.0 if experiment == "car_patient" else 0.0
    return rng.normal(size=EPISODES).cumsum(), offset + rng.integers(0, 9, size=(len(SNAPSHOTS), 2)).astype(float)


def run_of(experiment: str, seed: int) -> Recording:
    learned, greedy = made_up(experiment, seed)
    snapshots = np.array(SNAPSHOTS, dtype=np.int64)
    lengths = np.ones(len(learned), dtype=np.int32)
    return Recording("0" * 16, seed, learned, lengths, snapshots, greedy.mean(axis=1), np.full(len(SNAPSHOTS), 0.5), "")


def write_batches(folder: Path, experiments: Mapping[str, Mapping[str, Any]] = EXPERIMENTS) -> list[Path]:
    """Write the runs in two batches: the even seeds and the odd ones."""
    paths = []
    for batch in range(2):
        seeds = {name: range(batch, int(str(one["seeds"])), 2) for name, one in experiments.items()}
        runs = [(name, run_of(name, seed)) for name in experiments for seed in seeds[name]]
        if runs:
            paths.append(folder / f"batch-{batch}.parquet")
            write_recordings(paths[-1], runs)
    return paths


def compare(folder: Path, experiments: Mapping[str, Mapping[str, Any]]) -> dict[str, Path]:
    paths = {kind: folder / name for kind, name in FILES.items()}
    batches = write_batches(folder, experiments)
    compare_experiments(experiments=experiments, batches=batches, window=20, paths=paths)
    return paths


@pytest.fixture
def compared(tmp_path: Path) -> dict[str, Path]:
    return compare(tmp_path, EXPERIMENTS)


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def last_scores(name: str) -> list[float]:
    return [made_up(name, seed)[1][-1].mean() for seed in range(int(str(EXPERIMENTS[name]["seeds"])))]


def test_a_run_scores_the_mean_return_of_its_last_evaluated_table(compared: dict[str, Path]) -> None:
    for row in rows_of(compared["csv"]):
        scores = last_scores(row["experiment"])
        assert float(row["greedy return"]) == pytest.approx(np.mean(scores))
        assert float(row["greedy return, median"]) == pytest.approx(np.median(scores))
        assert float(row["greedy return, low"]) <= np.mean(scores) <= float(row["greedy return, high"])
        assert int(row["seeds"]) == len(scores)
    assert [row["agent.discount"] for row in rows_of(compared["csv"])] == ["0.9", "1"]
    assert [row["agent.traces"] for row in rows_of(compared["csv"])] == ["", "replacing"]


def test_returns_while_learning_stand_beside_the_greedy_ones(compared: dict[str, Path]) -> None:
    """Means over seeds of the means over all 60 episodes, and over the last 6."""
    read = compared["markdown"].read_text(encoding="utf-8")
    for row in rows_of(compared["csv"]):
        runs = [made_up(row["experiment"], seed)[0].tolist() for seed in range(int(row["seeds"]))]
        for column, episodes in (("all episodes", EPISODES), ("last tenth", EPISODES // 10)):
            means = [sum(run[-episodes:]) / episodes for run in runs]
            name = f"return while learning, {column}"
            assert float(row[name]) == pytest.approx(sum(means) / len(means))
            low, high = float(row[f"{name}, low"]), float(row[f"{name}, high"])
            assert min(means) - 1e-9 <= low < sum(means) / len(means) < high <= max(means) + 1e-9
            assert name in read


def test_improvement_is_over_all_pairs_of_runs(compared: dict[str, Path]) -> None:
    (row,) = rows_of(compared["improvement"])
    assert (row["experiment"], row["than"]) == ("car_patient", "car_plain")
    pairs = [(ours, theirs) for ours in last_scores("car_patient") for theirs in last_scores("car_plain")]
    assert float(row["probability"]) == np.mean([ours > theirs for ours, theirs in pairs]) == 1.0


def test_curves_are_means_over_seeds_of_windows_and_of_greedy_returns(compared: dict[str, Path]) -> None:
    found = pq.read_table(compared["curves"]).to_pylist()
    for name, experiment in EXPERIMENTS.items():
        runs = [made_up(name, seed) for seed in range(int(str(experiment["seeds"])))]
        training = [row for row in found if row["experiment"] == name and row["play"] == "training"]
        assert [row["episode"] for row in training] == [19, 39, 59]
        expected = np.mean([learned.reshape(3, 20).mean(axis=1) for learned, _ in runs], axis=0)
        assert [row["mean"] for row in training] == pytest.approx(expected)
        greedy = [row for row in found if row["experiment"] == name and row["play"] == "greedy"]
        assert [row["episode"] for row in greedy] == list(SNAPSHOTS)
        assert [row["mean"] for row in greedy] == pytest.approx(np.mean([one.mean(axis=1) for _, one in runs], axis=0))
        assert all(row["low"] <= row["mean"] <= row["high"] for row in training + greedy)


def test_profiles_fall_from_all_runs_to_none(compared: dict[str, Path]) -> None:
    found = pq.read_table(compared["profiles"]).to_pylist()
    for name in EXPERIMENTS:
        rows = [row for row in found if row["experiment"] == name]
        assert (rows[0]["share"], rows[-1]["share"]) == (1.0, 0.0)
        for row in rows:
            assert row["share"] == pytest.approx(np.mean([score > row["threshold"] for score in last_scores(name)]))
            assert row["low"] <= row["share"] <= row["high"]


def test_each_run_and_each_of_its_tables_has_a_row(compared: dict[str, Path]) -> None:
    rows = pq.read_table(compared["greedy"]).to_pylist()
    expected = [
        {"experiment": name, "seed": seed, "episode": episode, "return": returns.mean(), "terminated": 0.5}
        for name, one in EXPERIMENTS.items()
        for seed in range(int(str(one["seeds"])))
        for episode, returns in zip(SNAPSHOTS, made_up(name, seed)[1], strict=True)
    ]
    assert rows == expected


def test_a_failed_training_is_named_and_nothing_is_compared(tmp_path: Path) -> None:
    nothing = np.empty(0)
    failed = Recording(
        "0" * 16,
        1,
        nothing,
        nothing.astype(np.int32),
        nothing.astype(np.int64),
        nothing,
        nothing,
        "a value became infinite",
    )
    path = tmp_path / "batch-0.parquet"
    write_recordings(path, [("one", run_of("one", 0)), ("one", failed), ("two", run_of("two", 0))])
    experiments = {"one": {"seeds": 2, "differ": {}}, "two": {"seeds": 1, "differ": {}}}
    paths = {kind: tmp_path / name for kind, name in FILES.items()}
    with pytest.raises(UserError, match=r"(?s)1 of 3 trainings failed.*one, seed 1: a value became infinite"):
        compare_experiments(experiments=experiments, batches=[path], window=20, paths=paths)
    assert not any(file.exists() for file in paths.values())


@pytest.mark.parametrize(
    ("experiments", "wrong"),
    [
        (
            {"car_plain": {"seeds": 5, "differ": {}}, "car_patient": EXPERIMENTS["car_patient"]},
            "each seed of car_plain",
        ),
        ({"car_plain": EXPERIMENTS["car_plain"]}, "another experiment, car_patient"),
    ],
)
def test_batches_of_another_comparison_are_refused(
    tmp_path: Path, experiments: dict[str, dict[str, Any]], wrong: str
) -> None:
    batches = write_batches(tmp_path)
    with pytest.raises(DamagedFileError, match=wrong):
        compare_experiments(experiments=experiments, batches=batches, window=20, paths={})


def draw(compared: dict[str, Path], folder: Path) -> dict[str, bytes]:
    folder.mkdir()
    outputs = {
        kind: FigureOutput(folder / f"{kind}.png", folder / f"{kind}.svg", folder / "caption.rst", SIZE, 60)
        for kind in FIGURES
    }
    plot_comparison(
        name="cars",
        environment="MountainCar-v0",
        experiments={name: int(str(one["seeds"])) for name, one in EXPERIMENTS.items()},
        curves=compared["curves"],
        profiles=compared["profiles"],
        improvement=compared["improvement"],
        best_return=None,
        outputs=outputs,
    )
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_figures_name_everything_and_are_the_same_every_time(compared: dict[str, Path], tmp_path: Path) -> None:
    figures = draw(compared, tmp_path / "one")
    assert figures == draw(compared, tmp_path / "other")
    for kind in ("curves.svg", "profiles.svg", "improvement.svg"):
        assert smallest_type_in_a_column(figures[kind]) >= 6
    for kind in ("curves.svg", "profiles.svg"):
        assert b"plain (4 seeds)" in figures[kind]
        assert b"patient (3 seeds)" in figures[kind]
    assert b"a run returns more than one of plain" in figures["improvement.svg"]


def test_only_pairs_with_the_first_are_drawn_of_all_that_are_written(tmp_path: Path) -> None:
    names = ["first", "second", "nan", "null"]  # names that pandas would take for missing values
    three = compare(tmp_path, {name: {"seeds": 2, "differ": {}} for name in names})
    assert len(rows_of(three["improvement"])) == 6
    assert read_improvement(three["improvement"], "first", names)["experiment"].tolist() == names[1:]


def page_of(
    found: Mapping[str, Path],
    experiments: Mapping[str, Mapping[str, Any]],
    folder: Path,
    best_return: Path | None = None,
) -> str:
    page = folder / "comparison.md"
    write_comparison_page(
        name="cars",
        environment="MountainCar-v0",
        experiments=experiments,
        table=found["markdown"],
        data=found["curves"],
        pictures={kind: folder / f"{kind}.png" for kind in FIGURES},
        best_return=best_return,
        path=page,
    )
    return page.read_text(encoding="utf-8")


def test_the_page_has_the_table_the_settings_and_the_figures(compared: dict[str, Path], tmp_path: Path) -> None:
    text = page_of(compared, EXPERIMENTS, tmp_path)
    assert compared["markdown"].read_text(encoding="utf-8") in text
    assert "2 experiments with 3 to 4 seeds each" in text
    assert "the table after the last episode" in text
    assert re.search(r"\| car_plain +\| 0.9 +\| — +\|", text), "a setting that an experiment doesn't have"
    assert "95 % bootstrap intervals" in text
    assert "None" not in text
    assert all(f"]({kind}.png)" in text for kind in FIGURES)


def test_the_page_says_which_return_is_possible_where_that_is_known(compared: dict[str, Path], tmp_path: Path) -> None:
    write_best_return(tmp_path / "best_return.json", BestReturn("FrozenLake-v1", 100, 0.7442, 0.7402, 0.99))
    text = page_of(compared, EXPERIMENTS, tmp_path, tmp_path / "best_return.json")
    assert "best possible 0.7442, best found without a clock 0.7402" in text
    assert "best possible" not in page_of(compared, EXPERIMENTS, tmp_path)


def test_of_one_seed_no_interval_is_promised(tmp_path: Path) -> None:
    alone = {"car_plain": {"seeds": 1, "differ": {}}, "car_patient": {"seeds": 1, "differ": {}}}
    found = compare(tmp_path, alone)
    text = page_of(found, alone, tmp_path)
    assert "2 experiments with 1 seed each" in text
    assert "1 seeds" not in text
    assert "there are no intervals" in text
    assert "Numbers in brackets" not in text
    assert "[" not in found["markdown"].read_text(encoding="utf-8")
    assert "nan" not in text.lower()
    assert "They differ in no setting" in text


def test_the_page_does_not_call_another_table_the_last_one(compared: dict[str, Path], tmp_path: Path) -> None:
    curves = pq.read_table(compared["curves"])
    is_last = np.array(curves["play"]) == "greedy"
    is_last &= np.array(curves["episode"]) == SNAPSHOTS[-1]
    pq.write_table(curves.filter(~is_last), compared["curves"])
    text = page_of(compared, EXPERIMENTS, tmp_path)
    assert "the last evaluated table, which is not always the one after the last episode" in text
