"""Scores at each value of a key, and at each pair of values."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from tabular.statistics.importance import importance
from tabular.statistics.intervals import estimate
from tabular.statistics.levels import levels_of, natural_order
from tabular.statistics.metrics import mean
from tabular.statistics.ranking import ranking
from tabular.statistics.sensitivity import TooFewKeysError, score_map, score_map_of_most_important, sensitivity

from tests.helpers.studies import grid, study_of

RATES, BINS = [0.1, 0.2, 0.5], ["[5,5]", "[10,10]"]
FULL = grid({"rate": RATES, "bins": BINS, "decay": [0.0, 0.9]})


def test_each_value_has_its_best_trial_and_the_mean_of_all() -> None:
    rng = np.random.default_rng(2)
    study = study_of(FULL, lambda *_: rng.normal(), seeds=4)
    ranked = ranking(study, "mean")
    rows = sensitivity(study, ranked, "mean")
    assert rows[["key", "value"]].to_numpy().tolist() == [
        ["rate", 0.1], ["rate", 0.2], ["rate", 0.5], ["bins", "[5,5]"], ["bins", "[10,10]"], ["decay", 0.0],
        ["decay", 0.9],
    ]  # fmt: skip
    for _, row in rows.iterrows():
        own = ranked[ranked[row["key"]] == row["value"]]
        best = own.loc[own["score"].astype(float).idxmax()]
        assert (row["trials"], row["failed"], row["seeds"]) == (len(own), 0, 4)
        assert (row["best_trial"], row["best"]) == (best["trial"], best["score"])
        assert (row["low"], row["high"]) == (best["low"], best["high"])
        expected = estimate(mean, own.sort_values("trial")["score"].to_numpy(dtype=float))
        found = [row["mean"], row["mean_low"], row["mean_high"]]
        assert found == pytest.approx([expected.value, expected.low, expected.high])


def test_a_value_all_of_whose_trials_failed_is_not_missing() -> None:
    study = study_of(FULL, lambda *_: 1.0, failing=lambda one: one["rate"] == 0.5)
    rows = sensitivity(study, ranking(study, "mean"), "mean").set_index("value")
    assert [*rows.loc[0.5, ["trials", "failed"]]] == [0, 4]
    assert rows.loc[0.5, ["best_trial", "seeds", "best", "low", "high", "mean"]].isna().all()
    assert [*rows.loc[0.9, ["trials", "failed"]]] == [4, 2]


def test_the_best_of_halving_is_a_survivor_and_the_mean_is_over_the_first_rung() -> None:
    study = study_of(
        FULL, lambda one, seed: one["decay"] if seed < 2 else -5.0, lambda one: 6 if one["decay"] == 0.0 else 2
    )
    row = sensitivity(study, ranking(study, "mean"), "mean").set_index("value").loc[0.1]
    assert (row["best"], row["seeds"]) == (pytest.approx(-20 / 6), 6)
    assert row["mean"] == pytest.approx(0.45)


def test_numbers_in_texts_ascend() -> None:
    assert sorted(["[20,20]", "[5,5]", "null", "0.5", "0.05"], key=natural_order) == [
        "0.05", "0.5", "[5,5]", "[20,20]", "null",
    ]  # fmt: skip


def test_bins_have_as_many_trials_and_ends_that_hold_them() -> None:
    rng = np.random.default_rng(5)
    trials = pd.DataFrame({"a": rng.random(60), "b": rng.random(60)})
    levels = levels_of(trials, "a")
    assert levels.edges is not None
    assert np.bincount(levels.of_trial).tolist() == [6] * 10
    for level, value in enumerate(levels.values):
        own = trials["a"][levels.of_trial == level]
        assert value == own.median()
        assert levels.edges[level] <= own.min() <= own.max() <= levels.edges[level + 1]
    assert len(levels_of(trials.head(12), "a").values) == 2, "few trials: few bins"


def test_bins_between_many_equal_numbers_are_not_empty() -> None:
    """Of 20 numbers, quantiles of 4 bins lie at 1.9 and 2: between them is none."""
    numbers = np.concatenate([[1.0, 1.1, 1.2, 1.3, 1.6], np.full(6, 2.0), np.linspace(3, 4, 9)])
    levels = levels_of(pd.DataFrame({"a": numbers, "b": numbers}), "a")
    assert np.bincount(levels.of_trial).tolist() == [5, 10, 5]
    assert levels.values == pytest.approx([1.2, 2.0, 3.75])
    assert levels.edges is not None
    assert levels.edges.tolist() == pytest.approx([1.0, 2.0, 3.40625, 4.0])


def test_each_pair_of_values_has_its_best_score() -> None:
    rng = np.random.default_rng(3)
    study = study_of(FULL, lambda *_: rng.normal(), failing=lambda one: one["rate"] == 0.2 and one["bins"] == "[5,5]")
    ranked = ranking(study, "mean")
    found = score_map(ranked, study.keys, "rate", "bins")
    for row, bins in enumerate(BINS):
        for column, rate in enumerate(RATES):
            own = ranked[(ranked["rate"] == rate) & (ranked["bins"] == bins)]["score"].astype(float)
            assert found.best[row, column] == pytest.approx(own.max(), nan_ok=True)
    assert math.isnan(found.best[0, 1])
    assert found.best[found.place] == ranked["score"][0]


def test_a_map_has_the_two_most_important_keys_and_longer_ones_upwards() -> None:
    settings = grid({"rate": [float(number) for number in range(19)], "bins": BINS, "decay": [0.0, 0.9]})
    study = study_of(settings, lambda one, _: one["rate"] + 100 * one["decay"])
    important = importance(study, "mean")
    assert important["key"].to_list() == ["decay", "rate", "bins"]
    found = score_map_of_most_important(ranking(study, "mean"), study.keys, important)
    assert (found.across, found.upwards) == ("decay", "rate")
    study = study_of(settings, lambda one, _: 100 * one["rate"] + one["decay"])
    found = score_map_of_most_important(ranking(study, "mean"), study.keys, importance(study, "mean"))
    assert (found.across, found.upwards) == ("decay", "rate")


def test_a_single_key_has_no_map() -> None:
    study = study_of([{"rate": 0.1}, {"rate": 0.2}], lambda *_: 1.0)
    with pytest.raises(TooFewKeysError, match="needs two varied keys, and this study has rate alone"):
        score_map_of_most_important(ranking(study, "mean"), study.keys, importance(study, "mean"))
