"""What the batches of a study have, put together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import collect_trials as script
import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
from collect_trials import collect_trials
from scipy import stats
from tabular.results.damage import DamagedFileError
from tabular.studies import batches
from tabular.studies.batches import write_batch
from tabular.studies.trial import WINDOWS, TrialResults

if TYPE_CHECKING:
    from pathlib import Path


def results(
    trial: str, seeds: list[int], windows: int = WINDOWS, failures: dict[int, str] | None = None
) -> TrialResults:
    rng = np.random.default_rng([ord(trial[0]), *seeds])
    scores, curves = rng.normal(size=len(seeds)), np.full((len(seeds), WINDOWS), np.nan)
    curves[:, :windows] = rng.normal(size=(len(seeds), windows))
    for seed in failures or {}:
        scores[seeds.index(seed)] = np.nan
        curves[seeds.index(seed)] = np.nan
    return TrialResults(trial, np.array(seeds, dtype=np.int32), scores, curves, failures or {})


LONG, SHORT, ALONE = results("b", [1, 0, 4]), results("d", [0, 1], windows=3), results("a", [4])

MORE = results("b", [5, 3])
"""Of a later rung."""

FAILING = results("c", [3, 1, 2, 0], failures={2: "it diverged again", 1: "it diverged"})

BATCHES = [[LONG, SHORT], [ALONE, FAILING], [], [MORE]]


NAMES = ("scores", "curves", "failures")


def written(folder: Path, of_files: list[list[TrialResults]]) -> list[Path]:
    paths = [folder / f"batch-{number}.parquet" for number in range(len(of_files))]
    for path, of_batch in zip(paths, of_files, strict=True):
        write_batch(path, of_batch, {})
    return paths


def collect(folder: Path, of_files: list[list[TrialResults]]) -> Path:
    collect_trials(batches=written(folder, of_files), study={}, **{name: folder / f"{name}.parquet" for name in NAMES})
    return folder


@pytest.fixture(params=[2, 50_000])
def collected(tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put the batches together, some rows at a time or all at once."""
    monkeypatch.setattr(script, "ROWS_AT_ONCE", request.param)
    monkeypatch.setattr(batches, "ROWS_AT_ONCE", request.param)
    return collect(tmp_path, BATCHES)


def test_scores_are_ordered_by_trial_and_seed_without_those_that_failed(collected: Path) -> None:
    rows = pq.read_table(collected / "scores.parquet").to_pylist()
    assert rows == sorted(
        (
            {"trial": one.trial, "seed": int(seed), "score": float(score)}
            for one in (LONG, SHORT, ALONE, MORE)
            for seed, score in zip(one.seeds, one.scores, strict=True)
        ),
        key=lambda row: (row["trial"], row["seed"]),
    )


def test_curves_are_means_over_seeds_of_the_windows_that_a_training_has(collected: Path) -> None:
    table = pd.read_parquet(collected / "curves.parquet")
    assert table[["trial", "window"]].to_numpy().tolist() == [
        [trial, window] for trial, windows in (("a", WINDOWS), ("b", WINDOWS), ("d", 3)) for window in range(windows)
    ]
    for trial, curves in (("a", ALONE.curves), ("b", np.vstack([LONG.curves, MORE.curves])), ("d", SHORT.curves)):
        rows = table[table["trial"] == trial]
        of_seeds = curves[:, : len(rows)]
        assert set(rows["seeds"]) == {len(curves)}
        assert rows["mean_return"].to_numpy() == pytest.approx(of_seeds.mean(axis=0))
        errors = np.full(WINDOWS, np.nan) if trial == "a" else stats.sem(of_seeds, axis=0)
        assert rows["standard_error"].to_numpy() == pytest.approx(errors, nan_ok=True)


def test_a_trial_of_which_trainings_failed_is_named_with_the_reason_of_the_first(collected: Path) -> None:
    rows = pq.read_table(collected / "failures.parquet").to_pylist()
    assert rows == [{"trial": "c", "message": "it diverged"}]


def test_a_study_of_which_every_trial_failed_has_no_scores_and_no_curves(tmp_path: Path) -> None:
    files = collect(tmp_path, [[FAILING]])
    assert [pq.read_metadata(files / f"{name}.parquet").num_rows for name in NAMES] == [0, 0, 1]


@pytest.mark.parametrize("damage", ["cut off", "gone"])
def test_a_damaged_batch_is_named(tmp_path: Path, damage: str) -> None:
    paths = written(tmp_path, BATCHES)
    if damage == "gone":
        paths[1].unlink()
    else:
        paths[1].write_bytes(paths[1].read_bytes()[:-40])
    with pytest.raises(DamagedFileError, match=r"batch-1\.parquet"):
        collect_trials(batches=paths, study={}, **{name: tmp_path / f"{name}.parquet" for name in NAMES})
    assert not any((tmp_path / f"{name}.parquet").exists() for name in NAMES)
