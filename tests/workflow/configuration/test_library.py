"""The ready experiments of `library/`, and the user's own over them."""

from __future__ import annotations

from collections import Counter

from configuration import loading
from configuration.layers import lay_over, project_layers, read_file

from tests.helpers.running import ROOT

FILES = sorted((ROOT / "library").glob("*.yaml"))


def test_no_two_files_of_the_library_have_something_of_one_kind_with_the_same_name() -> None:
    for section in ("experiments", "comparisons", "studies"):
        names = Counter(name for file in FILES for name in read_file(file).get(section, {}))
        assert [name for name, count in names.items() if count > 1] == []


def test_every_experiment_of_the_library_suits_its_environment() -> None:
    config = lay_over(project_layers(ROOT))
    config["run"] = [name for file in FILES for name in read_file(file)["experiments"]]
    assert set(loading.load(config, make_environments=True).experiments) == set(config["run"])


def test_an_own_experiment_wins_over_one_of_the_library_key_by_key() -> None:
    own = {"experiments": {"taxi": {"episodes": 5}, "mine": {}}}
    experiments = loading.load(lay_over([*project_layers(ROOT), own]), make_environments=False).experiments
    assert experiments["taxi"]["episodes"] == 5
    assert experiments["taxi"]["environment"]["id"] == "Taxi-v4"
    assert experiments["mine"] == experiments["mountain_car_textbook"]


def test_a_heading_with_nothing_below_it_takes_nothing_away() -> None:
    assert read_file(ROOT / "config.yaml")["experiments"] is None
    given = [*project_layers(ROOT), {"experiments": None, "comparisons": None}]
    config = lay_over(given)
    assert {"taxi", "mountain_car_tutorial"} <= set(config["experiments"])
    assert {"mountain_car", "cliff_walking"} <= set(config["comparisons"])


def test_what_a_user_edits_is_short() -> None:
    assert len((ROOT / "config.yaml").read_text(encoding="utf-8").splitlines()) <= 150


def test_every_study_of_the_library_has_trials_that_suit_their_environments() -> None:
    loaded = loading.load(lay_over(project_layers(ROOT)), make_environments=True)
    assert {name: len(loaded.trials(name)) for name in loaded.studies} == {
        "mountain_car_settings": 6 * 5 * 8,
        "cliff_step_sizes": 3 * 19,
        "figure_6_3_interim": 3 * 19,
        "figure_6_3_asymptotic": 3 * 19,
        "figure_10_4": 5 * 17,
        "figure_12_10": 7 * 17,
        "figure_12_11": 4 * 20,
    }
