"""The page of a study."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tabular.results.best_trial import BestTrial, write_best
from write_study_page import write_study_page

if TYPE_CHECKING:
    from pathlib import Path

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
