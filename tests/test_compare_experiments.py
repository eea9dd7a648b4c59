"""Comparisons, from files of made-up runs to tables and figures."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow.parquet as pq
import pytest
from compare_experiments import compare_experiments
from plot_comparison import plot_comparison, without_common_beginning
from tabular.evaluation import Outcome
from tabular.outcomes import writing_outcomes
from tabular.rewards import EpisodeRewards, write_rewards
from write_comparison_page import write_comparison_page

from tests.figures import STYLE, smallest_type_in_a_column

if TYPE_CHECKING:
    from pathlib import Path

EPISODES = 60
SNAPSHOTS = (0, 30, 59)
EXPERIMENTS = {
    "car_plain": {"seeds": 4, "differ": {"agent.discount": 0.9}},
    "car_patient": {"seeds": 3, "differ": {"agent.discount": 1.0}},
}
FILES = {
    "csv": "scores.csv",
    "markdown": "scores.md",
    "latex": "scores.tex",
    "curves": "learning_curves.parquet",
    "profiles": "performance_profiles.parquet",
    "improvement": "improvement.csv",
}
PICTURES = [f"{kind}_{ending}" for kind in ("curves", "profiles", "improvement") for ending in ("png", "svg")]


def made_up(experiment: str, seed: int) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Return the rewards while learning, and the returns of two greedy episodes of each snapshot."""
    rng = np.random.default_rng([seed, len(experiment)])
    offset = 10.0 if experiment == "car_patient" else 0.0
    return rng.normal(size=EPISODES).cumsum(), offset + rng.integers(0, 9, size=(len(SNAPSHOTS), 2)).astype(float)


def write_runs(folder: Path) -> tuple[list[Path], list[Path]]:
    rewards, evaluations = [], []
    for name, experiment in EXPERIMENTS.items():
        for seed in range(int(str(experiment["seeds"]))):
            learned, greedy = made_up(name, seed)
            history = EpisodeRewards.before_training(np.zeros(EPISODES), np.zeros(EPISODES))
            history.reward[:] = learned
            here = folder / name / str(seed)
            here.mkdir(parents=True)
            write_rewards(here / "rewards.parquet", history, {}, seed)
            with writing_outcomes(here / "evaluation.parquet", "snapshot", {}, seed) as write:
                for snapshot, returns in zip(SNAPSHOTS, greedy, strict=True):
                    write(snapshot, Outcome(returns, np.ones(2, dtype=np.int32), np.ones(2, dtype=np.bool_)))
            rewards.append(here / "rewards.parquet")
            evaluations.append(here / "evaluation.parquet")
    return rewards, evaluations


@pytest.fixture
def compared(tmp_path: Path) -> dict[str, Path]:
    paths = {kind: tmp_path / name for kind, name in FILES.items()}
    rewards, evaluations = write_runs(tmp_path / "runs")
    compare_experiments(experiments=EXPERIMENTS, rewards=rewards, evaluations=evaluations, window=20, paths=paths)
    return paths


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def last_scores(name: str) -> list[float]:
    return [made_up(name, seed)[1][-1].mean() for seed in range(int(str(EXPERIMENTS[name]["seeds"])))]


def test_a_run_scores_the_mean_return_of_its_last_evaluated_table(compared: dict[str, Path]) -> None:
    for row in rows_of(compared["csv"]):
        scores = last_scores(row["experiment"])
        assert float(row["mean"]) == pytest.approx(np.mean(scores))
        assert float(row["median"]) == pytest.approx(np.median(scores))
        assert float(row["mean, low"]) <= np.mean(scores) <= float(row["mean, high"])
        assert int(row["seeds"]) == len(scores)
    assert [row["agent.discount"] for row in rows_of(compared["csv"])] == ["0.9", "1.0"]


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


def draw(compared: dict[str, Path], folder: Path) -> dict[str, bytes]:
    folder.mkdir()
    pictures = {kind: folder / kind.replace("_", ".") for kind in PICTURES}
    plot_comparison(
        name="cars",
        environment="MountainCar-v0",
        experiments={name: int(str(one["seeds"])) for name, one in EXPERIMENTS.items()},
        curves=compared["curves"],
        profiles=compared["profiles"],
        improvement=compared["improvement"],
        style=STYLE,
        pictures=pictures,
    )
    return {kind: path.read_bytes() for kind, path in pictures.items()}


def test_the_figures_name_everything_and_are_the_same_every_time(compared: dict[str, Path], tmp_path: Path) -> None:
    figures = draw(compared, tmp_path / "one")
    assert figures == draw(compared, tmp_path / "other")
    for kind in ("curves_svg", "profiles_svg", "improvement_svg"):
        assert smallest_type_in_a_column(figures[kind]) >= 6
    for kind in ("curves_svg", "profiles_svg"):
        assert b"plain (4 seeds)" in figures[kind]
        assert b"patient (3 seeds)" in figures[kind]
    assert "patient > plain" in figures["improvement_svg"].decode().replace("&gt;", ">")


def test_what_all_names_begin_with_is_left_out_of_the_legend() -> None:
    assert without_common_beginning(["car_a", "car_b_c"]) == {"car_a": "a", "car_b_c": "b_c"}
    assert without_common_beginning(["car", "car_b"]) == {"car": "car", "car_b": "car_b"}
    assert without_common_beginning(["cart", "car"]) == {"cart": "cart", "car": "car"}


def test_the_page_has_the_table_the_settings_and_the_figures(compared: dict[str, Path], tmp_path: Path) -> None:
    page = tmp_path / "comparison.md"
    kinds = ("curves", "profiles", "improvement")
    write_comparison_page(
        name="cars",
        environment="MountainCar-v0",
        experiments=EXPERIMENTS,
        table=compared["markdown"],
        pictures={kind: tmp_path / f"{kind}.png" for kind in kinds},
        path=page,
    )
    text = page.read_text(encoding="utf-8")
    assert compared["markdown"].read_text(encoding="utf-8") in text
    assert "agent.discount" in text
    assert all(f"]({kind}.png)" in text for kind in kinds)
