"""The best trial of a study: how it is kept, and what it scores with new seeds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow.parquet as pq
import pytest
from confirm_best_trial import confirm_best_trial
from keep_best_trial import keep_best_trial
from list_trials import list_trials
from run_trials import run_trials
from tabular.results.best_trial import read_best
from tabular.results.damage import DamagedFileError
from tabular.studies.batches import read_batch

from tests.helpers.trials import trial_settings

if TYPE_CHECKING:
    from pathlib import Path

NAME = "a" * 16

SETTINGS = trial_settings(0.1)

OBJECTIVE = {"of": "training_return", "episodes": "all", "statistic": "mean"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Write down one trial, and a ranking that it leads."""
    rows = [{"name": NAME, "assignment": {"agent.algorithm": "q_learning"}, "settings": SETTINGS}]
    index, settings = tmp_path / "trials.parquet", tmp_path / "trial_settings.parquet"
    list_trials(trials=rows, keys=["agent.algorithm"], index=index, settings=settings, study={})
    (tmp_path / "ranking.csv").write_text(f"rank,trial,agent.algorithm,seeds,score\n1,{NAME},q_learning,3,0.25\n")
    return tmp_path


def keep(folder: Path) -> None:
    settings = folder / "trial_settings.parquet"
    keep_best_trial(ranking=folder / "ranking.csv", settings=settings, path=folder / "best.json")


def test_the_first_of_the_ranking_is_kept_with_its_settings(folder: Path) -> None:
    keep(folder)
    assert read_best(folder / "best.json") == (NAME, 0.25, 3, {"agent.algorithm": "q_learning"}, SETTINGS)


def test_a_ranking_of_other_trials_is_refused(folder: Path) -> None:
    (folder / "ranking.csv").write_text(f"rank,trial,seeds,score\n1,{'b' * 16},3,0.25\n")
    with pytest.raises(DamagedFileError, match="it has no trial b"):
        keep(folder)


def test_new_seeds_score_what_a_batch_with_these_seeds_scores(folder: Path) -> None:
    keep(folder)
    scores, summary = folder / "confirmation.parquet", folder / "confirmation.csv"
    confirm_best_trial(
        best=folder / "best.json", seeds=range(3, 7), objective=OBJECTIVE, scores=scores, summary=summary, workers=3
    )
    batch = folder / "batch.parquet"
    settings = folder / "trial_settings.parquet"
    run_trials(settings=settings, names=[NAME], seeds=range(3, 7), objective=OBJECTIVE, path=batch)
    expected = read_batch(batch)[0].scores.tolist()
    assert pq.read_table(scores).to_pydict() == {"seed": [3, 4, 5, 6], "score": expected}
    name, seeds, score, low, high = summary.read_text().splitlines()[1].split(",")
    assert (name, seeds) == (NAME, "4")
    assert float(score) == np.mean(expected)
    assert float(low) <= float(score) <= float(high)
