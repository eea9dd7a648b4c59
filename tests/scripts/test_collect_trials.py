"""What the batches of a study have, put together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import collect_trials as script
import numpy as np
import pyarrow.parquet as pq
import pytest
from collect_trials import collect_trials
from tabular.studies.batches import write_batch
from tabular.studies.trial import WINDOWS, TrialResult

if TYPE_CHECKING:
    from pathlib import Path


def result(trial: str, seed: int, windows: int = WINDOWS, failure: str = "") -> TrialResult:
    rng = np.random.default_rng([seed, ord(trial[0])])
    curve = np.full(WINDOWS, np.nan)
    curve[:windows] = rng.normal(size=windows)
    return TrialResult(trial, seed, np.nan if failure else rng.normal(), curve, failure)


BATCHES = [
    [result("b", 1), result("b", 0), result("d", 0, windows=3)],
    [result("a", 0), result("a", 1), result("c", 1, failure="it diverged"), result("c", 0)],
    [],
]


@pytest.fixture(params=[2, 50_000])
def collected(tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put the batches together, some trainings at a time or all at once."""
    monkeypatch.setattr(script, "TRAININGS_AT_ONCE", request.param)
    paths = [tmp_path / f"batch-{number}.parquet" for number in range(len(BATCHES))]
    for path, results in zip(paths, BATCHES, strict=True):
        write_batch(path, results, {})
    names = ("scores", "curves", "failures")
    collect_trials(batches=paths, study={}, **{name: tmp_path / f"{name}.parquet" for name in names})
    return tmp_path


WHOLE = sorted((one for batch in BATCHES for one in batch if one.trial != "c"), key=lambda one: (one.trial, one.seed))


def test_scores_are_ordered_by_trial_and_seed_without_those_that_failed(collected: Path) -> None:
    rows = pq.read_table(collected / "scores.parquet").to_pylist()
    assert rows == [{"trial": one.trial, "seed": one.seed, "score": one.score} for one in WHOLE]


def test_curves_have_the_windows_that_a_training_has(collected: Path) -> None:
    rows = pq.read_table(collected / "curves.parquet").to_pylist()
    assert rows == [
        {"trial": one.trial, "seed": one.seed, "window": number, "mean_return": mean}
        for one in WHOLE
        for number, mean in enumerate(one.curve[: 3 if one.trial == "d" else WINDOWS].tolist())
    ]


def test_a_trial_of_which_one_training_failed_is_named_with_the_reason(collected: Path) -> None:
    rows = pq.read_table(collected / "failures.parquet").to_pylist()
    assert rows == [{"trial": "c", "message": "it diverged"}]
