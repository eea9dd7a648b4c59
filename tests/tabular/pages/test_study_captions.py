"""What stands below the figures of a study: its best trial, its failures, and names as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from docutils.core import publish_doctree
from hypothesis import given
from tabular.pages.study_captions import parallel_coordinates_caption, score_map_caption, sensitivity_caption
from tabular.statistics.importance import importance
from tabular.statistics.ranking import ranking

from tests.helpers.awkward_texts import AWKWARD
from tests.helpers.studies import grid, study_of

if TYPE_CHECKING:
    from tabular.results.studies import Study


def captions(study: Study, score: str = "mean return") -> list[str]:
    """Return the three captions, the one of the sensitivity first."""
    ranked = ranking(study, "mean").set_index("trial")
    important = importance(study, "mean")
    return [
        sensitivity_caption(score, study.keys, ranked, important),
        score_map_caption(score, study.keys, ranked),
        parallel_coordinates_caption(score, study.keys, ranked),
    ]


def shown(caption: str) -> str:
    return publish_doctree(caption, settings_overrides={"report_level": 5}).astext()


GRID = grid({"agent.rate": [0.1, 0.25], "agent.name": ["a", "b"]})


def test_the_best_trial_stands_with_its_settings_score_and_interval() -> None:
    for caption in captions(
        study_of(GRID, lambda one, seed: one["agent.rate"] * 100 + seed + (one["agent.name"] == "b"), 2)
    ):
        text = shown(caption)
        assert text.startswith("The score is mean return; larger is better. The best of 4 trials has agent.rate 0.25, ")
        assert "agent.name b: 26.5 (95 % interval " in text
        assert "failed" not in text
        assert "few seeds" not in text


def test_importance_stands_beside_what_chance_explains() -> None:
    text = shown(captions(study_of(GRID, lambda one, _: one["agent.rate"], 1))[0])
    assert "agent.rate 100 % (by chance 33 %); agent.name 0 % (by chance 33 %)." in text
    assert "interval" not in text
    assert "drawn at random" not in text


def test_bins_are_named() -> None:
    rng = np.random.default_rng(0)
    settings = [{"agent.rate": float(rng.random()), "agent.name": "ab"[number % 2]} for number in range(30)]
    text = shown(captions(study_of(settings, lambda one, _: one["agent.rate"], 1))[0])
    assert "For this, numbers that were drawn at random were put into quantile bins: agent.rate." in text


def test_failures_and_halving_are_told() -> None:
    failed = study_of(GRID, lambda *_: 0.0, 1, lambda one: one["agent.rate"] == 0.1)
    assert all("2 failed, and are not drawn." in shown(caption) for caption in captions(failed))
    halved = study_of(GRID, lambda *_: 0.0, lambda one: 4 if one["agent.name"] == "a" else 2)
    assert all("Trials that were better on few seeds were given more" in shown(caption) for caption in captions(halved))


@given(text=AWKWARD.filter(lambda text: text.split()))
def test_any_text_is_shown_as_it_is(text: str) -> None:
    study = study_of([{"agent.rate": 0.5, "agent.name": text}], lambda *_: 1.0, 1)
    for caption in captions(study, score=text):
        words = " ".join(text.split())
        assert shown(caption).startswith(
            f"The score is {words}; larger is better. The only trial has agent.rate 0.5, agent.name {words}: 1, 1 seed."
        )
