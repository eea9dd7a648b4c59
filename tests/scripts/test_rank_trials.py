"""The results of a study, from files of made-up scores to tables."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.helpers.studies import FILES, digest, grid, rank, study_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FULL = grid({"agent.learning_rate.start": [0.1, 0.25, 0.5], "agent.algorithm": ["sarsa", "a|b_*c*"]})


def score(one: Mapping[str, Any], seed: int) -> float:
    return float(100 * one["agent.learning_rate.start"] + len(one["agent.algorithm"]) + seed / 8)


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_the_ranking_has_every_trial_with_its_settings_and_score(tmp_path: Path) -> None:
    rows = rows_of(rank(study_of(FULL, score), tmp_path)["csv"])
    assert [*rows[0]] == [
        "rank", "trial", "agent.learning_rate.start", "agent.algorithm", "seeds", "score", "low", "high",
    ]  # fmt: skip
    expected = sorted(FULL, key=lambda one: -score(one, 1))
    assert [row["trial"] for row in rows] == [digest(one) for one in expected]
    assert [float(row["score"]) for row in rows] == [score(one, 1) for one in expected]
    assert [float(row["agent.learning_rate.start"]) for row in rows] == [
        one["agent.learning_rate.start"] for one in expected
    ]
    assert [row["rank"] for row in rows] == list("123456")
    assert {row["seeds"] for row in rows} == {"3"}


def test_the_median_is_another_score_than_the_mean(tmp_path: Path) -> None:
    study = study_of(FULL, lambda one, seed: score(one, 0) + (1000 if seed == 2 else 0))
    mean, median = (rows_of(rank(study, tmp_path / name, name)["csv"]) for name in ("mean", "median"))
    for one, other in zip(mean, median, strict=True):
        assert one["trial"] == other["trial"]
        assert float(one["score"]) == pytest.approx(float(other["score"]) + 1000 / 3)


def test_a_failed_trial_is_named_everywhere(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    failing = FULL[0]
    found = rank(study_of(FULL, score, failing=lambda one: one == failing), tmp_path)
    last = rows_of(found["csv"])[-1]
    assert (last["trial"], last["rank"], last["seeds"], last["score"]) == (digest(failing), "", "0", "")
    assert last["agent.algorithm"] == failing["agent.algorithm"]
    text = found["markdown"].read_text(encoding="utf-8")
    assert "1 trial failed:" in text
    assert f"- {digest(failing)}: a state has no available action" in text
    assert "nan" not in text.lower()
    assert f"{digest(failing)} failed: a state has no available action" in capsys.readouterr().out


def test_the_page_has_twenty_trials_says_how_many_more_and_escapes_names(tmp_path: Path) -> None:
    many = grid({"agent.discount": [number / 30 for number in range(25)], "agent.algorithm": ["a|b_*c*"]})
    text = rank(study_of(many, lambda one, _: one["agent.discount"]), tmp_path)["markdown"].read_text(encoding="utf-8")
    lines = text.splitlines()
    assert sum(line.startswith("| ") for line in lines) == 21
    assert "5 trials more are in `ranking.csv`." in lines
    assert r"a\|b\_\*c\*" in text
    assert "95 % bootstrap intervals" in text


def test_the_page_of_one_seed_promises_no_interval(tmp_path: Path) -> None:
    text = rank(study_of(FULL, score, seeds=1), tmp_path)["markdown"].read_text(encoding="utf-8")
    assert "bootstrap" not in text
    assert "[" not in text


def test_of_many_failures_five_are_on_the_page_and_the_others_counted(tmp_path: Path) -> None:
    many = grid({"agent.discount": [float(number) for number in range(9)]})
    found = rank(study_of(many, lambda *_: 1.0, failing=lambda one: one["agent.discount"] > 1), tmp_path)
    text = found["markdown"].read_text(encoding="utf-8")
    assert "7 trials failed:" in text
    assert text.count(": a state has no available action") == 5
    assert "- and 2 more, at the end of `ranking.csv`" in text


def test_importance_and_sensitivity_are_tables_that_stand_alone(tmp_path: Path) -> None:
    found = rank(study_of(FULL, score), tmp_path)
    important = rows_of(found["importance"])
    assert [row["key"] for row in important] == ["agent.learning_rate.start", "agent.algorithm"]
    assert sum(float(row["importance"]) for row in important) == pytest.approx(1)
    sensitive = rows_of(found["sensitivity"])
    assert [row["value"] for row in sensitive] == ["0.1", "0.25", "0.5", "a|b_*c*", "sarsa"]
    assert [float(row["best"]) for row in sensitive] == [
        score({**FULL[1], "agent.learning_rate.start": rate}, 1) for rate in (0.1, 0.25, 0.5)
    ] + [57.125, 55.125]
    assert all(row["best_trial"] in {digest(one) for one in FULL} for row in sensitive)


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 2**32), survivors=st.booleans())
def test_the_order_of_rows_changes_no_byte(
    tmp_path_factory: pytest.TempPathFactory, seed: int, *, survivors: bool
) -> None:
    folder = tmp_path_factory.mktemp("order")
    noise = np.random.default_rng(seed)
    study = study_of(
        FULL,
        lambda *_: noise.normal(),
        lambda one: 6 if survivors and one["agent.learning_rate.start"] > 0.2 else 3,
        lambda one: one == FULL[3],
    )
    one, other = (
        rank(study, folder / name, order=np.random.default_rng([seed, place])) for place, name in enumerate("ab")
    )
    for kind in FILES:
        assert one[kind].read_bytes() == other[kind].read_bytes()
