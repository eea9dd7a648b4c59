"""What `run` names: experiments, comparisons and studies."""

from __future__ import annotations

from typing import Any

import pytest
from configuration import loading
from configuration.run import Taken

from tests.helpers.configurations import changed, load, problems

RATE = "agent.learning_rate.start"

STUDIES: dict[Any, Any] = {
    "studies": {"rates": {"base": "mountain_car_textbook", "vary": {RATE: [0.1, 0.2]}}},
    "comparisons": {
        "frozen_lake": {"experiments": ["frozen_lake", "frozen_lake_double_q_learning"]},
        "cars": {"experiments": ["mountain_car_textbook", "mountain_car_sarsa"]},
        "with_best": {"experiments": ["mountain_car_textbook", "best"]},
    },
    "experiments.best": {"from_study": "rates"},
}

BEST = {RATE: 0.2}


def built(run: list[str], best: dict[str, Any] | None = None) -> loading.Configuration:
    return loading.load(changed({**STUDIES, "run": run}), make_environments=False, best_assignment=lambda _: best)


def test_run_names_experiments_comparisons_and_studies_as_their_folders_in_results() -> None:
    found = built(["studies/rates", "taxi", "comparisons/cars"])
    assert found.run == ["taxi"]
    assert (found.built.comparisons, found.built.studies) == (["cars"], ["rates"])


@pytest.mark.parametrize("entry", ["studies/rates", "comparisons/cars"])
def test_run_needs_no_experiment(entry: str) -> None:
    assert built([entry]).run == []


def test_a_comparison_whose_experiments_are_all_in_run_is_built_unnamed_and_named_once() -> None:
    cars = ["mountain_car_sarsa", "mountain_car_textbook"]
    assert built(cars).built.comparisons == ["cars"]
    assert built([*cars, "comparisons/cars"]).built.comparisons == ["cars"]
    assert built(cars[:1]).built.comparisons == []


@pytest.mark.parametrize("run", [["best"], ["comparisons/with_best"]])
def test_a_study_is_built_for_an_experiment_that_takes_its_settings_from_it(run: list[str]) -> None:
    waiting, found = built(run), built(run, BEST)
    assert waiting.built.studies == found.built.studies == ["rates"]
    assert waiting.awaited == {"best": "rates"}
    assert found.awaited == {}
    assert waiting.run == waiting.built.comparisons == []
    assert (found.run or found.built.comparisons) == [run[0].removeprefix("comparisons/")]
    assert (waiting.built.taking["best"], found.built.taking["best"]) == (Taken("rates", None), Taken("rates", BEST))


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("studies/rats", 'unknown study "studies/rats"; did you mean "studies/rates"? allowed: studies/rates'),
        ("comparisons/car", 'unknown comparison "comparisons/car"; did you mean "comparisons/cars"?'),
        ("rates", 'there is no experiment "rates"; did you mean "studies/rates"?'),
        ("study/rates", 'there is no experiment "study/rates"; did you mean "studies/rates"?'),
        ("studies/rate, x", 'unknown study "studies/rate, x"; did you mean "studies/rates"?'),
        ("study/rate", 'unknown experiment "study/rate"; did you mean "studies/rates"?'),
        ("studies/", 'unknown experiment "studies/"; did you mean "studies/rates"?'),
        ("studies/rates/", 'unknown study "studies/rates/"; did you mean "studies/rates"?'),
        ("results/studies/rates", 'there is no experiment "results/studies/rates"; did you mean "studies/rates"?'),
        ("experiments/frozen_lake", 'did you mean "frozen_lake" or "comparisons/frozen_lake"?'),
    ],
)
def test_what_is_not_defined_is_refused_with_the_nearest_name(entry: str, said: str) -> None:
    (problem,) = problems({**STUDIES, "run": ["taxi", entry]})
    assert problem.startswith("run[1]: ")
    assert said in problem


def test_nothing_is_named_twice() -> None:
    (problem,) = problems({**STUDIES, "run": ["studies/rates", "studies/rates"]})
    assert problem.startswith("run: ")
    assert problem.endswith("comparisons/NAME or studies/NAME, all different")


def test_the_experiments_of_a_named_comparison_are_checked_before_anything_runs() -> None:
    wrong = {"experiments.mountain_car_sarsa.snapshots": {"every": 10**6}}
    assert load({**STUDIES, **wrong, "run": ["taxi"]}).run == ["taxi"]
    assert any(
        problem.startswith("experiments.mountain_car_sarsa.snapshots")
        for problem in problems({**STUDIES, **wrong, "run": ["comparisons/cars"]})
    )
