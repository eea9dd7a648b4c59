"""Which trials a study has."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from configuration import loading
from configuration.problems import ConfigurationError
from configuration.studies.varied import steps_of_range
from hypothesis import given
from hypothesis import strategies as st
from job_resources.machine import Memory
from tabular.learning.agent import used_settings

from tests.helpers.configurations import changed, load

if TYPE_CHECKING:
    from configuration.studies.trials import Trial

RATE, DISCOUNT = "agent.learning_rate", "agent.discount"


def trials(study: dict[str, Any]) -> list[Trial]:
    config = changed({"studies": {"mine": {"base": "mountain_car_textbook", **study}}})
    return loading.load(config, make_environments=False).trials("mine")


def assignments(study: dict[str, Any]) -> list[dict[str, Any]]:
    return [trial.assignment for trial in trials(study)]


def test_a_grid_combines_all_values_and_the_last_key_changes_fastest() -> None:
    found = assignments({"vary": {RATE: [0.1, 0.2], "environment.bins": [[10, 10], [20, 20]]}})
    assert found == [{RATE: rate, "environment.bins": bins} for rate in (0.1, 0.2) for bins in ([10, 10], [20, 20])]


def test_a_trial_is_its_base_with_these_values() -> None:
    (trial,) = trials({"vary": {"agent.epsilon.start": [0.25], "agent.discount": 0.9}})
    base = load({}).experiments["mountain_car_textbook"]
    agent = {**base["agent"], "epsilon": {**base["agent"]["epsilon"], "start": 0.25}, "discount": 0.9}
    assert trial.settings == {**base, "agent": agent}


def test_a_range_has_both_ends_and_even_steps() -> None:
    found = assignments({"vary": {RATE: {"from": 0.1, "to": 1.0, "points": 19}}})
    assert [one[RATE] for one in found] == [round(0.05 * step, 2) for step in range(2, 21)]


@given(low=st.floats(1e-6, 10), factor=st.floats(1.5, 1e5), points=st.integers(2, 30))
def test_a_logarithmic_range_grows_by_one_factor(low: float, factor: float, points: int) -> None:
    values = {"from": low, "to": low * factor, "points": points, "log": True}
    steps = steps_of_range(values, whole=False)
    assert (steps[0], steps[-1], len(steps)) == (low, low * factor, points)
    each = factor ** (1 / (points - 1))
    assert all(math.isclose(second / first, each) for first, second in pairwise(steps))


def test_whole_numbers_stay_whole_and_come_once() -> None:
    found = assignments({"vary": {"episodes": {"from": 11, "to": 14, "points": 9}}})
    assert [one["episodes"] for one in found] == [11, 12, 13, 14]


def test_several_mappings_are_varied_each_by_itself() -> None:
    found = assignments({"vary": [{RATE: [0.1, 0.2]}, {DISCOUNT: [0.5], RATE: [0.3]}]})
    assert found == [{RATE: 0.1}, {RATE: 0.2}, {DISCOUNT: 0.5, RATE: 0.3}]


@pytest.mark.parametrize("method", ["random", "sobol"])
def test_draws_follow_from_the_seed_and_more_points_begin_with_the_same(method: str) -> None:
    study = {"method": method, "vary": {RATE: {"from": 0.01, "to": 1, "log": True}, DISCOUNT: [0.9, 1.0]}}
    few, many = (assignments({**study, "points": points}) for points in (5, 12))
    assert few == many[:5]
    assert few != assignments({**study, "points": 5, "seed": 1})
    assert all(0.01 <= one[RATE] < 1 for one in many)
    assert {one[DISCOUNT] for one in many} == {0.9, 1.0}


def test_sobol_points_fill_the_range_evenly() -> None:
    study = {"method": "sobol", "points": 64, "vary": {DISCOUNT: {"from": 0, "to": 1}, RATE: {"from": 0.1, "to": 0.9}}}
    found = assignments(study)
    for eighth in range(8):
        assert sum(eighth / 8 <= one[DISCOUNT] < (eighth + 1) / 8 for one in found) == 8


def test_combinations_that_mean_the_same_training_are_one_trial() -> None:
    # Only n_step_sarsa has steps.
    found = trials({"vary": {"agent.algorithm": ["q_learning", "n_step_sarsa"], "agent.steps": [1, 4]}})
    assert [(one.assignment["agent.algorithm"], one.assignment["agent.steps"]) for one in found] == [
        ("q_learning", 1),
        ("n_step_sarsa", 1),
        ("n_step_sarsa", 4),
    ]
    assert len({repr(used_settings(one.settings["agent"])) for one in found}) == 3


def test_the_name_of_a_trial_follows_from_what_its_scores_depend_on() -> None:
    vary = {RATE: [0.1, 0.2]}
    names = [one.name for one in trials({"vary": vary})]
    assert names == [one.name for one in trials({"vary": {RATE: [0.1, 0.2, 0.3]}, "seeds": 3})][:2]
    # Returns while learning don't depend on how greedy policies are played.
    played = changed({"studies": {"mine": {"base": "mountain_car_textbook", "vary": vary}}, "evaluation.episodes": 7})
    assert [one.name for one in loading.load(played, make_environments=False).trials("mine")] == names
    assert names != [one.name for one in trials({"vary": vary, "objective": {"of": "greedy_return"}})]


def test_a_base_in_which_a_number_stands_for_a_schedule_takes_the_schedule_s_parts() -> None:
    config = changed(
        {
            "experiments.mine": {"agent": {"learning_rate": 0.5}},
            "studies": {"mine": {"base": "mine", "vary": {"agent.learning_rate.start": [0.25]}}},
        }
    )
    (trial,) = loading.load(config, make_environments=False).trials("mine")
    assert trial.settings["agent"]["learning_rate"] == {"schedule": "constant", "start": 0.25}


def study(**changes: Any) -> dict[str, Any]:
    return {"studies": {"mine": {"base": "mountain_car_textbook", "vary": {RATE: [0.1]}, **changes}}}


LOG = {"from": 0.1, "to": 1.0, "points": 3}

MISTAKES: list[tuple[dict[str, Any], str]] = [
    (study(base="mountain_car_textbok"), 'studies.mine.base: unknown experiment "mountain_car_textbok"; did you mean'),
    (study(vary={"agent.learning_rat": [1]}), 'did you mean "agent.learning_rate"?'),
    (study(vary={"learning_rate": [1]}), 'unknown key "learning_rate"'),
    (study(vary={"figures.dpi": [100]}), 'unknown key "figures.dpi"'),
    (study(vary={RATE: [0.1, 2.5]}), 'vary."agent.learning_rate"[1]: 2.5 is not allowed; allowed: a number'),
    (study(vary={RATE: [0.1, "fast"]}), 'vary."agent.learning_rate"[1]: "fast" is not allowed'),
    (study(vary={"environment.bins": [20]}), 'vary."environment.bins"[0]: 20 is not allowed; allowed: null or'),
    (study(vary={RATE: []}), "[] is not allowed; allowed: a list of at least one value"),
    (study(vary={}), "studies.mine.vary: {} is not allowed; allowed: a mapping from keys of an experiment"),
    (study(vary={RATE: [0.1], f"{RATE}.start": [0.2]}), "a part of this key varies too"),
    (study(vary={"agent.algorithm": {"from": 1, "to": 2, "points": 2}}), "a range has no meaning here"),
    (study(vary={RATE: {"from": 1.0, "to": 0.1, "points": 3}}), "two numbers, the first the smaller one"),
    (study(vary={RATE: {**LOG, "to": 2.5}}), 'vary."agent.learning_rate".to: 2.5 is not allowed'),
    (study(vary={RATE: {**LOG, "points": 1}}), "1 is not allowed; allowed: a whole number, at least 2"),
    (study(vary={RATE: {**LOG, "pionts": 1}}), 'did you mean "points"?'),
    (
        study(vary={"agent.discount": {"from": 0, "to": 1, "points": 3, "log": True}}),
        "only where `from` is more than 0",
    ),
    (study(method="sobol"), "studies.mine.points: this key is missing; add it: the number of trials that sobol draws"),
    (study(points=5), "has no meaning with method grid"),
    (study(method="random", points=5, vary={RATE: LOG}), "remove it: `points` of the study"),
    (study(method="halving"), "studies.mine.rungs: this key is missing; add it: numbers of seeds"),
    (study(method="halving", rungs=[10, 10]), "each larger than the one before"),
    (study(method="halving", rungs=[1, 2], seeds=5), "has no meaning with method halving"),
    (study(rungs=[1, 2]), "remove it, or choose method: halving"),
    (study(method="gird"), 'did you mean "grid"?'),
    (study(objective={"of": "return"}), "studies.mine.objective.of"),
    (study(objective={"episodes": "first"}), "allowed: all, last_half, or a whole number, at least 1"),
    (study(confirm={"seeds": 3, "seds": 3}), 'did you mean "seeds"?'),
    (study(vary={RATE: {**LOG, "points": 30_000}}), "these are 30,000 trials; allowed: at most 20,000"),
    ({"experiments.mine": {"from_study": "min"}, **study()}, 'experiments.mine.from_study: unknown study "min"'),
    (
        {"experiments.mine": {"from_study": "mine"}, **study(base="mine")},
        'studies.mine.base: "mine" is not allowed; allowed: an experiment without from_study',
    ),
    ({"experiments.studies": {}}, "experiments.studies: this name is not allowed"),
]


@pytest.mark.parametrize(("changes", "said"), MISTAKES, ids=lambda value: value[:40] if isinstance(value, str) else "")
def test_a_mistake_in_a_study_is_said(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(ConfigurationError) as raised:
        load(changes)
    assert len(raised.value.problems) == 1, raised.value
    assert said in str(raised.value)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            {"vary": {"agent.algorithm": ["q_learning", "n_step_sarsa"], "agent.at_termination": ["zero"]}},
            'vary: with agent.algorithm "n_step_sarsa", agent.at_termination "zero": agent.at_termination: "zero"',
        ),
        (
            {"vary": {f"{RATE}.start": {"from": 0.5, "to": 1.75, "points": 2}}},
            "with agent.learning_rate.start 1.75: agent.learning_rate.start: 1.75 is not allowed; allowed: at most 1",
        ),
        ({"vary": {"environment.bins": [[10, 10], [5]]}}, "with environment.bins [5]: environment.bins: [5] is not"),
        ({"vary": {"environment.bins": [[20, 20], [40000, 40000]]}}, "with environment.bins [40000, 40000]:"),
        ({"objective": {"of": "greedy_return"}, "confirm": {"seeds": 995}}, "at most evaluation.seed, 1000"),
    ],
)
def test_values_that_do_not_fit_each_other_are_said_once_somebody_asks_for_the_study(
    changes: dict[str, Any], said: str
) -> None:
    config = changed({**study(**changes), "evaluation.seed": 1000})
    loaded = loading.load(config, make_environments=True, memory=Memory(8000, "there are"))
    with pytest.raises(ConfigurationError) as raised:
        loaded.trials("mine")
    assert said in str(raised.value)


def test_what_matters_only_for_pictures_is_no_mistake_of_a_trial() -> None:
    # The base keeps every 100th table, and has bins to show.
    assert len(load(study(vary={"episodes": [5, 50]})).trials("mine")) == 2


def test_an_experiment_waits_for_its_study_and_then_has_the_settings_of_its_best_trial() -> None:
    changes = {
        "run": ["mountain_car_textbook", "mine"],
        "experiments.mine": {"from_study": "mine", "seeds": 3},
        **study(vary={RATE: [0.1, 0.2], "episodes": [70]}),
    }
    waiting = load(changes)
    assert waiting.run == ["mountain_car_textbook"]
    assert waiting.awaited == {"mine": "mine"}
    assert "mine" not in waiting.experiments
    best = {RATE: 0.2, "episodes": 70}
    found = loading.load(changed(changes), make_environments=True, best_assignment=lambda _study: best)
    assert found.run == ["mountain_car_textbook", "mine"]
    base, mine = found.experiments["mountain_car_textbook"], found.experiments["mine"]
    agent = {**base["agent"], "learning_rate": {"schedule": "constant", "start": 0.2}}
    assert mine == {**base, "agent": agent, "episodes": 70, "seeds": 3}
