"""The page of a study."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from markupsafe import escape
from tabular.results.best_trial import BestTrial, write_best
from write_study_page import write_report_page, write_study_page

from tests.helpers.awkward_texts import AWKWARD
from tests.helpers.explored import studied
from tests.helpers.studies import grid, study_of

BEST = BestTrial("b" * 16, -97.625, 30, {"agent.algorithm": "sarsa", "environment.bins": [20, 20]}, {"agent": {}})


def page(folder: Path, **changes: Any) -> str:
    write_best(folder / "best.json", BEST)
    (folder / "ranking.md").write_text("| rank |\n| --- |\n| 1 |\n")
    (folder / "importance.csv").write_text("key,values,importance\nagent.algorithm,3,0.625\nenvironment.bins,2,0.1\n")
    (folder / "confirmation.csv").write_text("trial,seeds,score,low,high\nb,100,-98.5,-99.0,-98.25\n")
    write_study_page(
        **{
            "name": "mine",
            "study": {"base": "taxi", "objective": {"statistic": "median"}},
            "keys": ["agent.algorithm", "environment.bins"],
            "score": "greedy return",
            "best": folder / "best.json",
            "ranking": folder / "ranking.md",
            "importance": folder / "importance.csv",
            "confirmation": None,
            "figures": ["sensitivity"],
            "path": folder / "study.md",
            **changes,
        }
    )
    return (folder / "study.md").read_text(encoding="utf-8")


def test_the_page_says_what_was_varied_what_is_best_and_what_matters(tmp_path: Path) -> None:
    text = page(tmp_path)
    assert text.startswith("# mine\n")
    assert "Trials of `taxi`, each with other values of `agent.algorithm`, `environment.bins`." in text
    assert "the median over its seeds: greedy return" in text
    assert "scores −97.62 over 30 seeds: `agent.algorithm: sarsa`, `environment.bins: [20, 20]`." in text
    assert "| agent.algorithm | 3 | 62 % |" in text
    assert "| 1 |" in text
    assert "best_of_mine: {from_study: mine}" in text
    assert "![Scores over the values of each key](sensitivity.png)" in text
    assert "score_map" not in text


@pytest.mark.parametrize("confirmed", [True, False])
def test_the_page_says_whether_the_best_trial_was_trained_with_new_seeds(tmp_path: Path, *, confirmed: bool) -> None:
    text = page(tmp_path, confirmation=tmp_path / "confirmation.csv" if confirmed else None)
    new = "With 100 seeds that had no say in choosing it, it scores **−98.5**, 95 % interval −99 to −98.25."
    assert (new in text) == confirmed
    assert ("partly the luckiest of many" in text) == (not confirmed)


def test_one_new_seed_has_no_interval(tmp_path: Path) -> None:
    (tmp_path / "one.csv").write_text("trial,seeds,score,low,high\nb,1,-98.5,nan,nan\n")
    assert "With 1 seed that had no say in choosing it, it scores **−98.5**." in page(
        tmp_path, confirmation=tmp_path / "one.csv"
    )


def report_page(folder: Path, keys: dict[str, list[Any]], confirmation: tuple[float, float, float, int] | None) -> str:
    study = study_of(grid(keys), lambda one, seed: -len(str(one)) + seed)
    of_study, files = studied(study, folder, confirmation=confirmation, statistic="median")
    path = folder / "study.html"
    write_report_page(
        name="mine",
        settings=of_study,
        trials=files.trials,
        ranking=files.ranking,
        importance=files.importance,
        confirmation=files.confirmation,
        path=path,
    )
    return path.read_text(encoding="utf-8")


def test_the_page_of_the_report_has_the_best_trials_and_what_matters(tmp_path: Path) -> None:
    keys = {"agent.discount": [0.5, 1.0], "agent.steps": [float(steps) for steps in range(1, 16)]}
    text = " ".join(report_page(tmp_path, keys, confirmation=(-98.5, -99.0, -98.25, 100)).split())
    assert re.search(r"Which values of agent\.\w+ and agent\.\w+ give lake the largest greedy return\?", text)
    assert "The score of a trial is the median over its seeds." in text
    assert "it, the best trial scores −98.5, 95 % interval −99 to −98.25." in text
    assert text.count("<tr><td>") == 20 + 2, "the best twenty trials, and two keys"
    assert "ranking.csv has 10 more." in text
    other = report_page(tmp_path, keys, confirmation=None)
    assert "partly the luckiest of many" in other
    assert "`" not in other


@given(AWKWARD, AWKWARD)
@settings(max_examples=5, deadline=None)
def test_the_page_of_the_report_shows_any_text_as_it_is(one: str, other: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        text = report_page(Path(folder), {"key": [f"{one}1", f"{other}2"], "number": [1.0, 2.0]}, confirmation=None)
    for value in (f"{one}1", f"{other}2"):
        assert f"<td>{escape(value)}</td>" in text
