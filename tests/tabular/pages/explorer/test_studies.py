"""What the explorer says of a study."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest
from tabular.pages.explorer.studies import MOST_RANKED, study_contents
from tabular.pages.explorer.study_plots import BEST_LINES, MOST_LINES, MOST_POINTS
from tabular.results.damage import DamagedFileError
from tabular.results.snapshots import choose
from tabular.statistics.ranking import ranking

from tests.helpers.explored import studied
from tests.helpers.studies import grid, study_of

if TYPE_CHECKING:
    from pathlib import Path

    from tabular.results.studies import Study

RATES, BINS, DECAYS = [0.1, 0.2, 0.5], ["[5,5]", "[10,10]"], [0.0, 0.9]
FULL = grid({"rate": RATES, "bins": BINS, "decay": DECAYS})


def contents(study: Study, folder: Path, **changes: Any) -> dict[str, Any]:
    """Return what the page has of a study, as the browser reads it."""
    settings, files = studied(study, folder, **changes)
    found: dict[str, Any] = json.loads(json.dumps(study_contents("mine", settings, files), allow_nan=False))
    return found


def noisy(settings: list[dict[str, Any]], **how: Any) -> Study:
    rng = np.random.default_rng(4)
    return study_of(settings, lambda *_: rng.normal(), **how)


def test_the_study_is_asked_in_words(tmp_path: Path) -> None:
    found = contents(noisy(FULL), tmp_path)
    assert found["question"] == "Which values of rate, bins and decay give lake the largest greedy return?"
    assert found["facts"] == (
        "FrozenLake-v1; 12 trials: all combinations of their values; 3 seeds each. The score of a trial is the mean "
        "over its seeds."
    )


def test_the_best_trial_and_the_ranking_are_those_of_the_study(tmp_path: Path) -> None:
    study = noisy(FULL)
    ranked = ranking(study, "mean")
    best = ranked.iloc[0]
    found = contents(study, tmp_path)
    assert found["best"]["value"] == best["score"]
    assert (found["best"]["low"], found["best"]["high"], found["best"]["seeds"]) == (best["low"], best["high"], 3)
    assert found["best"]["values"] == {"rate": f"{best['rate']:g}", "bins": best["bins"], "decay": f"{best['decay']:g}"}
    assert found["ranking"]["columns"] == ["rank", "trial", "rate", "bins", "decay", "seeds", "score"]
    assert [row[1] for row in found["ranking"]["rows"]] == ranked["trial"].tolist()
    assert found["confirmation"] is None


def test_the_score_with_new_seeds_is_there(tmp_path: Path) -> None:
    found = contents(noisy(FULL), tmp_path, confirmation=(-1.25, -1.5, -1.0, 100))
    assert found["confirmation"] == {"value": -1.25, "low": -1.5, "high": -1.0, "seeds": 100}


def test_one_seed_has_no_interval_and_failed_trials_are_counted(tmp_path: Path) -> None:
    found = contents(noisy(FULL, seeds=1, failing=lambda one: one["rate"] == 0.5), tmp_path)
    assert (found["best"]["low"], found["best"]["high"]) == (None, None)
    assert found["trials"] == {"ranked": 8, "shown": 8, "failed": 4}
    assert "4 failed; ranking.csv names them." in found["facts"]
    rate = next(key for key in found["keys"] if key["name"] == "rate")
    assert rate["places"] == RATES
    assert rate["best"][2] is None
    assert rate["trials"] == [4, 4, 0]


def test_each_map_has_the_best_score_of_each_pair(tmp_path: Path) -> None:
    study = noisy(FULL, failing=lambda one: one["rate"] == 0.1 and one["bins"] == "[5,5]")
    ranked = ranking(study, "mean")
    found = contents(study, tmp_path)
    assert {frozenset((one["across"], one["upwards"])) for one in found["maps"]} == {
        frozenset(pair) for pair in (("rate", "bins"), ("rate", "decay"), ("bins", "decay"))
    }
    texts = {"rate": [f"{rate:g}" for rate in RATES], "bins": BINS, "decay": ["0", "0.9"]}
    for one in found["maps"]:
        across, upwards = one["across"], one["upwards"]
        assert (one["columns"]["texts"], one["rows"]["texts"]) == (texts[across], texts[upwards])
        values: dict[str, list[Any]] = {"rate": [*RATES], "bins": [*BINS], "decay": [*DECAYS]}
        cells = ranked.dropna(subset="score").groupby([across, upwards])
        assert len(one["best"]) == len(cells)
        for place in range(len(one["best"])):
            pair = values[across][one["column"][place]], values[upwards][one["row"][place]]
            own = cells.get_group(pair)
            assert one["best"][place] == pytest.approx(own["score"].astype(float).max(), rel=1e-5)
            assert (one["rank"][place], one["trials"][place]) == (own["rank"].min(), len(own))


def test_a_study_of_one_number_and_few_combinations_has_a_curve_for_each(tmp_path: Path) -> None:
    study = noisy(grid({"rate": RATES, "bins": BINS}))
    found = contents(study, tmp_path)
    scores = ranking(study, "mean").set_index(["bins", "rate"])["score"]
    assert [line["name"] for line in found["lines"]] == BINS
    for line in found["lines"]:
        assert line["x"] == RATES
        assert line["y"] == pytest.approx([scores[line["name"], rate] for rate in RATES], rel=1e-5)
    assert found["parallel"] is None, "two keys have a map"
    assert contents(noisy(FULL), tmp_path)["lines"] == []


def test_every_trial_is_a_line_through_its_values(tmp_path: Path) -> None:
    study = noisy(FULL)
    ranked = ranking(study, "mean")
    parallel = contents(study, tmp_path)["parallel"]
    assert parallel["rank"] == list(range(1, 13))
    assert parallel["score"] == pytest.approx(ranked["score"].tolist(), rel=1e-5)
    rates, bins, _ = parallel["keys"]
    assert rates["places"] == ranked["rate"].tolist()
    assert [BINS[place] for place in bins["places"]] == bins["texts"] == ranked["bins"].tolist()


def test_of_many_values_and_trials_the_page_has_some_and_the_best_of_them(tmp_path: Path) -> None:
    values = [number / 1000 for number in range(1, 802)]
    evenly = choose(range(801), MOST_POINTS)
    best = next(value for place, value in enumerate(values) if place not in evenly and value > 0.5)
    study = study_of([{"rate": value} for value in values], lambda one, _: -abs(one["rate"] - best), seeds=1)
    found = contents(study, tmp_path)
    assert found["trials"] == {"ranked": 801, "shown": MOST_RANKED, "failed": 0}
    assert len(found["ranking"]["rows"]) == MOST_RANKED
    (key,), (line,) = found["keys"], found["lines"]
    for shown in (key["places"], line["x"]):
        assert shown == sorted({*(values[place] for place in evenly), best})
    assert key["values"] == 801
    assert key["places"][key["bestAt"]] == key["bestPlace"] == best


def test_of_many_trials_the_best_and_some_of_the_others_are_lines(tmp_path: Path) -> None:
    settings = grid({key: [float(value) for value in range(9)] for key in ("a", "b", "c")})
    parallel = contents(noisy(settings, seeds=1), tmp_path)["parallel"]
    assert len(parallel["rank"]) == MOST_LINES
    assert parallel["rank"][:BEST_LINES] == list(range(1, BEST_LINES + 1))
    assert parallel["rank"][-1] == 729


def test_axes_hold_all_intervals_but_those_of_far_outliers(tmp_path: Path) -> None:
    near = [{"rate": float(value)} for value in range(20)]
    ends = contents(noisy(near), tmp_path)["scores"]["axis"]
    rows = pd.read_csv(tmp_path / "sensitivity.csv")
    assert ends[0] < rows["low"].min() < rows["high"].max() < ends[1]
    far = study_of(near, lambda one, seed: -10000.0 if one["rate"] == 3.0 else one["rate"] + seed)
    scores = contents(far, tmp_path)["scores"]
    assert scores["lowest"] == -10000
    assert -10 < scores["axis"][0] < scores["axis"][1] < 30
    assert scores["colours"] == [1, 20]


def test_results_that_do_not_belong_together_are_refused(tmp_path: Path) -> None:
    settings, files = studied(noisy(FULL), tmp_path / "one")
    _, others = studied(noisy(FULL[:6]), tmp_path / "other")
    for change in ("ranking", "best"):
        mixed = {**vars(files), change: getattr(others, "trials" if change == "best" else change)}
        with pytest.raises(DamagedFileError):
            study_contents("mine", settings, type(files)(**mixed))


@pytest.mark.slow
@pytest.mark.parametrize(
    "keys",
    [
        {"a": [float(value) for value in range(20_000)]},
        {"a": [float(value) for value in range(141)], "b": [float(value) for value in range(141)]},
        {
            "a": [float(value) for value in range(27)],
            "b": [f"bins {value}" for value in range(27)],
            "c": [float(value) for value in range(27)],
        },
    ],
)
def test_twenty_thousand_trials_take_little_room(tmp_path: Path, keys: dict[str, list[Any]]) -> None:
    assert len(json.dumps(contents(noisy(grid(keys), seeds=2), tmp_path), separators=(",", ":"))) < 1.1e6
